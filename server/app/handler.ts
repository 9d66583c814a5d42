import type { IncomingMessage } from 'node:http';
import { addressOf } from './address.ts';
import { isLoopback } from './loopback.ts';
import type { Settings } from './settings.ts';

// What SvelteKit's handler is told of where a request came: what we know, not what the request says.

/** In each request instead of its Host, and who sent it, as the sockets see it. */
const ownHost = 'x-siroop-host';
const ownAddress = 'x-siroop-address';

/** The handler takes its settings from the environment, when it is imported. */
export function tellHandler(settings: Settings): void {
	if (settings.origin) process.env.ORIGIN = settings.origin;
	else delete process.env.ORIGIN;
	process.env.HOST_HEADER = ownHost;
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.ADDRESS_HEADER = ownAddress;
	process.env.BODY_SIZE_LIMIT = '64K';
}

/** A request that came in on this port. */
export function tellWhere(request: IncomingMessage, settings: Settings, port: number): void {
	const { headers } = request;
	if (settings.proxies === 0) headers['x-forwarded-proto'] = 'http';
	headers[ownAddress] = addressOf(request, settings.proxies);
	headers[ownHost] = hostOf(headers.host, settings.origin, port);
}

/** On this machine a browser may call it as it likes; every other name is replaced by the one that we know. */
function hostOf(said: string | undefined, origin: string | null, port: number): string {
	if (said !== undefined && isLoopback(said)) return said;
	return origin === null ? `localhost:${port}` : new URL(origin).host;
}
