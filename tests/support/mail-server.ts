import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface MailServer {
	url: string;
	/** Whole letters as a person reads them, headers and all, in the order in which they came. */
	letters: string[];
	/** Everybody it was asked to deliver to. */
	asked: string[];
	/** Addresses that it does not know. */
	unknown: Set<string>;
}

/** A mail server as they are, on this machine. */
export async function aMailServer(): Promise<MailServer> {
	const found: MailServer = { url: '', letters: [], asked: [], unknown: new Set() };
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo({ address }, _, done) {
			found.asked.push(address);
			done(found.unknown.has(address) ? new Error('no such person here') : null);
		},
		onData(stream, _, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				found.letters.push(decoded(Buffer.concat(parts).toString()));
				done();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
	found.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
	return found;
}

/** Settings of a program that sends by it. */
export const sending = (server: MailServer, more: Record<string, string> = {}) => ({
	SMTP_URL: server.url,
	ORIGIN: 'https://siroop.test',
	...more
});

/** The link in a letter, or fails. */
export function linkIn(letter: string | undefined): { origin: string; token: string } {
	const [, origin, token] = /(https?:\/\/[^/\s]+)\/terug\/([a-z0-9]+)/.exec(letter ?? '') ?? [];
	if (!origin || !token) throw new Error(`no link in: ${letter}`);
	return { origin, token };
}

const decoded = (letter: string) =>
	letter
		.replace(/=\r\n/g, '')
		.replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString());
