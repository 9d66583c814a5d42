import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { addProcessMetrics, SyncMetrics, type Levels } from './metrics.ts';

const levels: Levels = {
	connections: { participant: 3, beamer: 1, unknown: 0 },
	documents: { loading: 0, open: 2, idle: 1, unloading: 0 },
	joinQueueDepth: 4,
	socketBufferedBytes: 5,
	staleClients: 6,
	docBytes: 7,
	logRows: 8,
	walBytes: 9
};

/** The lines of a scrape that begin so. */
async function lines({ registry }: SyncMetrics, start: string): Promise<string[]> {
	const text = await registry.metrics();
	return text.split('\n').filter((line) => line.startsWith(start));
}

describe('metrics', () => {
	it('a label that is not in the set is other, so that nobody can make the list long', async () => {
		const metrics = new SyncMetrics();
		const before = (await lines(metrics, 'sync_')).length;
		metrics.messagesRejected.add('locked', 2);
		for (let i = 0; i < 1000; i++) {
			metrics.messagesRejected.add(`whatever the app says ${i}`);
			metrics.disconnects.add(3000 + i);
		}
		expect(await lines(metrics, 'sync_messages_rejected_total{reason="locked"}')).toEqual([
			'sync_messages_rejected_total{reason="locked"} 2'
		]);
		expect(await lines(metrics, 'sync_messages_rejected_total{reason="other"}')).toEqual([
			'sync_messages_rejected_total{reason="other"} 1000'
		]);
		expect((await lines(metrics, 'sync_')).length).toBe(before + 2);
	});

	it('asking twice counts nothing twice', async () => {
		const metrics = new SyncMetrics();
		metrics.framesSent.add('update', 5);
		metrics.watch(() => levels);
		const first = await lines(metrics, 'sync_');
		expect(await lines(metrics, 'sync_')).toEqual(first);
		expect(first).toContain('sync_frames_sent_total{kind="update"} 5');
		expect(first).toContain('sync_connections{role="beamer"} 1');
		expect(first).toContain('sync_wal_bytes 9');
	});

	it('levels are read once for a scrape, however many gauges show them', async () => {
		const metrics = new SyncMetrics();
		let reads = 0;
		metrics.watch(async () => {
			reads++;
			return levels;
		});
		await metrics.registry.metrics();
		expect(reads).toBe(1);
	});

	it('a reader that throws, fails or hangs takes only its own levels with it', async () => {
		const metrics = new SyncMetrics();
		let isBroken = false;
		metrics.watch(() => ({ staleClients: 6 }));
		metrics.watch(() => {
			if (isBroken) throw new Error('a bug');
			return { connections: levels.connections };
		});
		metrics.watch(async () => {
			if (isBroken) throw new Error('the disk is full');
			return { logRows: 8 };
		});
		metrics.watch(() => (isBroken ? new Promise(() => {}) : { walBytes: 9 }));
		expect(await lines(metrics, 'sync_wal_bytes ')).toEqual(['sync_wal_bytes 9']);
		isBroken = true;
		const broken = await lines(metrics, 'sync_');
		expect(broken).toContain('sync_stale_clients 6');
		for (const gone of ['sync_connections', 'sync_log_rows', 'sync_wal_bytes'])
			expect(broken.filter((line) => line.startsWith(gone))).toEqual([]);
		isBroken = false;
		const mended = await lines(metrics, 'sync_');
		expect(mended).toContain('sync_scrape_failures_total 3');
		expect(mended).toContain('sync_log_rows 8');
		expect(mended).toContain('sync_connections{role="participant"} 3');
	});

	it('a second app in one process measures the process once', async () => {
		const handles = process.getActiveResourcesInfo().length;
		const registries = [new Registry(), new Registry(), new Registry()];
		for (const registry of registries) addProcessMetrics(new SyncMetrics(registry).registry);
		expect(process.getActiveResourcesInfo().length).toBe(handles);
		for (const registry of registries) {
			const text = await registry.metrics();
			expect(text).toContain('nodejs_eventloop_lag_p99_seconds ');
			expect(text).toContain('sync_gaps_total 0');
		}
	});

	it('each has a line in OPERATIONS.md, and each line there is one', () => {
		const named = new SyncMetrics().registry.getMetricsAsArray().map(({ name }) => name);
		const text = readFileSync('OPERATIONS.md', 'utf8');
		const told = [...text.matchAll(/^\| `(sync_\w+)(?:\{\w+\})?`/gm)].map(([, name]) => name!);
		expect(told.toSorted()).toEqual(named.toSorted());
	});
});
