import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { openApp, type App } from './app/app.ts';
import { compress } from './app/compress.ts';
import { tellHandler, tellWhere } from './app/handler.ts';
import { keepLong, protect } from './app/headers.ts';
import { holdApp } from './app/held.ts';
import { inTime } from './app/in-time.ts';
import { CannotStart } from './app/lost-rows.ts';
import { addressOf } from './rehearsal/somebody.ts';
import { settingsFrom, type Settings } from './app/settings.ts';
import { stopOnSignal } from './app/signals.ts';
import { whereReached } from './app/where.ts';

/** An answer that was under way when everyone had been told to come back is waited for, ms. */
const longestAnswer = 3000;
/** Visitors who may knock at one moment. With Node's 511, of a thousand who come back at once many knock again after seconds. */
const backlog = 4096;
/** Longer than a proxy keeps an idle connection, ms: who closes first must be the one who asks, or its next question is lost. */
const keepOpen = 75_000;

export interface Running {
	app: App;
	port: number;
	/** Answers whether everything was written down and closed. */
	stop: () => Promise<boolean>;
}

/** Answers a request, or passes it on. */
type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Opens the app, puts SvelteKit's handler and the sockets on one port, and listens. Port 0 takes a free one. A test may
 * give a handler of its own.
 */
export async function serve(settings: Settings, own?: Handler): Promise<Running> {
	const app = await openApp(settings);
	holdApp(app);
	tellHandler(settings);
	const handler = own ?? (await builtHandler());

	let stage: 'open' | 'draining' | 'shut' = 'open';
	const underWay = new Set<ServerResponse>();
	const servers: Server[] = [];
	const answer = (request: IncomingMessage, response: ServerResponse) => {
		tellWhere(request, settings, port);
		protect(request, response, settings);
		keepLong(request, response);
		compress(request, response);
		if (stage === 'shut') return refuse(response);
		underWay.add(response);
		response.once('close', () => underWay.delete(response));
		if (stage === 'draining') response.setHeader('Connection', 'close');
		handler(request, response, () => response.writeHead(404).end());
	};

	async function listen(host: string, port: number): Promise<number> {
		const server = createServer(answer);
		server.keepAliveTimeout = keepOpen;
		server.on('upgrade', (request: IncomingMessage, socket, head) => {
			if (request.url?.startsWith('/sync/')) app.sync.handleUpgrade(request, socket, head);
			else socket.destroy();
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen({ port, host, backlog }, resolve);
		});
		servers.push(server);
		return (server.address() as AddressInfo).port;
	}

	const port: number = await listen(settings.host, settings.port);
	if (settings.origin === null) app.network.opensWith((address) => listen(address, port));
	app.rehearsals.reachedAt(addressOf(settings, port));

	/**
	 * It goes on listening while it drains: a balancer hears from /readyz, and everyone else from a 503, that they are
	 * better off elsewhere. Pages and acts are answered until the documents close.
	 */
	async function stopOnce(): Promise<boolean> {
		stage = 'draining';
		for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close');
		await app.drain();
		stage = 'shut';
		await inTime(longestAnswer, answered());
		for (const server of servers) server.close();
		const isClean = await app.close();
		for (const server of servers) server.closeAllConnections();
		return isClean;
	}

	async function answered(): Promise<void> {
		await Promise.all([...underWay].map((response) => once(response, 'close')));
	}

	let stopping: Promise<boolean> | null = null;
	return {
		app,
		port,
		stop: () => (stopping ??= stopOnce())
	};
}

/** Built beside this folder; imported late, because it reads its settings when it is imported. */
async function builtHandler(): Promise<Handler> {
	const built = new URL('../build/handler.js', import.meta.url).href;
	return ((await import(built)) as { handler: Handler }).handler;
}

function refuse(response: ServerResponse): void {
	response.writeHead(503, { Connection: 'close', 'Cache-Control': 'no-store', 'Retry-After': '2' }).end();
}

/** What stands in the way on the disk is said in one sentence too: it is for who keeps the program running. */
async function serveOrLeave(settings: Settings): Promise<Running> {
	try {
		return await serve(settings);
	} catch (error) {
		if (!(error instanceof CannotStart)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

/** What cannot be used is said in one sentence: it is for who set it, not for who wrote this. */
export function orLeave<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		console.error((error as Error).message);
		process.exit(1);
	}
}

if (import.meta.main) {
	const { values: given } = orLeave(() =>
		parseArgs({ options: { lan: { type: 'boolean', default: false } } })
	);
	const running = await serveOrLeave(orLeave(() => settingsFrom(process.env)));
	stopOnSignal(running);
	const { here, said } = await whereReached(running, { ...given, command: 'npm start' });
	console.log(said);
	const invitation = await running.app.invitations.first();
	if (invitation)
		console.log(`First administrator and facilitator, this link works once: ${here}/eerste/${invitation}`);
}
