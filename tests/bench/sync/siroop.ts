// Our server, alone in a process: the real store, an app that lets everyone in.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as Y from 'yjs';
import { rulesOf } from '#server/documents/kinds.ts';
import { createSyncServer, type SyncApp } from '#server/sync/server.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { answerFor, start } from './behind-ipc.ts';

const everybody: SyncApp = {
	async identify({ headers }) {
		return { person: /person=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? null, beamer: null };
	},
	async admit({ person }) {
		const write = ['groups', 'place', 'texts'];
		return {
			ok: true,
			journey: 'journeybench',
			participant: person,
			notebook: person,
			name: 'Anna',
			organisation: 'ggd',
			write
		};
	},
	presenceChanged() {},
	documentChanged() {},
	now: () => Date.now()
};

const store = await openSqliteStore(path.join(start.folder, 'sync.db'));
const sync = createSyncServer({
	store,
	app: everybody,
	rulesOf(document) {
		const rules = rulesOf(document);
		return rules && { ...rules, mostIn: () => Infinity, checkValue: () => null };
	},
	log: ({ what, document, error }) => console.error(`siroop: ${what} ${document ?? ''}`, error),
	...(start.limits && { limits: start.limits })
});
const http = createServer((_, response) => response.end());
http.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));
// Node's own 511 overflow while a thousand come back at once, and who is turned away there tries again after seconds.
const mostAtTheDoor = 4096;
await new Promise<void>((resolve) => http.listen(start.port, '127.0.0.1', mostAtTheDoor, resolve));
answerFor({
	port: (http.address() as AddressInfo).port,
	async seed(documents, text) {
		for (const document of documents)
			await sync.change(document, (doc) => void doc.getMap('texts').set('v1.means', new Y.Text(text)));
	}
});
