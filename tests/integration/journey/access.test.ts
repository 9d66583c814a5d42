import { expect, test, vi } from 'vitest';
import { sessionCookie } from '#server/people/sessions.ts';
import * as Y from 'yjs';
import { isNewer } from '#lib/connection/newest.ts';
import { stockProvider, until, type SyncClient } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const secret = 'GEHEIM-123';

/** How long a permission may lag behind the act that changed it, ms. */
const atOnce = 1000;

/** What a socket may write, once it is told. */
const pens = (client: SyncClient, roots: string[]) =>
	until(() => JSON.stringify(client.policy?.write) === JSON.stringify(roots), `pens ${roots}`, atOnce);

test('A9 a lock, a pause and a stage reach open sockets within a second, and are taken back as quickly', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const { acts } = meeting.app;
	const board = await meeting.connect(meeting.wies, meeting.boardDocument);
	await pens(board, ['groups', 'place']);
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	await pens(board, []);
	must(await acts.unlock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	await pens(board, ['groups', 'place']);
	must(await acts.pause(meeting.fenna, meeting.journey));
	await pens(board, []);
	must(await acts.resume(meeting.fenna, meeting.journey));
	await pens(board, ['groups', 'place']);
	await meeting.next();
	await pens(board, []);
	await meeting.next();
	await pens(board, ['texts']);
});

test('A9 the board closes for open sockets when the room goes back to writing', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const board = await meeting.connect(meeting.wies, meeting.boardDocument);
	await meeting.back();
	expect(await board.closed).toEqual({ code: 4403, reason: 'not-open-yet' });
});

test('A9 an observer loses the pen and keeps the board', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'], stage: 'sorting' });
	const board = await meeting.connect(meeting.wies, meeting.boardDocument);
	await pens(board, ['groups', 'place']);
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.wies.participant);
	// No act makes an observer; one that changes another seat has everybody's looked at again.
	const cor = { participant: meeting.cor.participant };
	must(await meeting.app.acts.makeParticipant(meeting.fenna, meeting.journey, cor));
	await pens(board, []);
});

test('A1 a socket with no cookie, or one that opens nothing, is signed out and changes nothing', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const before = await meeting.kept();
	const cookies = [
		'',
		`${sessionCookie}=`,
		`${sessionCookie}=verzonnen`,
		`${sessionCookie}=%E0%A4%A`,
		'andere=1'
	];
	for (const cookie of cookies)
		for (const document of [
			meeting.ownDocument(meeting.wies),
			meeting.journeyDocument,
			meeting.boardDocument
		]) {
			const client = await meeting.knock(document, cookie ? { cookie } : {});
			expect(await client.closed).toEqual({ code: 4401, reason: 'signed-out' });
		}
	expect(await meeting.kept()).toEqual(before);
});

test('A1 a socket with somebody else’s cookie, or to another journey, is refused and changes nothing', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const there = await aMeeting({ names: ['zoe'] });
	const stranger = await meeting.app.invitations.accept(await meeting.app.invitations.make(), {
		name: 'Vreemd',
		email: ''
	});
	const strangerCookie = `${sessionCookie}=${(await meeting.app.sessions.start(must(stranger).person)).value}`;
	const gert = await meeting.cookieOf(meeting.gert);
	const fenna = await meeting.cookieOf(meeting.fenna);
	const before = await meeting.kept();
	const refusals: [string, string, number, string][] = [
		[gert, meeting.ownDocument(meeting.wies), 4403, 'not-yours'],
		[fenna, meeting.ownDocument(meeting.wies), 4403, 'not-yours'],
		[gert, meeting.boardDocument, 4403, 'not-open-yet'],
		[fenna, meeting.boardDocument, 4403, 'not-open-yet'],
		[strangerCookie, meeting.journeyDocument, 4403, 'not-yours'],
		[strangerCookie, meeting.ownDocument(meeting.wies), 4403, 'not-yours'],
		[gert, there.journeyDocument, 4404, 'room-unknown'],
		[gert, there.boardDocument, 4404, 'room-unknown'],
		[gert, `own/${there.steps.values}/${meeting.gert.participant}`, 4404, 'room-unknown'],
		[gert, `own/${meeting.steps.values}/${there.zoe.participant}`, 4403, 'not-yours']
	];
	for (const [cookie, document, code, reason] of refusals)
		expect([document, await (await meeting.knock(document, { cookie })).closed]).toEqual([
			document,
			{ code, reason }
		]);
	expect(await meeting.kept()).toEqual(before);
});

test('A1 a document of another journey in the same program is refused to who has no seat there', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const { journeys, invitations } = meeting.app;
	const other = must(await invitations.accept(await invitations.make(), { name: 'Frits', email: '' }));
	const given = {
		name: 'Regio Vecht',
		meeting: '',
		place: '',
		date: '2026-05-01',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	const there = must(await journeys.create(other.person, given));
	const cookie = `${sessionCookie}=${(await meeting.app.sessions.start(other.person)).value}`;
	for (const document of [meeting.boardDocument, meeting.journeyDocument, meeting.ownDocument(meeting.wies)])
		expect(await (await meeting.knock(document, { cookie })).closed).toEqual({
			code: 4403,
			reason: 'not-yours'
		});
	const wies = await meeting.cookieOf(meeting.wies);
	const closed = await (await meeting.knock(`journey/${there.journey}`, { cookie: wies })).closed;
	expect(closed).toEqual({ code: 4403, reason: 'not-yours' });
	const { beamerToken } = (await journeys.setup(there.journey))!;
	expect(await (await meeting.connectBeamer(meeting.boardDocument, beamerToken)).closed).toEqual({
		code: 4403,
		reason: 'not-yours'
	});
});

test('A1 the beamer’s token opens the table, never a private document, and the board from the reveal on', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const table = await meeting.connectBeamer(meeting.journeyDocument);
	await until(() => table.policy, 'the beamer to be let in');
	const refused = { code: 4403, reason: 'not-open-yet' };
	expect(await (await meeting.connectBeamer(meeting.boardDocument)).closed).toEqual(refused);
	const own = await meeting.connectBeamer(meeting.ownDocument(meeting.wies));
	expect(await own.closed).toEqual({ code: 4403, reason: 'not-yours' });
	const wrong = await meeting.connectBeamer(meeting.journeyDocument, 'verzonnentoken');
	expect((await wrong.closed).code).toBe(4403);
	await meeting.next();
	const board = await meeting.connectBeamer(meeting.boardDocument);
	await until(() => board.policy, 'the beamer at the board');
	expect(board.policy!.write).toEqual([]);
});

test('A5 the beamer on the facilitator’s own laptop is a screen, not the facilitator', async () => {
	const meeting = await aMeeting({ names: ['cor'] });
	const cookie = await meeting.cookieOf(meeting.fenna);
	const beamer = await meeting.connectBeamer(meeting.journeyDocument, meeting.beamerToken, { cookie });
	await until(() => beamer.policy, 'the beamer to be let in');
	expect(meeting.app.sync.presence(meeting.journey)).toMatchObject({ beamers: 1, participants: new Set() });
});

test('A2 what somebody writes is nowhere else until the reveal, and then on every screen', async () => {
	const meeting = await aMeeting();
	const logged = (['info', 'warn', 'error'] as const).map((level) => vi.spyOn(meeting.app.log, level));
	const writer = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	const others = await everyoneElse(meeting);
	writer.doc.getMap('drafts').set('1', `${secret} halverwege`);
	writer.doc.getMap('cards').set(idOf('card', 1), { text: `${secret} per socket`, prompt: '1', at: 1 });
	await until(() => writer.isSaved, 'the card to be kept');
	must(await meeting.write(meeting.wies, `${secret} per formulier`, idOf('card', 2)));
	const heard = others[0]!.facts.length;
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	await until(() => others.every((other) => other.facts.some(({ step }) => step!.cards === 2)), 'the count');
	await until(() => others[0]!.facts.length > heard, 'the pull');

	expect(JSON.stringify((await meeting.view(meeting.wies)).mine)).toContain(secret);
	expect(JSON.stringify(await seenByOthers(meeting))).not.toContain(secret);
	expect(others.filter((other) => other.hasReceived(secret))).toEqual([]);
	const { [meeting.ownDocument(meeting.wies)]: _, ...elsewhere } = await meeting.dump();
	expect(JSON.stringify(elsewhere)).not.toContain(secret);
	expect(JSON.stringify(logged.map(({ mock }) => mock.calls))).not.toContain(secret);

	await meeting.next();
	const boards = await Promise.all([
		meeting.connect(meeting.gert, meeting.boardDocument),
		meeting.connect(meeting.fenna, meeting.boardDocument),
		meeting.connectBeamer(meeting.boardDocument)
	]);
	for (const board of boards) {
		await until(
			() => board.hasReceived(`${secret} per socket`) && board.hasReceived(`${secret} per formulier`),
			'the cards'
		);
		expect(board.hasReceived('halverwege')).toBe(false);
	}
	expect(JSON.stringify(await seenByOthers(meeting))).toContain(secret);
	expect(JSON.stringify(await seenByOthers(meeting))).not.toContain('halverwege');
});

test('A2 a card that was written after the reveal stays with its writer until it is laid on the table', async () => {
	const meeting = await aMeeting({ stage: 'sorting' });
	const others = await everyoneElse(meeting);
	const board = await meeting.connect(meeting.gert, meeting.boardDocument);
	const writer = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	writer.doc.getMap('cards').set(idOf('card', 1), { text: secret, prompt: '1', at: 1 });
	await until(
		() => others.every((other) => other.facts.some(({ step }) => step!.waiting === 1)),
		'the count'
	);
	expect(JSON.stringify(await seenByOthers(meeting))).not.toContain(secret);
	expect([...others, board].filter((other) => other.hasReceived(secret))).toEqual([]);
	must(await meeting.act(meeting.wies, { act: 'layMine' }));
	await until(() => board.hasReceived(secret), 'the card on the board');
});

test('A8 facts and counts that could not be told once are told with the next act', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const log = vi.spyOn(meeting.app.log, 'error');
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	const table = await meeting.connect(meeting.gert, meeting.journeyDocument);
	await until(() => table.facts.length, 'the facts');
	meeting.sql('ALTER TABLE written RENAME TO written_away');
	phone.doc.getMap('cards').set(idOf('card', 1), { text: 'Dichtbij', prompt: '1', at: 1 });
	await until(() => log.mock.calls.length === 1, 'the count to fail');
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	await until(() => log.mock.calls.length === 2, 'the telling to fail');
	expect(log.mock.calls.map(([, message]) => message)).toEqual([
		'what somebody wrote could not be counted',
		'the facts of a journey could not be sent'
	]);
	expect(JSON.stringify(log.mock.calls)).not.toContain('Dichtbij');
	meeting.sql('ALTER TABLE written_away RENAME TO written');
	phone.doc.getMap('cards').set(idOf('card', 2), { text: 'Trots', prompt: '1', at: 2 });
	await until(
		() => table.facts.some(({ step, pulls }) => step!.cards === 2 && pulls === 1),
		'the next telling'
	);
});

test.each([1000, -3_600_000])(
	'A8 what a restarted program says is newer than all that was told before, its clock set by %i ms',
	async (by) => {
		const meeting = await aMeeting({ names: ['wies'] });
		const { fenna, journey } = meeting;
		for (let n = 0; n < 5; n++) must(await meeting.app.acts.pull(fenna, journey));
		const shown = await meeting.app.facts(journey);
		meeting.clock.now += by;
		await meeting.restart();
		const left = new Set<string>();
		expect(isNewer(await meeting.app.facts(journey), shown, 'asked', left)).toBe(true);
		const table = await meeting.connect(meeting.wies, meeting.journeyDocument);
		must(await meeting.app.acts.pull(fenna, journey));
		await until(() => table.facts.some(({ pulls }) => pulls === 6), 'what is told');
		expect(table.facts.every((told) => isNewer(told, shown, 'told', left))).toBe(true);
	}
);

test('A8 within one run what is told or asked later is newer, also when the clock was set back', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { app, fenna, journey } = meeting;
	const table = await meeting.connect(meeting.wies, meeting.journeyDocument);
	let shown = await app.facts(journey);
	for (const pulls of [1, 2]) {
		meeting.clock.now -= 3_600_000;
		must(await app.acts.pull(fenna, journey));
		await until(() => table.latest?.pulls === pulls, 'what is told');
		expect(isNewer(table.latest!, shown, 'told', new Set())).toBe(true);
		const asked = await app.facts(journey);
		expect(isNewer(asked, table.latest!, 'loaded', new Set())).toBe(true);
		shown = asked;
	}
});

/** At the table: facilitators, participants and the beamer. */
async function everyoneElse(meeting: Meeting): Promise<SyncClient[]> {
	const people = [meeting.fenna, meeting.cor, meeting.gert, meeting.wim];
	return Promise.all([
		...people.map((who) => meeting.connect(who, meeting.journeyDocument)),
		meeting.connectBeamer(meeting.journeyDocument)
	]);
}

/** Everything that pages and files show to anybody but Wies. */
async function seenByOthers(meeting: Meeting): Promise<unknown[]> {
	const { app, journey, steps } = meeting;
	const others = meeting.everyone.filter((who) => who !== meeting.wies);
	const columns = {
		prompt: '',
		card: '',
		organisation: '',
		group: '',
		on: '',
		dots: '',
		share: '',
		harvest: ''
	};
	return [
		await app.facts(journey),
		await app.console.of(journey),
		await app.journeys.setup(journey),
		await app.reports.step(journey, steps.values),
		await app.reports.stepCsv(journey, steps.values, columns),
		await app.steps.board(journey, steps.values),
		await app.postman.outbox(),
		...(await Promise.all(others.map((who) => meeting.view(who))))
	];
}

test('A4 the stock provider connects to a board it may write, and what it writes is kept', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const doc = new Y.Doc();
	const provider = stockProvider(await meeting.addressOf(meeting.wies, meeting.boardDocument), doc);
	await until(() => provider.synced, 'the board in the stock provider');
	doc.getMap('groups').set(idOf('group', 1), { title: 'Nabijheid', order: 1 });
	const other = await meeting.connect(meeting.fenna, meeting.boardDocument);
	await until(() => other.doc.getMap('groups').has(idOf('group', 1)), 'the group on another screen');
	provider.destroy();
});

test('A2 the stock provider is refused on a board that is not open and on a document of somebody else, and stays away', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'writing' });
	for (const document of [meeting.boardDocument, meeting.ownDocument(meeting.gert)]) {
		const provider = stockProvider(await meeting.addressOf(meeting.wies, document), new Y.Doc());
		const closes: number[] = [];
		provider.on('connection-close', (event) => void (event && closes.push(event.code)));
		await until(() => closes.length > 0 && !provider.shouldConnect, 'the provider to give up');
		expect(closes).toEqual([4403]);
		provider.destroy();
	}
});
