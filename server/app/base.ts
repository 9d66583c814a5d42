import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, stdSerializers } from 'pino';
import { openDb, type Db } from '#server/db/open.ts';
import { addProcessMetrics, SyncMetrics } from '#server/sync/metrics.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { checkDisk } from './disk.ts';
import { refuseLostRows } from './lost-rows.ts';
import type { Settings } from './settings.ts';

const rowsFile = 'siroop.db';
const documentsFile = 'sync.db';

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
	const rows = join(settings.dataDir, rowsFile);
	const documents = join(settings.dataDir, documentsFile);
	refuseLostRows(rows, documents);
	const db = await openDb(rows);
	const opened = await openSqliteStore(documents, {
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
		/** Documents can be written; if not, only a new process helps. */
		isAlive: () => broken === null,
		checks: checksOf(db, store, settings.dataDir)
	};
}

/** Each throws while something that every visitor needs does not answer, or takes nothing any more. */
const checksOf = (db: Db, store: SyncStore, folder: string): (() => Promise<unknown>)[] => [
	() => db.selectFrom('journey').select('id').limit(1).execute(),
	() => checkDisk(folder, [join(folder, rowsFile), join(folder, documentsFile)]),
	() => store.probe()
];
