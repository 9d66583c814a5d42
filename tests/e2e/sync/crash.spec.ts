import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as Y from 'yjs';
import { openApp } from '#server/app/app.ts';
import { settingsFrom } from '#server/app/settings.ts';
import type { OwnCard } from '#wire/parts/cards/own.ts';
import { serveAgain, serveDemo, signIn, type Served } from '../../support/server.ts';
import { SyncClient, until, type SocketAddress } from '../../support/sync-client.ts';

const kills = 20;
const writers = ['wel-b', 'ggd-b', 'gem-b', 'wcp-b', 'pol-b', 'zor-b', 'inw-1', 'inw-2'];
/** Cards that must be acknowledged between two kills, so that each kill falls under load. */
const underLoad = 12;

/** Writes card after card, and knows which ones the server said were on disk. */
class Writer {
	readonly doc = new Y.Doc();
	readonly acknowledged = new Set<string>();
	#stopped = false;
	readonly #name: string;
	readonly #address: SocketAddress;
	readonly #up: () => Promise<unknown>;

	/** `up`: when the server that is starting listens. */
	constructor(name: string, address: SocketAddress, up: () => Promise<unknown>) {
		this.#name = name;
		this.#address = address;
		this.#up = up;
	}

	async write(): Promise<void> {
		let number = 0;
		while (!this.#stopped) {
			await this.#up();
			const client = await SyncClient.join(this.#address, this.doc).catch(() => null);
			if (!client) continue;
			let open = true;
			void client.closed.then(() => (open = false));
			while (open && !this.#stopped) {
				number += 1;
				const id = `${this.#name.replace('-', '')}card${String(number).padStart(6, '0')}`;
				const card: OwnCard = { text: `kaartje ${number} van ${this.#name}`, prompt: '1', at: number };
				this.doc.getMap<OwnCard>('cards').set(id, card);
				await until(() => client.isSaved || !open, 'the card to be on disk');
				if (open) for (const written of this.doc.getMap('cards').keys()) this.acknowledged.add(written);
			}
			client.vanish();
		}
	}
	stop(): void {
		this.#stopped = true;
	}
}

test('@sync twenty SIGKILLs under writing load: every acknowledged card is there, once', async () => {
	test.setTimeout(180_000);
	const demo = await serveDemo('writing');
	const { journey, steps, people, origin } = demo.links;
	const port = Number(new URL(origin).port);
	const dataDir = join(demo.dataDir, 'data');
	let up: Promise<unknown> = Promise.resolve();
	const cast = await Promise.all(
		writers.map(async (key) => {
			const Cookie = await signIn(people[key]!);
			const document = `own/${steps.values}/${demo.links.seats[key]}`;
			const address = { server: `ws://localhost:${port}`, document, headers: { Cookie } };
			return new Writer(key, address, () => up);
		})
	);
	const writing = cast.map((writer) => writer.write());
	const acknowledged = () => cast.reduce((sum, writer) => sum + writer.acknowledged.size, 0);

	let running: Served<unknown> = demo;
	for (let kill = 0; kill < kills; kill++) {
		const before = acknowledged();
		await until(() => acknowledged() >= before + underLoad, `load before kill ${kill + 1}`, 30_000);
		running.process.kill('SIGKILL');
		const started = once(running.process, 'exit').then(() => serveAgain(dataDir, port));
		up = started;
		running = await started;
	}
	for (const writer of cast) writer.stop();
	await Promise.all(writing);
	running.process.kill('SIGKILL');
	await once(running.process, 'exit');

	const revealed = await revealAll(dataDir, journey, steps.values, people['fac-1']!);
	const times = new Map<string, number>();
	for (const id of revealed) times.set(id, (times.get(id) ?? 0) + 1);
	const wrong = cast.flatMap((writer) => [...writer.acknowledged].filter((id) => times.get(id) !== 1));
	expect(acknowledged()).toBeGreaterThanOrEqual(kills * underLoad);
	expect(wrong).toEqual([]);
	await demo.stop();
});

/** Opens the databases in this process, as a server that starts does. */
async function inApp<T>(
	dataDir: string,
	act: (app: Awaited<ReturnType<typeof openApp>>) => Promise<T>
): Promise<T> {
	const app = await openApp(settingsFrom({ DATA_DIR: dataDir, LOG: 'silent' }));
	try {
		return await act(app);
	} finally {
		await app.close();
	}
}

function revealAll(dataDir: string, journey: string, step: string, leadLink: string): Promise<string[]> {
	return inApp(dataDir, async (app) => {
		const lead = (await app.openings.look(leadLink.split('/terug/')[1]!))!;
		const seat = (await app.journeys.seat(journey, lead.person))!;
		await app.acts.move(seat, journey, { step, from: 'writing', by: 1, sure: true });
		return (await app.reports.step(journey, step))!.cards.map((card) => card.id);
	});
}
