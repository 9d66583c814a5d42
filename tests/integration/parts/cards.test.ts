import { expect, test } from 'vitest';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const novel = 'Er was eens een waarde. '.repeat(4000);

/** Refused, with this reason, and nothing that is kept has changed. */
async function changesNothing(meeting: Meeting, act: () => Promise<unknown>, outcome: object): Promise<void> {
	const before = await meeting.kept();
	expect(await act()).toEqual({ ok: false, ...outcome });
	expect(await meeting.kept()).toEqual(before);
}

test('C8 a replayed post and a double click write one card', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const write = () => meeting.write(meeting.wies, 'Dichtbij', card(1));
	expect(await Promise.all([write(), write()])).toEqual([{ ok: true }, { ok: true }]);
	const before = await meeting.kept();
	meeting.clock.now += 60_000;
	expect(await write()).toEqual({ ok: true });
	expect(await meeting.write(meeting.wies, 'Iets anders', card(1))).toEqual({ ok: true });
	expect(await meeting.kept()).toEqual(before);
	expect((await meeting.view(meeting.wies)).mine.cards.map(({ text }) => text)).toEqual(['Dichtbij']);
});

test('C1 C4 C5 a text that is no card is refused beside its field, and nothing else changes', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	const refusals: [string, string][] = [
		['', 'card-empty'],
		[' \n\t\u200b\u2060 ', 'card-empty'],
		['😀🎉👩‍👩‍👧‍👦', 'card-no-words'],
		['...', 'card-no-words'],
		['W'.repeat(281), 'card-too-long'],
		[novel, 'card-too-long']
	];
	for (const [text, reason] of refusals) {
		const refusal = { reason, field: 'text' };
		await changesNothing(meeting, () => meeting.write(meeting.wies, text, card(2)), refusal);
		const edit = { act: 'editCard', id: card(1), text };
		await changesNothing(meeting, () => meeting.act(meeting.wies, edit), refusal);
		const onBehalf = {
			act: 'addOnBehalf',
			id: card(3),
			prompt: '1',
			text,
			participant: meeting.wies.participant
		};
		await changesNothing(meeting, () => meeting.act(meeting.fenna, onBehalf), refusal);
	}
});

test('C2 C11 right to left, markup, formulas and accents in two parts are kept as text, through the reveal', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const texts: [string, string][] = [
		['\u202eالثقة أولا\u202c', 'الثقة أولا'],
		['<script>alert("GEHEIM")</script>', '<script>alert("GEHEIM")</script>'],
		['cafe\u0301 op de hoek', 'caf\u00e9 op de hoek'],
		['=HYPERLINK("http://kwaad.nl")', '=HYPERLINK("http://kwaad.nl")'],
		['een\ntwee\u0000\tdrie', 'een twee drie'],
		["'); DROP TABLE card; --", "'); DROP TABLE card; --"]
	];
	for (const [n, [typed]] of texts.entries()) must(await meeting.write(meeting.wies, typed, card(n)));
	const kept = texts.map(([, text]) => text).sort();
	expect((await meeting.view(meeting.wies)).mine.cards.map(({ text }) => text).sort()).toEqual(kept);
	await meeting.next();
	expect((await meeting.board()).loose.map(({ text }) => text).sort()).toEqual(kept);
	const found = (await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
	expect(found.cards.map(({ text }) => text).sort()).toEqual(kept);
});

test('C2 a card that came by socket is tidied when it is revealed', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	phone.doc
		.getMap('cards')
		.set(card(1), { text: ' \u202ecafe\u0301\n op\u200b de hoek ', prompt: '1', at: 1 });
	await until(() => phone.isSaved, 'the card to be kept');
	await meeting.next();
	expect((await meeting.board()).loose.map(({ text }) => text)).toEqual(['caf\u00e9 op de hoek']);
	expect(meeting.sql('SELECT text FROM card')).toEqual([{ text: 'caf\u00e9 op de hoek' }]);
});

test('forms that are no acts of this step are refused, and nothing else changes', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.gert, 'Van Gert', card(9)));
	const refusals: [Fields, object][] = [
		[{ act: '' }, { reason: 'act-unknown' }],
		[{ act: '__proto__' }, { reason: 'act-unknown' }],
		[{ act: 'constructor' }, { reason: 'act-unknown' }],
		[{ act: 'nextSpeaker', after: '' }, { reason: 'act-unknown' }],
		[{ act: 'addCard' }, { reason: 'form-malformed', field: 'id' }],
		[
			{ act: 'addCard', id: '../../x', prompt: '1', text: 'Dichtbij' },
			{ reason: 'form-malformed', field: 'id' }
		],
		[
			{ act: 'addCard', id: card(1), prompt: '9', text: 'Dichtbij' },
			{ reason: 'prompt-unknown', field: 'prompt' }
		],
		[{ act: 'editCard', id: card(9), text: 'Van mij' }, { reason: 'card-gone' }],
		[{ act: 'removeCard', id: card(9) }, { reason: 'card-gone' }],
		[{ act: 'confirmCard', id: card(9) }, { reason: 'card-gone' }],
		[
			{ act: 'ready', on: 'misschien' },
			{ reason: 'form-malformed', field: 'on' }
		],
		[{ act: 'layMine' }, { reason: 'board-not-open' }],
		[{ act: 'suggest' }, { reason: 'board-not-open' }],
		[
			{ act: 'dots', group: card(1), dots: '1' },
			{ reason: 'weighing-not-open', field: 'dots' }
		],
		[{ act: 'hideCard', id: card(9) }, { reason: 'not-a-facilitator' }],
		[{ act: 'layAll' }, { reason: 'not-a-facilitator' }]
	];
	for (const [fields, refusal] of refusals)
		await changesNothing(meeting, () => meeting.act(meeting.wies, fields), refusal);
	const write = { act: 'addCard', id: card(1), prompt: '1', text: 'Dichtbij' };
	await changesNothing(meeting, () => meeting.act(meeting.wies, write, 'stepofelsewhere'), {
		reason: 'step-unknown'
	});
	await changesNothing(meeting, () => meeting.act(meeting.wies, write, meeting.steps.checkIn), {
		reason: 'act-unknown'
	});
	const forNobody = { ...write, act: 'addOnBehalf', participant: 'nobodyatthistable' };
	const unknown = { reason: 'participant-unknown', field: 'participant' };
	await changesNothing(meeting, () => meeting.act(meeting.fenna, forNobody), unknown);
});

test('a card of a person who was removed is refused, by form and by socket, and nothing else changes', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	expect(await phone.closed).toEqual({ code: 4403, reason: 'removed' });
	const acts: Fields[] = [
		{ act: 'addCard', id: card(2), prompt: '1', text: 'Toch nog' },
		{ act: 'removeCard', id: card(1) },
		{ act: 'ready', on: 'no' }
	];
	for (const fields of acts)
		await changesNothing(meeting, () => meeting.act(meeting.wies, fields), { reason: 'removed' });
	const before = await meeting.kept();
	const offline = phone.doc;
	offline.getMap('cards').set(card(3), { text: 'Van voor de tijd', prompt: '1', at: 1 });
	const cookie = await meeting.cookieOf(meeting.wies);
	const again = await meeting.knock(meeting.ownDocument(meeting.wies), { cookie });
	expect(await again.closed).toEqual({ code: 4403, reason: 'removed' });
	expect(await meeting.kept()).toEqual(before);
});

test('what a removed person wrote and nobody saw is not waited for', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Nooit gezien', card(1)));
	must(await meeting.write(meeting.gert, 'Samen', card(2)));
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	await meeting.next();
	const { step } = await meeting.app.facts(meeting.journey);
	expect(step).toMatchObject({ cards: 1, waiting: 0 });
	must(
		await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: meeting.wies.participant })
	);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 2, waiting: 1 });
});

test('C9 a card on behalf of someone is labelled on the board until that person confirms it', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const onBehalf = {
		act: 'addOnBehalf',
		id: card(1),
		prompt: '1',
		text: 'Dichtbij',
		participant: meeting.wies.participant
	};
	must(await meeting.act(meeting.fenna, onBehalf));
	must(await meeting.act(meeting.fenna, { ...onBehalf, id: card(2), text: 'Trots' }));
	must(await meeting.act(meeting.fenna, onBehalf));
	const mine = (await meeting.view(meeting.wies)).mine.cards;
	expect(mine.map(({ onBehalf }) => onBehalf)).toEqual([
		meeting.fenna.participant,
		meeting.fenna.participant
	]);
	must(await meeting.act(meeting.wies, { act: 'confirmCard', id: card(2) }));
	await meeting.next();
	const labels = async () =>
		Object.fromEntries((await meeting.board()).loose.map(({ text, onBehalf }) => [text, onBehalf]));
	expect(await labels()).toEqual({ Dichtbij: true, Trots: false });
	expect(await meeting.act(meeting.gert, { act: 'confirmCard', id: card(1) })).toMatchObject({
		reason: 'card-gone'
	});
	expect(await labels()).toEqual({ Dichtbij: true, Trots: false });
	must(await meeting.act(meeting.wies, { act: 'confirmCard', id: card(1) }));
	must(await meeting.act(meeting.wies, { act: 'confirmCard', id: card(1) }));
	expect(await labels()).toEqual({ Dichtbij: false, Trots: false });
	expect((await meeting.board()).loose[0]!.organisation).toBe(meeting.organisations.wel);
});

test('C9 a card on behalf of someone can be confirmed when only the table has it', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const onBehalf = {
		act: 'addOnBehalf',
		id: card(1),
		prompt: '1',
		text: 'Dichtbij',
		participant: meeting.wies.participant
	};
	must(await meeting.act(meeting.fenna, onBehalf));
	await meeting.next();
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	phone.doc.getMap('cards').delete(card(1));
	await until(() => phone.isSaved, 'the deletion');
	must(await meeting.act(meeting.wies, { act: 'confirmCard', id: card(1) }));
	expect((await meeting.board()).loose.map(({ onBehalf }) => onBehalf)).toEqual([false]);
});

const badValues: [string, unknown, string][] = [
	['empty', { text: ' ', prompt: '1', at: 1 }, 'card-empty'],
	['only emoji', { text: '😀', prompt: '1', at: 1 }, 'card-no-words'],
	['too long', { text: 'W'.repeat(281), prompt: '1', at: 1 }, 'card-too-long'],
	['a novel', { text: 'Er was eens. '.repeat(900), prompt: '1', at: 1 }, 'card-too-long'],
	['a prompt that is a thing', { text: 'Dichtbij', prompt: { a: 1 }, at: 1 }, 'value-malformed'],
	['no prompt', { text: 'Dichtbij', at: 1 }, 'value-malformed'],
	['a moment in words', { text: 'Dichtbij', prompt: '1', at: 'nu' }, 'value-malformed'],
	['on behalf of a list', { text: 'Dichtbij', prompt: '1', at: 1, onBehalf: ['x'] }, 'value-malformed'],
	['a sentence without a card', 'Dichtbij', 'value-malformed'],
	['nothing', null, 'value-malformed']
];

test('C15 a card by socket that breaks a rule closes it, and is nowhere', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	for (const [what, value, reason] of badValues) {
		const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
		phone.doc.getMap('cards').set(card(1), value);
		const refusal = { code: 4422, reason };
		expect([what, await phone.closed, phone.refusal]).toEqual([what, refusal, refusal]);
	}
	tablet.doc.getMap('drafts').set('1', 'Nog niet af');
	await until(() => tablet.isSaved, 'the other device');
	expect(tablet.doc.getMap('cards').size).toBe(0);
	const kept = await meeting.document(meeting.ownDocument(meeting.wies));
	expect(kept).toEqual({ cards: {}, drafts: { 1: 'Nog niet af' } });
	expect(meeting.sql('SELECT * FROM written')).toEqual([]);
});

test('C15 an id that no form would make closes the socket: such a card could not be hidden', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	for (const id of ['', 'x', '__proto__', 'Hoofdletters123', 'w'.repeat(33)]) {
		const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
		phone.doc.getMap('cards').set(id, { text: 'Dichtbij', prompt: '1', at: 1 });
		expect(await phone.closed).toEqual({ code: 4422, reason: 'value-malformed' });
	}
	expect((await meeting.view(meeting.wies)).mine.cards).toEqual([]);
});

const badBoards: [string, string, string, unknown, string][] = [
	[
		'a title of 81 characters',
		'groups',
		idOf('group', 1),
		{ title: 'W'.repeat(81), order: 1 },
		'title-too-long'
	],
	['a title that is a list', 'groups', idOf('group', 1), { title: ['Zorg'], order: 1 }, 'value-malformed'],
	['an order in words', 'groups', idOf('group', 1), { title: 'Zorg', order: 'eerst' }, 'value-malformed'],
	['a group with a strange id', 'groups', 'x', { title: 'Zorg', order: 1 }, 'value-malformed'],
	['a place that is a thing', 'place', card(1), { group: {}, on: null, order: 1 }, 'value-malformed'],
	['a place of a book', 'place', card(1), { group: 'x'.repeat(400), on: null, order: 1 }, 'value-malformed']
];

test('C15 C7 a group or place by socket that breaks a rule closes it, and reaches nobody', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const gert = await meeting.connect(meeting.gert, meeting.boardDocument);
	for (const [what, root, key, value, reason] of badBoards) {
		const wies = await meeting.connect(meeting.wies, meeting.boardDocument);
		wies.doc.getMap(root).set(key, value);
		expect([what, await wies.closed]).toEqual([what, { code: 4422, reason }]);
	}
	gert.doc.getMap('groups').set(idOf('group', 2), { title: 'Zorg', order: 1 });
	await until(() => gert.isSaved, 'the other pen');
	expect(gert.doc.getMap('place').size).toBe(0);
	expect([...gert.doc.getMap('groups').keys()]).toEqual([idOf('group', 2)]);
});

test('S1 similar cards are suggested to who asks, and lie as they lay', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	must(await meeting.write(meeting.wies, 'Bewoners beslissen mee', card(1)));
	must(await meeting.write(meeting.gert, 'De bewoner beslist mee', card(2)));
	must(await meeting.write(meeting.zoe, 'Rust in de nacht', card(3)));
	await meeting.next();
	const before = await meeting.kept();
	const asked = must(await meeting.act(meeting.wies, { act: 'suggest' }));
	expect(asked.suggestions).toEqual([
		{ cards: expect.arrayContaining([card(1), card(2)]), because: expect.any(Array) }
	]);
	expect(await meeting.kept()).toEqual(before);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(2) }));
	expect(must(await meeting.act(meeting.wies, { act: 'suggest' })).suggestions).toEqual([]);
});

test('one changes and removes one’s own cards until they lie on the table', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.wies, 'Trots', card(2)));
	must(await meeting.act(meeting.wies, { act: 'editCard', id: card(1), text: 'Heel dichtbij' }));
	must(await meeting.act(meeting.wies, { act: 'removeCard', id: card(2) }));
	expect(await meeting.act(meeting.wies, { act: 'removeCard', id: card(2) })).toMatchObject({
		reason: 'card-gone'
	});
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 1, waiting: 1 });
	await meeting.next();
	expect((await meeting.board()).loose.map(({ text }) => text)).toEqual(['Heel dichtbij']);
});

test('A2 whoever takes all of their cards back has none that wait', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.act(meeting.wies, { act: 'removeCard', id: card(1) }));
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 0, waiting: 0 });
});

test('A5 an observer writes no card on the table and is not waited for', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.gert.participant);
	const acts: Fields[] = [
		{ act: 'addCard', id: card(1), prompt: '1', text: 'Van de bank' },
		{ act: 'layMine' }
	];
	for (const fields of acts)
		await changesNothing(meeting, () => meeting.act(meeting.gert, fields), { reason: 'observer' });
	await meeting.next();
	await changesNothing(meeting, () => meeting.act(meeting.gert, { act: 'ready', on: 'yes' }), {
		reason: 'observer'
	});
});
