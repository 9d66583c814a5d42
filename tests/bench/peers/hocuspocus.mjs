// Hocuspocus with its SQLite extension on a file, both with the settings that they come with: alone in a process.
import path from 'node:path';
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';
import * as Y from 'yjs';
import { answerFor, start } from '../sync/behind-ipc.ts';

const server = new Server({
	quiet: true,
	port: start.port,
	address: '127.0.0.1',
	extensions: [new SQLite({ database: path.join(start.folder, 'hocuspocus.db') })]
});
await server.listen();
answerFor({
	port: server.address.port,
	async seed(documents, text) {
		for (const document of documents) {
			const connection = await server.hocuspocus.openDirectConnection(document);
			await connection.transact((doc) => void doc.getMap('texts').set('v1.means', new Y.Text(text)));
			await connection.disconnect();
		}
	}
});
