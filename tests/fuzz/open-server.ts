import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { rulesOf } from '#server/documents/kinds.ts';
import type { DocumentRules } from '#server/sync/document-rules.ts';
import type { Limits } from '#server/sync/limits.ts';
import { createSyncServer, type LogLine, type SyncApp, type SyncServer } from '#server/sync/server.ts';
import type { Visitor } from '#server/sync/visitors.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';

export const journey = 'journeyfuzzer';
/** A value that no document takes. */
export const forbidden = 'forbidden';

/** Lets in everyone who says who they are. What may be written in a document is what the fuzzer says. */
export class OpenApp implements SyncApp {
	readonly #write = new Map<string, readonly string[]>();

	mayWrite(document: string): readonly string[] {
		return this.#write.get(document) ?? (document.startsWith('own/') ? ['cards', 'drafts'] : openRoots);
	}

	/** Call `recheck` after it. */
	allow(document: string, write: readonly string[]): void {
		this.#write.set(document, write);
	}

	async identify({ headers }: IncomingMessage): Promise<Visitor> {
		const [, person] = /person=(\w+)/.exec(headers.cookie ?? '') ?? [];
		return { person: person ?? null, beamer: null };
	}

	async admit({ person }: Visitor, document: string) {
		const write = this.mayWrite(document);
		return {
			ok: true as const,
			journey,
			participant: person,
			notebook: person,
			name: person!,
			organisation: null,
			write
		};
	}

	presenceChanged(): void {}
	documentChanged(): void {}
	now(): number {
		return Date.now();
	}
}

/** As the program's, with one check for all. */
function openRulesOf(document: string): DocumentRules | null {
	const rules = rulesOf(document);
	return rules && { ...rules, mostIn: () => Infinity, checkValue: (_root, _key, value) => checkValue(value) };
}

export const checkValue = (value: unknown) => (value === forbidden ? 'card-too-long' : null);

/** The roots of a board on which everyone may write when nothing is locked; `cards` are for the server. */
export const openRoots: readonly string[] = ['groups', 'place', 'texts'];

/** Nothing in a fuzz is slowed down because it is quick. */
export const unhurried: Partial<Limits> = {
	framesBurst: 1e6,
	bytesBurst: 1e9,
	upgradesBurst: 1e6,
	clientsPerPerson: 1e5,
	connectionsPerPerson: 1e4
};

export interface Opened {
	sync: SyncServer;
	port: number;
	/** Everything that went wrong, as the server says it. */
	log: LogLine[];
	close(): Promise<void>;
}

interface Settings {
	file: string;
	app: OpenApp;
	limits: Partial<Limits>;
	port?: number;
	/** Puts a store that fails between the server and the real one. */
	wrap?: (store: SyncStore) => SyncStore;
	/** Puts something between the socket and the server. */
	line?: (request: IncomingMessage, socket: Duplex) => Duplex;
}

/** A real server with a real file, and nothing else around it. */
export async function openServer({ file, app, limits, port = 0, wrap, line }: Settings): Promise<Opened> {
	const real = await openSqliteStore(file);
	const log: LogLine[] = [];
	const sync = createSyncServer({
		store: wrap?.(real) ?? real,
		app,
		rulesOf: openRulesOf,
		limits: { ...unhurried, ...limits },
		log: (entry) => log.push(entry)
	});
	const http = createServer();
	const sockets = new Set<Duplex>();
	http.on('upgrade', (request, socket, head) => {
		if (!http.listening) return void socket.destroy();
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		sync.handleUpgrade(request, line?.(request, socket) ?? socket, head);
	});
	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		http.listen(port, '127.0.0.1', resolve);
	});
	return {
		sync,
		port: (http.address() as AddressInfo).port,
		log,
		async close() {
			for (const socket of sockets) socket.destroy();
			const closed = new Promise((resolve) => http.close(resolve));
			http.closeAllConnections();
			await sync.close();
			await real.close();
			await closed;
		}
	};
}
