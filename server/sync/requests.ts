import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export function parametersOf({ url }: IncomingMessage): URLSearchParams {
	const query = (url ?? '').split('?')[1];
	return new URLSearchParams(query);
}

/** The name of the document that it asks for; '' for a path that is not ours: nothing has that name. */
export function documentIn({ url }: IncomingMessage): string {
	return /^\/sync\/([^?#]*)/.exec(url ?? '')?.[1] ?? '';
}

/** A page of another site would come with our visitor's cookie. What is no browser sends no Origin. */
export function isOriginTrusted({ headers }: IncomingMessage, trusted: readonly string[]): boolean {
	const { origin, host } = headers;
	if (origin === undefined || trusted.includes(origin)) return true;
	return URL.canParse(origin) && new URL(origin).host === host;
}

export function reject(socket: Duplex, status: string, ...headers: string[]): void {
	socket.on('error', () => socket.destroy());
	const head = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...headers];
	// A visitor who never closes their half would stay for ever.
	socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}
