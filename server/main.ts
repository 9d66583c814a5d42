import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openApp, type App } from './app.ts';
import { holdApp } from './held.ts';
import { addressOf } from './rehearsal/somebody.ts';
import { settingsFrom, type Settings } from './settings.ts';

/** A stop that takes longer than this is cut off: what was acknowledged is on disk already, ms. */
const stopDeadline = 20_000;

export interface Running {
	app: App;
	port: number;
	stop: () => Promise<void>;
}

/** Opens the app, puts SvelteKit's handler and the sockets on one port, and listens. Port 0 takes a free one. */
export async function serve(settings: Settings): Promise<Running> {
	const app = await openApp(settings);
	holdApp(app);
	tellHandler(settings);
	// Built beside this folder; imported late, because it reads its settings when it is imported.
	const built = new URL('../build/handler.js', import.meta.url).href;
	const { handler } = (await import(built)) as { handler: (...args: unknown[]) => void };

	const server = createServer((request, response) => {
		if (settings.proxies === 0) request.headers['x-forwarded-proto'] = 'http';
		handler(request, response, () => response.writeHead(404).end());
	});
	server.on('upgrade', (request: IncomingMessage, socket, head) => {
		if (request.url?.startsWith('/sync/')) app.sync.handleUpgrade(request, socket, head);
		else socket.destroy();
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.port, settings.host, resolve);
	});

	const { port } = server.address() as AddressInfo;
	app.rehearsals.reachedAt(addressOf(settings, port));

	let stopping: Promise<void> | null = null;
	async function stopOnce(): Promise<void> {
		server.close();
		await app.close();
		server.closeAllConnections();
	}
	return {
		app,
		port,
		stop: () => (stopping ??= stopOnce())
	};
}

/** SvelteKit's handler takes its settings from the environment. Without ORIGIN it believes the Host of each request. */
function tellHandler(settings: Settings): void {
	if (settings.origin) process.env.ORIGIN = settings.origin;
	else delete process.env.ORIGIN;
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	if (settings.proxies > 0) {
		process.env.ADDRESS_HEADER = 'x-forwarded-for';
		process.env.XFF_DEPTH = String(settings.proxies);
	}
	process.env.BODY_SIZE_LIMIT = '64K';
}

/** Stops on SIGTERM and SIGINT, within the deadline, whatever happens. */
export function stopOnSignal(running: Running): void {
	const stop = () => {
		setTimeout(() => process.exit(1), stopDeadline).unref();
		running.stop().then(
			() => process.exit(0),
			(error: unknown) => {
				running.app.log.error(error, 'could not stop cleanly');
				process.exit(1);
			}
		);
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

if (import.meta.main) {
	const running = await serve(settingsFrom(process.env));
	stopOnSignal(running);
	const here = running.app.settings.origin ?? `http://localhost:${running.port}`;
	console.log(`Siroop listens on ${here}`);
	const invitation = await running.app.people.firstInvitation();
	if (invitation) console.log(`First facilitator, this link works once: ${here}/eerste/${invitation}`);
}
