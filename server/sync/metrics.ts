import { setTimeout as wait } from 'node:timers/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { close } from '#wire/protocol.ts';
import type { Incoming } from './frames.ts';

const framesIn = ['step1', 'update', 'awareness', 'query-awareness', 'hello', 'writing'] as const;
const framesOut = ['step1', 'step2', 'update', 'awareness', 'ack', 'policy', 'refusal', 'facts'] as const;
/** What is ours, and what a browser, a network or `ws` itself ends a socket with. */
const codes = [...Object.values(close), 1000, 1001, 1005, 1006, 1007, 1009, 1011];
/** As `refuse` and `denied` give them in server/sync; what the app refuses with besides is 'other'. */
const reasons = [
	...['malformed', 'not-asked', 'unknown-root', 'too-large', 'too-many-clients', 'room-full'],
	...['locked', 'diverged', 'epoch', 'emptied', 'not-a-value', 'value-malformed', 'server-key'],
	...['origin', 'signed-out', 'not-yours', 'unknown-room', 'too-many', 'unavailable', 'restarting']
];
const troubles = ['load', 'commit', 'compact', 'unload', 'remove', 'sweep', 'admit', 'check', 'app'];

/** Seconds: from one turn of the event loop to what people call broken. */
const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** A reader that takes longer is left out of the scrape: Prometheus itself waits 10 s, ms. */
const longestRead = 2000;

/** How things stand at the moment of a scrape. What a reader does not know, it leaves out. */
export interface Levels {
	/** Open sockets; 'unknown' while the app decides who it is. */
	connections: Record<'participant' | 'beamer' | 'unknown', number>;
	/** Documents in memory; 'idle': open with nobody in it. */
	documents: Record<'loading' | 'open' | 'idle' | 'unloading', number>;
	/** Visitors who wait for a document to be loaded. */
	joinQueueDepth: number;
	/** Bytes that wait in all sockets together. */
	socketBufferedBytes: number;
	/** Sockets that lag and wait for a catch-up. */
	staleClients: number;
	/** Stored bytes of the documents in memory. */
	docBytes: number;
	/** Rows in the log that no snapshot has taken the place of. */
	logRows: number;
	walBytes: number;
}

export type ReadLevels = () => Partial<Levels> | Promise<Partial<Levels>>;

/**
 * Counts per label, from a closed set, so that nobody outside can make the list long: what is not in it is 'other'.
 * Adding costs one step in a Map, because it stands where every frame goes by; Prometheus gets the sums when it asks.
 */
export class Tally<Label extends string | number = string> {
	readonly #counts: Map<Label | 'other', number>;

	constructor(name: string, help: string, label: string, labels: readonly Label[], registry: Registry) {
		this.#counts = new Map(labels.map((each) => [each, 0]));
		const counts = this.#counts;
		new Counter({
			name,
			help,
			labelNames: [label],
			registers: [registry],
			collect() {
				this.reset();
				for (const [each, count] of counts) this.inc({ [label]: each }, count);
			}
		});
	}

	add(label: Label, count = 1): void {
		const known = this.#counts.has(label) ? label : 'other';
		this.#counts.set(known, (this.#counts.get(known) ?? 0) + count);
	}
}

/**
 * What Prometheus may know of the sync server. No names of documents or people: a label is one of a few words. Counting
 * never throws and does no work that grows with the number of visitors.
 */
export class SyncMetrics {
	readonly registry: Registry;

	/** Frames that came in and could be read. */
	readonly messagesReceived: Tally<Incoming['kind']>;
	/** Whatever was answered with a close: of a message, an update or a visitor. By reason, as the client is told. */
	readonly messagesRejected: Tally;
	/** Updates of clients that changed a document. */
	readonly updatesApplied: Counter;
	/** Updates of clients in one turn of a document; turns without any are not counted. */
	readonly applyBatch: Histogram;
	/** Validating and applying, one turn. */
	readonly applySeconds: Histogram;
	/** One transaction of the store, whatever documents it was for. */
	readonly commitSeconds: Histogram;
	readonly commitRows: Histogram;
	/** From an update's arrival until it is acknowledged. */
	readonly ackSeconds: Histogram;
	/** Sending the updates of one turn to all sockets of a document. */
	readonly fanoutSeconds: Histogram;
	readonly framesSent: Tally<(typeof framesOut)[number]>;
	readonly bytesSent: Counter;
	/** 'slow': not sent to a socket that is slow. */
	readonly awarenessDropped: Tally<'slow'>;
	/** By code: ours where we hung up, else what the socket ended with. */
	readonly disconnects: Tally<number>;
	/** Updates that built on something that is missing here. */
	readonly gaps: Counter;
	/** An accepted update left a gap in the document (F4). Any is a bug. */
	readonly pendingViolations: Counter;
	/** Writing that came after the write access was taken away. */
	readonly lockRejects: Counter;
	/** 'failed': the app could not say. */
	readonly rechecks: Tally<'kept' | 'refused' | 'failed'>;
	readonly compactions: Tally<'done' | 'failed'>;
	readonly compactionSeconds: Histogram;
	readonly documentLoadSeconds: Histogram;
	/** Idle documents that were unloaded before their time, for want of memory. */
	readonly budgetEvictions: Counter;
	/** Sockets that lagged and got one diff in the place of what they missed. */
	readonly catchUps: Counter;
	/** As `LogLine.what`. */
	readonly troubles: Tally;
	readonly #scrapeFailures: Counter;
	readonly #readers: ReadLevels[] = [];
	#reading: Promise<Partial<Levels>> | null = null;

	constructor(registry: Registry = new Registry()) {
		this.registry = registry;
		const tally = <L extends string | number>(name: string, help: string, label: string, of: readonly L[]) =>
			new Tally<L>(`sync_${name}`, help, label, of, registry);
		const counter = (name: string, help: string) =>
			new Counter({ name: `sync_${name}`, help, registers: [registry] });
		const histogram = (name: string, help: string, buckets: number[]) =>
			new Histogram({ name: `sync_${name}`, help, buckets, registers: [registry] });

		this.messagesReceived = tally('messages_received_total', 'Frames from clients.', 'kind', framesIn);
		this.messagesRejected = tally('messages_rejected_total', 'Answered with a close.', 'reason', reasons);
		this.updatesApplied = counter('updates_applied_total', 'Updates of clients that changed a document.');
		this.applyBatch = histogram('apply_batch_size', 'Updates of clients in one turn of a document.', sizes);
		this.applySeconds = histogram('apply_seconds', 'Validating and applying one turn.', seconds);
		this.commitSeconds = histogram('commit_seconds', 'One transaction of the store.', seconds);
		this.commitRows = histogram('commit_rows', 'Rows in one transaction of the store.', sizes);
		this.ackSeconds = histogram('ack_seconds', 'From arrival of an update to its ack.', seconds);
		this.fanoutSeconds = histogram('fanout_seconds', 'Handing one turn to all sockets.', seconds);
		this.framesSent = tally('frames_sent_total', 'Frames to clients.', 'kind', framesOut);
		this.bytesSent = counter('bytes_sent_total', 'Bytes of frames to clients.');
		this.awarenessDropped = tally('awareness_dropped_total', 'Awareness not passed on.', 'cause', ['slow']);
		this.disconnects = tally('disconnects_total', 'Sockets that ended.', 'code', codes);
		this.gaps = counter('gaps_total', 'Updates that build on something that is missing.');
		this.pendingViolations = counter('pending_violations_total', 'Accepted updates with gaps: must be 0.');
		this.lockRejects = counter('lock_rejects_total', 'Writing without the right to.');
		this.rechecks = tally('authz_rechecks_total', 'Rights that were checked again.', 'result', [
			'kept',
			'refused',
			'failed'
		]);
		this.compactions = tally('compactions_total', 'Logs turned into a snapshot.', 'result', [
			'done',
			'failed'
		]);
		this.compactionSeconds = histogram('compaction_seconds', 'One compaction.', seconds);
		this.documentLoadSeconds = histogram('room_load_seconds', 'One document from disk to open.', seconds);
		this.budgetEvictions = counter('budget_evictions_total', 'Idle documents put out for want of memory.');
		this.catchUps = counter('catch_ups_total', 'Sockets brought up to date with one diff.');
		this.troubles = tally('troubles_total', 'Errors in the log, by what went wrong.', 'what', troubles);
		this.#scrapeFailures = counter('scrape_failures_total', 'Levels that could not be read.');
		this.#gauges();
	}

	/** Adds a reader of levels. One that fails or is slow leaves its levels out of that scrape, no more. */
	watch(read: ReadLevels): void {
		this.#readers.push(read);
	}

	#gauges(): void {
		this.#labelled('connections', 'Open sockets.', 'role', (levels) => levels.connections);
		this.#labelled('rooms', 'Documents in memory.', 'state', (levels) => levels.documents);
		this.#plain('join_queue_depth', 'Visitors who wait for a document.', (levels) => levels.joinQueueDepth);
		this.#plain('socket_buffered_bytes', 'Waiting in sockets.', (levels) => levels.socketBufferedBytes);
		this.#plain('stale_clients', 'Sockets that wait for a catch-up.', (levels) => levels.staleClients);
		this.#plain('doc_bytes', 'Stored bytes of documents in memory.', (levels) => levels.docBytes);
		this.#plain('log_rows', 'Rows without a snapshot.', (levels) => levels.logRows);
		this.#plain('wal_bytes', 'Write-ahead log of the store.', (levels) => levels.walBytes);
	}

	#labelled(
		name: string,
		help: string,
		label: string,
		of: (levels: Partial<Levels>) => Record<string, number> | undefined
	): void {
		const levels = () => this.#levels();
		new Gauge({
			name: `sync_${name}`,
			help,
			labelNames: [label],
			registers: [this.registry],
			async collect() {
				const found = of(await levels());
				this.reset();
				for (const [each, level] of Object.entries(found ?? {})) this.set({ [label]: each }, level);
			}
		});
	}

	#plain(name: string, help: string, of: (levels: Partial<Levels>) => number | undefined): void {
		const levels = () => this.#levels();
		new Gauge({
			name: `sync_${name}`,
			help,
			registers: [this.registry],
			async collect() {
				const level = of(await levels());
				// Nothing says more than the level of a minute ago.
				if (level === undefined) this.remove();
				else this.set(level);
			}
		});
	}

	/** Once for all gauges of one scrape. */
	#levels(): Promise<Partial<Levels>> {
		this.#reading ??= this.#read().finally(() => (this.#reading = null));
		return this.#reading;
	}

	async #read(): Promise<Partial<Levels>> {
		const found = await Promise.all(this.#readers.map((read) => this.#readOne(read)));
		return Object.assign({}, ...found) as Partial<Levels>;
	}

	async #readOne(read: ReadLevels): Promise<Partial<Levels>> {
		const answered = new AbortController();
		const late = wait(longestRead, null, { signal: answered.signal }).catch(() => null);
		const levels = await Promise.race([attempt(read), late]);
		answered.abort();
		if (!levels) this.#scrapeFailures.inc();
		return levels ?? {};
	}
}

/** null when it fails: that is counted, and its levels are missing, so whoever watches sees both. */
async function attempt(read: ReadLevels): Promise<Partial<Levels> | null> {
	try {
		return await read();
	} catch {
		return null;
	}
}

let ofProcess: Registry | null = null;

/**
 * Adds what Node knows of this process: event loop lag, heap, garbage collection, cpu. It is measured once for the
 * whole process, from the first time on: in dev a restart makes a second app, and each measurement has an observer
 * that never ends.
 */
export function addProcessMetrics(registry: Registry): void {
	if (!ofProcess) {
		ofProcess = new Registry();
		collectDefaultMetrics({ register: ofProcess });
	}
	for (const { name } of ofProcess.getMetricsAsArray())
		registry.registerMetric(ofProcess.getSingleMetric(name)!);
}
