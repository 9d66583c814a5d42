import { readdirSync, readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as joiningHere from '../../../src/routes/meedoen/[code]/+page.server.ts';
import { aMeeting, must, type Meeting } from '../../support/cast.ts';
import { aMailServer, linkIn, sending } from '../../support/mail-server.ts';
import { Asking } from '../routes/asking.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const join = async (meeting: Meeting, email: string) =>
	must(await meeting.joinAs('Mo van de markt', 'guest', { email }));

test('J5 who gives an address is mailed the return link, once, and it works', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({
		names: [],
		env: sending(server, { MAIL_FROM: 'Siroop <tafel@siroop.test>' })
	});
	const { person } = await join(meeting, 'Mo@Markt.nl');
	await Promise.all([meeting.app.postman.deliver(), meeting.app.postman.deliver()]);
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual(['Mo@markt.nl']);
	const letter = server.letters[0]!;
	expect(letter).toContain('From: Siroop <tafel@siroop.test>');
	expect(letter).toContain('Subject: Jouw plek aan tafel: Regio IJssel');
	const { token } = linkIn(letter);
	expect(await meeting.app.journeys.returning(token)).toMatchObject({ person });
	expect(meeting.sql('SELECT email FROM person WHERE id = ?', person)).toEqual([{ email: 'mo@markt.nl' }]);
	expect(await meeting.app.postman.outbox()).toMatchObject([{ sentAt: meeting.clock.now, failure: null }]);
});

test('a name is in the mail as it is written, whatever HTML would make of it', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({ names: [], env: sending(server) });
	must(await meeting.joinAs('Zoë & <b>d’Ancona</b> "van \'t Hof"', 'guest', { email: 'z@markt.nl' }));
	await meeting.app.postman.deliver();
	expect(server.letters[0]).toContain('Zoë & <b>d’Ancona</b> "van \'t Hof"');
	expect(server.letters[0]).not.toMatch(/&(amp|lt|#39|quot);/);
});

test('who gives no address is mailed nothing', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({ names: ['wies', 'gert'], env: sending(server) });
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual([]);
});

test('without a mail server letters wait in the outbox, through a restart, until there is one', async () => {
	const server = await aMailServer();
	const env: Record<string, string> = {};
	const meeting = await aMeeting({ names: [], env });
	await join(meeting, 'mo@markt.nl');
	await meeting.app.postman.deliver();
	expect(meeting.app.postman.held).toBe('no-server');
	expect(await meeting.app.postman.outbox()).toMatchObject([{ sentAt: null, failure: null }]);
	await meeting.restart(() => void Object.assign(env, sending(server)));
	expect(meeting.app.postman.held).toBe(null);
	await meeting.app.postman.deliver();
	expect(server.asked).toEqual(['mo@markt.nl']);
});

test('a letter that fails keeps what kind of failure it was, is tried again less and less often, and at last given up', async () => {
	const server = await aMailServer();
	server.unknown.add('mo@markt.nl');
	const meeting = await aMeeting({ names: [], env: sending(server) });
	await join(meeting, 'mo@markt.nl');
	meeting.clock.now += minute;
	await meeting.app.postman.deliver();
	expect(await meeting.app.postman.outbox()).toMatchObject([
		{ sentAt: null, failure: 'refused', to: 'mo@markt.nl' }
	]);
	await meeting.app.postman.deliver();
	expect(server.asked).toHaveLength(1);
	meeting.clock.now += minute;
	await meeting.app.postman.deliver();
	expect(server.asked).toHaveLength(2);
	for (let minutes = 0; minutes < 8 * 24 * 60; minutes++) {
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
	const meeting = await aMeeting({ names: [], env: sending(server) });
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
	const meeting = await aMeeting({
		names: [],
		env: { SMTP_URL: 'smtp://127.0.0.1:1', ORIGIN: 'https://siroop.test' }
	});
	await join(meeting, 'mo@markt.nl');
	await meeting.app.postman.deliver();
	expect(await meeting.app.postman.outbox()).toMatchObject([{ failure: 'away' }]);
});

/** Wies, Gert and Gea gave an address, and owe something in a step that is open for three days; Gert did it. */
async function someOwe(env: Record<string, string>): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'], stage: 'prepared', env });
	for (const name of ['wies', 'gert', 'gea'] as const)
		meeting.sql(
			'UPDATE person SET email = ? WHERE id = ?',
			`${name}@voorbeeld.nl`,
			meeting.seat(name).person
		);
	const step = meeting.steps.values;
	const { acts } = meeting.app;
	must(await acts.openUntil(meeting.fenna, meeting.journey, { step, deadline: meeting.clock.now + 3 * day }));
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' }));
	return meeting;
}

const remind = async (meeting: Meeting) =>
	must(
		await meeting.app.reminders.remind(meeting.fenna, meeting.journey, {
			step: meeting.steps.values
		})
	);

/** Every byte of every file of the program. */
const bytesOf = ({ dataDir }: Meeting) =>
	Buffer.concat(
		readdirSync(dataDir, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => readFileSync(pathOf(parentPath, name)))
	);

describe('what is left of a letter', () => {
	test('R9 no word and no link of it lies in any file, before it leaves or after', async () => {
		const server = await aMailServer();
		const meeting = await someOwe(sending(server));
		await remind(meeting);
		await join(meeting, 'mo@markt.nl');
		expect(meeting.sql('SELECT id FROM mail')).toHaveLength(3);
		const words = ['Met deze link', 'Jouw plek aan tafel', 'Nog te doen', '/terug/'];
		for (const found of words) expect(bytesOf(meeting).includes(found), found).toBe(false);
		await meeting.app.postman.deliver();
		const tokens = server.letters.map((letter) => linkIn(letter).token);
		expect(new Set(tokens).size).toBe(3);
		for (const found of [...words, ...tokens]) expect(bytesOf(meeting).includes(found), found).toBe(false);
		for (const token of tokens) expect(await meeting.app.journeys.returning(token)).not.toBe(null);
	});

	test('R9 its address goes when it left, and what is kept of it a week after it was promised, sent or not', async () => {
		const server = await aMailServer();
		server.unknown.add('weg@markt.nl');
		const meeting = await aMeeting({ names: [], env: sending(server) });
		for (const address of ['mo@markt.nl', 'weg@markt.nl']) await join(meeting, address);
		await meeting.app.postman.deliver();
		expect(meeting.sql('SELECT recipient FROM mail ORDER BY recipient')).toEqual([
			{ recipient: null },
			{ recipient: 'weg@markt.nl' }
		]);
		meeting.clock.now += 7 * day - 1;
		await meeting.app.postman.deliver();
		expect(meeting.sql('SELECT id FROM mail')).toHaveLength(2);
		meeting.clock.now += 1;
		await meeting.app.postman.deliver();
		expect(meeting.sql('SELECT id FROM mail')).toEqual([]);
	});

	test('R9 where nothing is sent it goes after a week too', async () => {
		const meeting = await aMeeting({ names: [] });
		await join(meeting, 'mo@markt.nl');
		meeting.clock.now += 7 * day;
		await meeting.app.postman.deliver();
		expect(meeting.sql('SELECT id FROM mail')).toEqual([]);
	});

	test('F6 a link that was made since goes on working: the letter that would replace it is not sent', async () => {
		const server = await aMailServer();
		const env: Record<string, string> = {};
		const meeting = await aMeeting({ names: [], env });
		const { person } = await join(meeting, 'mo@markt.nl');
		const seat = (await meeting.app.journeys.seat(meeting.journey, person))!;
		const { participant } = seat;
		const { token } = must(await meeting.app.acts.returnLink(seat, meeting.journey, { participant }));
		await meeting.restart(() => void Object.assign(env, sending(server)));
		await meeting.app.postman.deliver();
		expect(server.asked).toEqual([]);
		expect(await meeting.app.journeys.returning(token)).toMatchObject({ person });
	});

	test('R5 a reminder that could not leave before it was over, or whose reader was removed, is not sent', async () => {
		const server = await aMailServer();
		const env: Record<string, string> = {};
		const meeting = await someOwe(env);
		await remind(meeting);
		const { participant } = meeting.wies;
		must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, { participant }));
		await meeting.restart(() => void Object.assign(env, sending(server)));
		await meeting.app.postman.deliver();
		expect(server.asked).toEqual(['gea@voorbeeld.nl']);
		meeting.clock.now += 2 * day;
		server.unknown.add('gea@voorbeeld.nl');
		await remind(meeting);
		await meeting.app.postman.deliver();
		server.unknown.clear();
		meeting.clock.now += 2 * day;
		await meeting.app.postman.deliver();
		expect(server.letters).toHaveLength(1);
	});

	test('a letter that failed is written anew, and only the link of the one that came works', async () => {
		const server = await aMailServer();
		server.unknown.add('mo@markt.nl');
		const meeting = await aMeeting({ names: [], env: sending(server) });
		const { person } = await join(meeting, 'mo@markt.nl');
		await meeting.app.postman.deliver();
		server.unknown.clear();
		meeting.clock.now += day;
		await meeting.app.postman.deliver();
		const { token } = linkIn(server.letters[0]);
		expect(await meeting.app.journeys.returning(token)).toMatchObject({ person });
	});
});

describe('what is seen of mails', () => {
	test('R8 the outbox has no word, no link and no name of anybody, and of a reminder no address, failed or not', async () => {
		const server = await aMailServer();
		server.unknown.add('gea@voorbeeld.nl').add('weg@markt.nl');
		const meeting = await someOwe(sending(server));
		await remind(meeting);
		for (const address of ['mo@markt.nl', 'weg@markt.nl']) await join(meeting, address);
		for (const _ of ['waiting', 'sent']) {
			const told = JSON.stringify(await meeting.app.postman.outbox());
			for (const hidden of ['voorbeeld.nl', 'mo@markt.nl', 'terug', 'Wies', 'Gea', 'Mo van de markt'])
				expect(told, hidden).not.toContain(hidden);
			await meeting.app.postman.deliver();
		}
		const outbox = await meeting.app.postman.outbox();
		expect(outbox.map(({ kind, failure, to }) => [kind, failure, to]).sort()).toEqual([
			['reminder', null, null],
			['reminder', 'refused', null],
			['return-link', null, null],
			['return-link', 'refused', 'weg@markt.nl']
		]);
	});

	test('R11 facilitators see of their own journey how many went, wait and failed', async () => {
		const server = await aMailServer();
		server.unknown.add('gea@voorbeeld.nl');
		const meeting = await someOwe(sending(server));
		await remind(meeting);
		const { postman } = meeting.app;
		expect(await postman.of(meeting.journey)).toEqual({ sent: 0, failed: 0, waiting: 2 });
		await postman.deliver();
		await join(meeting, 'mo@markt.nl');
		expect(await postman.of(meeting.journey)).toEqual({ sent: 1, failed: 1, waiting: 1 });
		expect(await postman.of('anotherjourney12')).toEqual({ sent: 0, failed: 0, waiting: 0 });
	});
});

describe('where links lead, and how many go', () => {
	test('R10 a link leads to ORIGIN, whatever the form that asked for the mail says', async () => {
		const server = await aMailServer();
		const meeting = await aMeeting({ names: [], env: sending(server) });
		const fields = { name: 'Huub', email: 'huub@markt.nl', organisation: 'guest', seat: 'formhuub00000001' };
		const came = await new Asking(meeting).ask(joiningHere.actions.default, {
			path: `https://evil.example/meedoen/${meeting.code}`,
			params: { code: meeting.code },
			fields: { ...fields, origin: 'https://evil.example' }
		});
		expect(came.kind).toBe('redirect');
		await meeting.app.postman.deliver();
		expect(linkIn(server.letters[0]).origin).toBe('https://siroop.test');
		expect(server.letters[0]).not.toContain('evil');
	});

	test('R10 without ORIGIN no mail leaves, and nobody is reminded by itself', async () => {
		const server = await aMailServer();
		const meeting = await aMeeting({ names: [], env: { SMTP_URL: server.url } });
		await join(meeting, 'mo@markt.nl');
		await meeting.app.postman.deliver();
		expect(meeting.app.postman.held).toBe('no-origin');
		expect(server.asked).toEqual([]);
		expect(meeting.sql('SELECT id FROM mail')).toHaveLength(1);
	});

	test('R12 one address gets ten mails in a day, whoever gave it, and the next day again', async () => {
		const server = await aMailServer();
		const meeting = await aMeeting({ names: [], env: sending(server) });
		const joinOften = async () => {
			for (let n = 0; n < 6; n++) {
				for (const address of ['mo@markt.nl', 'Mo@Markt.NL']) await join(meeting, address);
				meeting.clock.now += hour;
			}
			await meeting.app.postman.deliver();
		};
		await joinOften();
		expect(server.asked).toHaveLength(10);
		await join(meeting, 'huub@markt.nl');
		await meeting.app.postman.deliver();
		expect(server.asked).toHaveLength(11);
		meeting.clock.now += day;
		await meeting.app.postman.deliver();
		expect(server.asked).toHaveLength(11);
	});

	test('R12 reminders count too: who could not be reminded is not counted as reminded, and can be later', async () => {
		const server = await aMailServer();
		const meeting = await someOwe(sending(server));
		for (let n = 0; n < 10; n++, meeting.clock.now += hour) {
			const { person } = await join(meeting, 'gea@voorbeeld.nl');
			await meeting.admit(person);
		}
		expect(await remind(meeting)).toMatchObject({ sent: 1 });
		// All who gave that address owe something too.
		meeting.clock.now += day;
		expect(await remind(meeting)).toMatchObject({ sent: 11 });
	});
});
