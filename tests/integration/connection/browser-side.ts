import { vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import * as Y from 'yjs';
import { BoardDocument } from '#lib/connection/board-document.ts';
import { OwnDocument } from '#lib/connection/own-document.ts';
import type { LocalCopy } from '#lib/connection/local-copy.ts';
import { atEnd, board, journey, openTestServer, screen, step, type TestServer } from '../sync/test-server.ts';

// The browser's side of the line against the real server. What only a browser has (windows, IndexedDB) is played.

export let host: TestServer;
/** Sockets don't open, while pages do. */
let areSocketsBlocked: boolean;
export const sockets = new Set<NodeSocket>();
/** How often a socket was opened, or tried, by document. */
export const tried = new Map<string, number>();

/** A site with a real server behind it, and what a browser has around a page; gone after the test. */
export async function open(settings: Parameters<typeof openTestServer>[0] = {}): Promise<void> {
	areSocketsBlocked = false;
	tried.clear();
	// The last thing: what the test opened stops in the world in which it began.
	atEnd(() => {
		for (const socket of sockets) socket.terminate();
		vi.unstubAllGlobals();
	});
	host = await openTestServer(settings);
	site(host);
	const page = Object.assign(new EventTarget(), { visibilityState: 'visible', activeElement: null });
	const device = new EventTarget();
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', device.addEventListener.bind(device));
	vi.stubGlobal('removeEventListener', device.removeEventListener.bind(device));
	vi.stubGlobal('dispatchEvent', device.dispatchEvent.bind(device));
	vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16));
	vi.stubGlobal('cancelAnimationFrame', clearTimeout);
}

function site({ server }: TestServer): void {
	vi.stubGlobal('location', {
		origin: server.replace('ws', 'http'),
		pathname: `/traject/${journey}/stap/${step}`
	});
}

/** A browser in which this person is signed in. */
export function browserOf(person: string): typeof WebSocket {
	class Socket extends NodeSocket {
		constructor(url: string) {
			const { headers } = host.addressOf(person, '');
			const name = new URL(url).pathname.slice('/sync/'.length);
			if (!areSocketsBlocked) tried.set(name, (tried.get(name) ?? 0) + 1);
			super(areSocketsBlocked ? 'ws://127.0.0.1:1' : url, { headers });
			this.on('error', () => {});
			this.on('close', () => sockets.delete(this));
			sockets.add(this);
		}
	}
	return Socket as unknown as typeof WebSocket;
}

/** No socket opens, and the ones that are open break, as in a lift. */
export function cutSockets(): void {
	areSocketsBlocked = true;
	for (const socket of sockets) socket.terminate();
}

export const blockSockets = (are: boolean) => void (areSocketsBlocked = are);

/** localStorage, without the browser. */
export function aDevice(): Map<string, string> {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	});
	return kept;
}

/** IndexedDB, without the browser. */
export class MemoryCopy implements LocalCopy {
	epoch: number | null = null;
	isUnsaved = false;
	unsent: readonly string[] = [];
	isCleared = false;
	copies: Uint8Array[][] = [[]];
	#kept = 0;

	open(doc: Y.Doc, number = this.#kept) {
		const copy = this.copies[number]!;
		const origin = {};
		for (const update of copy) Y.applyUpdate(doc, update, origin);
		const keep = (update: Uint8Array, from: unknown) => from !== origin && copy.push(update);
		doc.on('update', keep);
		const close = async () => doc.off('update', keep);
		return Promise.resolve({ origin, close, remove: close });
	}
	openAnew(doc: Y.Doc) {
		return this.open(doc, this.copies.push([]) - 1);
	}
	settle(epoch: number) {
		this.#kept = this.copies.length - 1;
		this.epoch = epoch;
		return Promise.resolve();
	}
	clear() {
		this.isCleared = true;
		return Promise.resolve();
	}
}

export async function openOwn(person: string, local = new MemoryCopy()): Promise<OwnDocument> {
	const own = new OwnDocument({
		step,
		participant: person,
		changed: () => {},
		local,
		Socket: browserOf(person)
	});
	atEnd(() => own.stop());
	await own.start();
	return own;
}

export async function openBoard(person: string) {
	const beamer = person === screen ? screen : undefined;
	const words: string[] = [];
	const opened = new BoardDocument({
		step,
		beamer,
		changed: () => {},
		textsChanged: () => {},
		lost: (lost) => void words.push(lost),
		Socket: browserOf(person)
	});
	atEnd(() => opened.stop());
	await opened.start();
	return Object.assign(opened, { lost: words });
}

export const lay = (...ids: string[]) =>
	host.sync.change(board, (doc) => {
		for (const [order, id] of ids.entries())
			doc.getMap('cards').set(id, { text: id, prompt: '1', organisation: null, order, onBehalf: false });
	});

export async function restart(
	change: (host: TestServer) => void = () => {},
	settings: Parameters<typeof openTestServer>[0] = {}
): Promise<void> {
	const { file, server } = host;
	host = await openTestServer({ file, port: Number(new URL(server).port), ...settings });
	change(host);
}
