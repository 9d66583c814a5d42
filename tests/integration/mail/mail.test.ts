import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { aMeeting, must, type Meeting } from '../../support/cast.ts';

const minute = 60_000;

interface MailServer {
	url: string;
	/** Whole letters, headers and all, in the order in which they came. */
	letters: string[];
	/** Everybody it was asked to deliver to. */
	asked: string[];
	/** Addresses that it does not know. */
	unknown: Set<string>;
}

/** A mail server as they are, on this machine. */
async function aMailServer(): Promise<MailServer> {
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
				found.letters.push(Buffer.concat(parts).toString());
				done();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
	found.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
	return found;
}

const join = async (meeting: Meeting, email: string) =>
	must(await meeting.joinAs('Mo van de markt', 'guest', { email }));

/** The letter as a person reads it. */
const read = (letter: string) =>
	letter
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

test('J5 who gives an address is mailed the return link, once, and it works', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({
		names: [],
		env: { SMTP_URL: server.url, MAIL_FROM: 'Siroop <tafel@siroop.test>' }
	});
	const { person } = await join(meeting, 'Mo@Markt.nl');
	await Promise.all([meeting.app.postman.deliver(), meeting.app.postman.deliver()]);
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual(['Mo@markt.nl']);
	const letter = read(server.letters[0]!);
	expect(letter).toContain('From: Siroop <tafel@siroop.test>');
	expect(letter).toContain('Subject: Jouw plek aan tafel: Regio IJssel');
	const token = /https:\/\/siroop\.test\/terug\/([a-z0-9]+)/.exec(letter)![1]!;
	expect(await meeting.app.journeys.returning(token)).toMatchObject({ person });
	expect(meeting.sql('SELECT email FROM person WHERE id = ?', person)).toEqual([{ email: 'mo@markt.nl' }]);
	expect(await meeting.app.postman.outbox()).toMatchObject([{ sent_at: meeting.clock.now, failure: null }]);
});

test('who gives no address is mailed nothing', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({ names: ['wies', 'gert'], env: { SMTP_URL: server.url } });
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual([]);
});

test('without a mail server letters wait in the outbox, through a restart, until there is one', async () => {
	const server = await aMailServer();
	const env: Record<string, string> = {};
	const meeting = await aMeeting({ names: [], env });
	await join(meeting, 'mo@markt.nl');
	await meeting.app.postman.deliver();
	expect(await meeting.app.postman.outbox()).toMatchObject([
		{ recipient: 'mo@markt.nl', sent_at: null, failed_at: null }
	]);
	await meeting.restart(() => void (env.SMTP_URL = server.url));
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual(['mo@markt.nl']);
});

test('a letter that fails keeps its reason, is tried again less and less often, and at last given up', async () => {
	const server = await aMailServer();
	server.unknown.add('mo@markt.nl');
	const meeting = await aMeeting({ names: [], env: { SMTP_URL: server.url } });
	await join(meeting, 'mo@markt.nl');
	meeting.clock.now += minute;
	await meeting.app.postman.deliver();
	expect(await meeting.app.postman.outbox()).toMatchObject([
		{ sent_at: null, failed_at: meeting.clock.now, failure: expect.stringContaining('no such person here') }
	]);
	await meeting.app.postman.deliver();
	expect(server.asked).toHaveLength(1);
	meeting.clock.now += minute;
	await meeting.app.postman.deliver();
	expect(server.asked).toHaveLength(2);
	for (let minutes = 0; minutes < 4 * 24 * 60; minutes++) {
		meeting.clock.now += minute;
		if (minutes % 30 === 0) await meeting.app.postman.deliver();
	}
	expect(server.asked.length).toBeLessThan(20);
	server.unknown.clear();
	await meeting.app.postman.deliver();
	expect(server.letters).toEqual([]);
});

test('addresses that do not exist hold nobody else up', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({ names: [], env: { SMTP_URL: server.url } });
	for (let n = 0; n < 60; n++) {
		server.unknown.add(`nobody${n}@markt.nl`);
		await join(meeting, `nobody${n}@markt.nl`);
	}
	meeting.clock.now += minute;
	await meeting.app.postman.deliver();
	await join(meeting, 'mo@markt.nl');
	meeting.clock.now += 60 * minute;
	await meeting.app.postman.deliver();
	expect(server.letters).toHaveLength(1);
});

test('a mail server that is away fails the letter, not the program', async () => {
	const meeting = await aMeeting({ names: [], env: { SMTP_URL: 'smtp://127.0.0.1:1' } });
	await join(meeting, 'mo@markt.nl');
	await meeting.app.postman.deliver();
	expect(await meeting.app.postman.outbox()).toMatchObject([
		{ failure: expect.stringContaining('ECONNREFUSED') }
	]);
});
