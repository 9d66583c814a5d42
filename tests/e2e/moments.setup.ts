import { keepDemo } from '../support/server.ts';

/** The demo is played once; each browser test begins at one of its moments. */
export default async function (): Promise<() => void> {
	const { drop } = await keepDemo();
	return drop;
}
