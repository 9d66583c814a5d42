import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, stdSerializers } from 'pino';
import { openDb } from '#server/db/open.ts';
import { addProcessMetrics, SyncMetrics } from '#server/sync/metrics.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { Settings } from './settings.ts';

export type Base = Awaited<ReturnType<typeof openBase>>;

/** What the program stands on: its two database files, its log and its figures. */
export async function openBase(
	settings: Settings,
	around: (store: SyncStore) => SyncStore = (store) => store
) {
	mkdirSync(settings.dataDir, { recursive: true });
	const log = pino({ level: settings.log, serializers: { error: stdSerializers.err } });
	const metrics = new SyncMetrics();
	if (settings.metricsToken) addProcessMetrics(metrics.registry);
	let broken: Error | null = null;
	const db = await openDb(join(settings.dataDir, 'siroop.db'));
	const opened = await openSqliteStore(join(settings.dataDir, 'sync.db'), {
		onCommit(rows, seconds) {
			metrics.commitRows.observe(rows);
			metrics.commitSeconds.observe(seconds);
		},
		onEnd(error) {
			broken = error;
			log.fatal({ error }, 'documents can no longer be written; only a new process helps');
		}
	});
	const store = around(opened);
	metrics.watch(async () => {
		const { logRows, walBytes } = await store.stats();
		return { logRows, walBytes };
	});
	return {
		settings,
		log,
		metrics,
		db,
		store,
		/** Throws while the database does not answer, or documents can't be written. */
		async healthy(): Promise<boolean> {
			if (broken) throw broken;
			await db.selectFrom('journey').select('id').limit(1).execute();
			return true;
		}
	};
}
