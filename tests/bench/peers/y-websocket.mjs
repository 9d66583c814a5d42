// @y/websocket-server as its own `server.js` runs it, without persistence: alone in a process.
import { createServer } from 'node:http';
import { getYDoc, setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { answerFor, start } from '../sync/behind-ipc.ts';

const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', (socket, request) => {
	// Without a listener one broken frame ends the process.
	socket.on('error', () => {});
	setupWSConnection(socket, request);
});
const http = createServer((_, response) => response.end());
http.on('upgrade', (request, socket, head) =>
	sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
);
await new Promise((resolve) => http.listen(start.port, '127.0.0.1', () => resolve(undefined)));
answerFor({
	port: /** @type {import('node:net').AddressInfo} */ (http.address()).port,
	async seed(documents, text) {
		for (const document of documents) getYDoc(document).getMap('texts').set('v1.means', new Y.Text(text));
	}
});
