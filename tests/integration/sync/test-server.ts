import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import * as Y from 'yjs';
import { rulesOf } from '#server/documents/kinds.ts';
import type { DocumentRules } from '#server/sync/document-rules.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { createSyncServer, type LogLine, type SyncApp, type SyncServer } from '#server/sync/server.ts';
import type { Limits } from '#server/sync/limits.ts';
import { SyncMetrics } from '#server/sync/metrics.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { close } from '#wire/protocol.ts';
import { SyncClient, stockProvider, type SocketAddress } from '../../support/sync-client.ts';
import { ourHeader } from '#wire/ours.ts';

export const journey = 'journeyijssel';
export const step = 'stepvalues01';
/** The cast: two directors and a screen in one journey, and a director of another. */
export const anna = 'annadirector';
export const bas = 'basdirector1';
export const eva = 'evaelsewhere';
export const screen = 'screenofroom';
export const board = `board/${step}`;
export const own = (participant: string) => `own/${step}/${participant}`;
export const journeyDoc = `journey/${journey}`;

const ending: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
	for (const end of ending.splice(0).reverse()) await end();
});
export const atEnd = (end: () => Promise<unknown> | void) => void ending.push(end);

export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'siroop-sync-'));
	atEnd(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** What the app knows; tests change it and call `recheck`. */
export class Cast implements SyncApp {
	boardRoots: readonly string[] = ['groups', 'place'];
	readonly removed = new Set<string>();
	readonly signedOut = new Set<string>();
	readonly presenceOf: string[] = [];
	readonly changedOwn: string[] = [];

	async identify({ headers }: IncomingMessage) {
		const [, kind, id] = /(person|beamer)=(\w+)/.exec(headers.cookie ?? '') ?? [];
		const person = kind === 'person' && !this.signedOut.has(id!) ? id! : null;
		return { person, beamer: kind === 'beamer' ? id! : null };
	}

	async admit({ person, beamer }: { person: string | null; beamer: string | null }, document: string) {
		const deny = (code: number, reason: string) => ({ ok: false as const, code, reason });
		const [kind, id] = document.split('/');
		if (id !== (kind === 'journey' ? journey : step)) return deny(close.unknownDocument, 'unknown-room');
		if (person === eva || (person !== null && this.removed.has(person)))
			return deny(close.forbidden, 'not-a-member');
		if (beamer !== null && kind === 'own') return deny(close.forbidden, 'beamer');
		const write =
			beamer !== null || kind === 'journey' ? [] : kind === 'own' ? ['cards', 'drafts'] : this.boardRoots;
		const name = person === anna ? 'Anna' : 'Bas';
		return {
			ok: true as const,
			journey,
			participant: person,
			notebook: person,
			name,
			organisation: 'ggd',
			write
		};
	}

	/** As the program's, with checks of its own. */
	rulesOf(document: string): DocumentRules | null {
		const rules = rulesOf(document);
		return (
			rules && {
				...rules,
				mostIn: () => Infinity,
				checkValue: (root, _key, value) => this.#checkValue(document, root, value)
			}
		);
	}

	#checkValue(document: string, root: string, value: unknown): string | null {
		if (!document.startsWith('own/') || root !== 'cards') return null;
		const text = (value as { text?: unknown } | null)?.text;
		if (text === 'a bug in the check') throw new Error('a bug in the check');
		return typeof text === 'string' && text.length <= 280 ? null : 'card-too-long';
	}

	presenceChanged(journey: string) {
		this.presenceOf.push(journey);
	}

	documentChanged(document: string) {
		if (document.startsWith('own/')) this.changedOwn.push(document);
	}

	now() {
		return Date.now();
	}
}

export interface TestServer {
	sync: SyncServer;
	app: Cast;
	store: SyncStore;
	server: string;
	file: string;
	log: LogLine[];
	/** The sum of a metric, as a scrape would tell it: 'sync_stale_clients'. */
	metric(name: string): Promise<number>;
	addressOf(who: string, document: string): SocketAddress;
	join(who: string, document: string, doc?: Y.Doc): Promise<SyncClient>;
	stock(who: string, document: string, doc?: Y.Doc): ReturnType<typeof stockProvider>;
	stop(): Promise<void>;
	/** Its clients leave, and it stops. */
	end(): Promise<void>;
}

interface Settings {
	file?: string;
	port?: number;
	limits?: Partial<Limits>;
	/** Of each document; the program's own unless a test says otherwise. */
	mostBytes?: number;
	origins?: string[];
	app?: Cast;
	/** As if the server were of another version than our pages. */
	wireVersion?: number;
	/** Puts a store that fails between the server and the real one. */
	wrap?: (store: SyncStore) => SyncStore;
}

/** A real server on a free port with a real file, until the test is over. */
export async function openTestServer(settings: Settings = {}): Promise<TestServer> {
	const file = settings.file ?? path.join(temporaryFolder(), 'sync.db');
	const host = await holdTestServer({ ...settings, file });
	atEnd(() => host.end());
	return host;
}

/** One that lasts until `end`, for many tests. */
export async function holdTestServer(settings: Settings & { file: string }): Promise<TestServer> {
	const { file } = settings;
	const real = await openSqliteStore(file);
	const store = settings.wrap?.(real) ?? real;
	const app = settings.app ?? new Cast();
	const log: LogLine[] = [];
	const metrics = new SyncMetrics();
	const { limits, mostBytes, origins, wireVersion } = settings;
	const sync = createSyncServer({
		store,
		app,
		metrics,
		rulesOf(document) {
			const rules = app.rulesOf(document);
			return rules && { ...rules, ...(mostBytes !== undefined && { mostBytes }) };
		},
		log: (line) => log.push(line),
		...(limits && { limits }),
		...(origins && { origins }),
		...(wireVersion !== undefined && { wireVersion })
	});
	const http = createServer((_, response) => response.setHeader(ourHeader, '1').end('up'));
	http.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));
	await new Promise<void>((resolve) => http.listen(settings.port ?? 0, '127.0.0.1', resolve));
	const server = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;

	const addressOf = (who: string, document: string) => {
		const cookie = who === screen ? `beamer=${who}` : `person=${who}`;
		return { server, document, headers: { cookie, origin: server.replace('ws', 'http') } };
	};
	const clients: SyncClient[] = [];
	const providers: ReturnType<typeof stockProvider>[] = [];
	let stopped: Promise<void> | null = null;
	const stop = async () => {
		await sync.close();
		await real.close();
		http.closeAllConnections();
		await new Promise((resolve) => http.close(resolve));
	};
	const host: TestServer = {
		sync,
		app,
		store,
		server,
		file,
		log,
		async metric(name) {
			const { values } = await metrics.registry.getSingleMetric(name)!.get();
			return values.reduce((sum, { value }) => sum + value, 0);
		},
		addressOf,
		async join(who, document, doc) {
			const client = await SyncClient.join(addressOf(who, document), doc);
			clients.push(client);
			return client;
		},
		stock(who, document, doc = new Y.Doc()) {
			const provider = stockProvider(addressOf(who, document), doc);
			providers.push(provider);
			return provider;
		},
		stop: () => (stopped ??= stop()),
		async end() {
			for (const provider of providers) provider.destroy();
			for (const client of clients) client.vanish();
			await host.stop();
		}
	};
	return host;
}

export const card = (text: string) => ({ text, prompt: 'prompt0001', at: 1 });

/** What is on disk now, read from a copy as after a crash: with the log as it is, nothing closed. */
export async function onDisk(file: string, document: string): Promise<Y.Doc> {
	const copy = path.join(temporaryFolder(), 'copy.db');
	for (const suffix of ['', '-wal'])
		if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
	const store = await openSqliteStore(copy);
	const stored = await store.open(document);
	await store.close();
	const doc = new Y.Doc();
	if (stored.snapshot) Y.applyUpdateV2(doc, stored.snapshot);
	for (const update of stored.tail) Y.applyUpdate(doc, update);
	return doc;
}
