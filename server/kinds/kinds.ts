import { kinds } from '#domain/kinds/kinds.ts';
import type { KindServer } from './kind.ts';

/** One per kind in the list of the domain. A kind without a server part is a bug that stops the program. */
const servers = new Map(
	await Promise.all(
		kinds.map(async ({ kind }): Promise<[string, KindServer]> => {
			const { default: server } = (await import(`./${kind}/kind.ts`)) as { default: KindServer };
			return [kind, server];
		})
	)
);

/** Throws on a kind that this program does not know: a newer database is a bug, not input. */
export function kindServer(kind: string): KindServer {
	const found = servers.get(kind);
	if (!found) throw new Error(`unknown step kind: ${kind}`);
	return found;
}
