import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { broken, closed, type Held } from '../../support/coming-and-going.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { atEnd, card, openTestServer, temporaryFolder } from './test-server.ts';

const program = path.resolve('tests/support/coming-and-going.ts');

async function start(): Promise<{ child: ChildProcess; server: string; measure: () => Promise<Held> }> {
	const child = fork(program, [path.join(temporaryFolder(), 'sync.db')], { execArgv: ['--expose-gc'] });
	atEnd(async () => {
		child.disconnect();
		await once(child, 'exit');
	});
	const [port] = (await once(child, 'message')) as [number];
	async function measure(): Promise<Held> {
		child.send('measure');
		const [held] = (await once(child, 'message')) as [Held];
		return held;
	}
	return { child, server: `ws://127.0.0.1:${port}`, measure };
}

/** One visitor, each in a way of their own. Documents come back, so that there are as many at the end as in the middle. */
async function visit(server: string, number: number): Promise<void> {
	const person = `person${String(number % 20).padStart(6, '0')}`;
	const addressOf = (document: string) => ({ server, document, headers: { cookie: person } });
	const own = `own/stepofleaks00/${person}`;
	const board = `board/stepofleaks${number % 10}0`;
	switch (number % 5) {
		case 0: {
			const client = await SyncClient.join(addressOf(own));
			client.doc.getMap('cards').set('c1', card('again and again'));
			await client.when(() => client.isSaved);
			await client.leave();
			return;
		}
		case 1: {
			const client = await SyncClient.join(addressOf(board));
			client.vanish();
			await client.closed;
			return;
		}
		case 2: {
			const client = new SyncClient(addressOf(`own/${broken}/${person}`));
			expect((await client.closed).code).toBe(4503);
			return;
		}
		case 3: {
			const client = new SyncClient(addressOf(`board/${closed}`));
			expect((await client.closed).code).toBe(4403);
			return;
		}
		case 4: {
			// Gone before anyone knew who it was.
			const socket = new WebSocket(`${server}/sync/${board}`, { headers: { cookie: person } });
			await once(socket, 'open');
			socket.terminate();
			return;
		}
	}
}

async function visits(server: string, from: number, to: number): Promise<void> {
	const atOnce = 20;
	for (let i = from; i < to; i += atOnce)
		await Promise.all(Array.from({ length: atOnce }, (_, j) => visit(server, i + j)));
}

/** The least of a few looks, for a collection takes what it can get; the first one at which everybody has left. */
async function atRest(measure: () => Promise<Held>): Promise<Held> {
	let held = await measure();
	while (held.open > 0) held = await measure();
	for (let look = 0; look < 4; look++) {
		const again = await measure();
		if (again.heap < held.heap) held = again;
	}
	return held;
}

/** Less than a connection or a document takes, bytes. */
const mostPerVisit = 1024;

it('[F11] two thousand visits, many of them failed, leave nothing behind', { timeout: 60_000 }, async () => {
	const { server, measure } = await start();
	// What is compiled, and made once, is made in the first thousand.
	await visits(server, 0, 1000);
	const before = await atRest(measure);
	await visits(server, 1000, 3000);
	const after = await atRest(measure);
	expect((after.heap - before.heap) / 2000).toBeLessThan(mostPerVisit);
	expect((after.buffers - before.buffers) / 2000).toBeLessThan(mostPerVisit);
	expect(after.resources).toEqual(before.resources);
});

it('[F11] who is refused at the door, and stays there, is let go', async () => {
	const { server } = await openTestServer({ limits: { upgradesPerSecond: 0, upgradesBurst: 0 } });
	const { hostname, port } = new URL(server);
	const visitor = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
	atEnd(() => void visitor.destroy());
	let isLetGo = false;
	visitor.on('error', () => (isLetGo = true));
	visitor.write(
		`GET /sync/x HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
	);
	const [answer] = (await once(visitor, 'data')) as [Buffer];
	expect(String(answer)).toMatch(/^HTTP\/1\.1 429 /);
	// A socket that is really closed answers what comes after with a reset.
	await until(() => isLetGo || (visitor.write('still here'), false), 'a reset', 3000);
});
