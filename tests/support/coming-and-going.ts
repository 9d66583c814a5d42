import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { rulesOf } from '#server/documents/kinds.ts';
import { SyncMetrics } from '#server/sync/metrics.ts';
import { createSyncServer, type SyncApp } from '#server/sync/server.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { close } from '#wire/protocol.ts';

// A program of its own, so that its memory can be measured: `fork(…, [file], { execArgv: ['--expose-gc'] })`. Says its
// port when it listens, and how much it holds whenever it is asked.

export interface Held {
	/** Connections and documents. */
	open: number;
	/** Bytes, after a collection: of JavaScript, and of buffers. */
	heap: number;
	buffers: number;
	/** How many of each kind keep the process going, `TCPSocketWrap` for instance. */
	resources: Record<string, number>;
}

/** The step of which no document can be read from disk, and the one where nobody is let in. */
export const broken = 'stepofabroken';
export const closed = 'stepofaclosed';

const app: SyncApp = {
	identify: async ({ headers }: IncomingMessage) => ({ person: headers.cookie ?? null, beamer: null }),
	async admit({ person }, document) {
		if (document.includes(closed)) return { ok: false, code: close.forbidden, reason: 'not-a-member' };
		const write = document.startsWith('own/') ? ['cards', 'drafts'] : ['groups', 'place'];
		return {
			ok: true,
			journey: 'journeyleaks0',
			participant: person,
			notebook: person,
			name: 'A',
			organisation: null,
			write
		};
	},
	presenceChanged() {},
	documentChanged() {},
	now: () => Date.now()
};

if (import.meta.main) await open(process.argv[2]!);

async function open(file: string): Promise<void> {
	const store = await openSqliteStore(file);
	const metrics = new SyncMetrics();
	const sync = createSyncServer({
		metrics,
		store: {
			...store,
			open: (document) =>
				document.includes(broken) ? Promise.reject(new Error('a torn page')) : store.open(document)
		},
		app,
		rulesOf(document) {
			const rules = rulesOf(document);
			return rules && { ...rules, mostIn: () => Infinity, checkValue: () => null };
		},
		limits: { idleMs: 1, upgradesBurst: 1e6 },
		log: () => {}
	});
	const http = createServer((_, response) => response.end());
	http.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));
	http.listen(0, '127.0.0.1', () => process.send!((http.address() as AddressInfo).port));
	process.on('message', () => void measure(metrics).then((held) => process.send!(held)));
	process.on('disconnect', () => process.exit());
}

async function measure({ registry }: SyncMetrics): Promise<Held> {
	for (let round = 0; round < 3; round++) {
		await turn();
		await gc!({ type: 'major', execution: 'async' });
	}
	const levels = await Promise.all(
		['sync_connections', 'sync_rooms'].map((name) => registry.getSingleMetric(name)!.get())
	);
	const open = levels.flatMap(({ values }) => values).reduce((sum, { value }) => sum + value, 0);
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	const resources: Record<string, number> = {};
	for (const kind of process.getActiveResourcesInfo())
		// Of the collection just now.
		if (kind !== 'Immediate') resources[kind] = (resources[kind] ?? 0) + 1;
	return { open, heap: heapUsed, buffers: arrayBuffers, resources };
}
