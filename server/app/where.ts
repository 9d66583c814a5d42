import type { App } from './app.ts';

/**
 * Where it is reached from now on, and what to say of that: by the machine's own address in the network of the room
 * where that is asked for (`lan`), and without ORIGIN else from this machine only.
 */
export async function whereReached(
	{ app, port }: { app: App; port: number },
	{ lan, command }: { lan: boolean; command: string }
): Promise<{ here: string; said: string }> {
	const opened = lan ? await app.network.open() : null;
	const here = app.settings.origin ?? `http://localhost:${port}`;
	const lines = [`Siroop listens on ${here}`];
	if (opened?.ok === false)
		lines.push('This machine is in no network that a room could share: connect it first.');
	if (app.network.isClosed)
		lines.push(
			'Only this machine reaches it and no mail leaves, for ORIGIN is not set. On a server, set ORIGIN to the address',
			`that people use: ORIGIN=https://siroop.example. For a laptop in the room: ${command} -- --lan`
		);
	return { here, said: lines.join('\n') };
}
