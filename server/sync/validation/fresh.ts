import * as Y from 'yjs';
import type { Decoded, Struct } from './update.ts';

type Ranges = Decoded['ds']['clients'];

/** How far one client may run ahead in one update (F3). */
const longestRun = 2 ** 20;

export interface Fresh {
	byClient: Map<number, Struct[]>;
	/** A client's structs begin later than where the document ends. */
	gap: boolean;
}

/** The new structs by client; null when their clocks make no sense. */
export function findFresh(doc: Y.Doc, structs: Decoded['structs']): Fresh | null {
	const fresh: Fresh = { byClient: new Map(), gap: false };
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue;
		const known = Y.getState(doc.store, struct.id.client);
		if (struct.id.clock + struct.length > known + longestRun) return null;
		const before = fresh.byClient.get(struct.id.client);
		if (struct.id.clock > (before ? endOf(before) : known)) fresh.gap = true;
		if (before) before.push(struct);
		else fresh.byClient.set(struct.id.client, [struct]);
	}
	return fresh;
}

function endOf(structs: Struct[]): number {
	const last = structs.at(-1)!;
	return last.id.clock + last.length;
}

/** What the document has and this update would delete; null when the ranges make no sense. */
export function findDeleted(
	doc: Y.Doc,
	ranges: Ranges,
	fresh: Fresh['byClient']
): { items: Y.Item[]; gap: boolean } | null {
	const deleted = { items: [] as Y.Item[], gap: false };
	for (const [client, ofClient] of ranges) {
		const known = Y.getState(doc.store, client);
		const added = fresh.get(client);
		const end = added ? endOf(added) : known;
		let after = 0;
		for (const { clock, len } of ofClient) {
			// Yjs writes them in order and apart; overlapping ones only cost time.
			if (len < 1 || clock < after) return null;
			after = clock + len;
			if (after > end) deleted.gap = true;
			else if (clock < known) addLiving(doc, client, clock, after, deleted.items);
		}
	}
	return deleted;
}

function addLiving(doc: Y.Doc, client: number, from: number, to: number, items: Y.Item[]): void {
	const structs = doc.store.clients.get(client)!;
	for (let i = Y.findIndexSS(structs, from); i < structs.length && structs[i]!.id.clock < to; i++) {
		const struct = structs[i]!;
		if (struct instanceof Y.Item && !struct.deleted) items.push(struct);
	}
}
