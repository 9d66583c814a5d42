import { ownDocument } from '#wire/parts/cards/own.ts';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const words = async (meeting: Meeting) => (await meeting.board()).loose.map(({ text }) => text);
const rows = (meeting: Meeting) =>
	meeting.sql<{ id: string; text: string; shuffle: number }>('SELECT * FROM card ORDER BY shuffle');

/** Writes as a device does that was away. */
async function writeByHand(
	meeting: Meeting,
	who: Parameters<Meeting['ownDocument']>[0],
	cards: Record<string, object>
) {
	const phone = await meeting.connect(who, meeting.ownDocument(who));
	for (const [id, value] of Object.entries(cards)) phone.doc.getMap('cards').set(id, value);
	await until(() => phone.isSaved, 'the cards to be kept');
	return phone;
}

async function writeMany(meeting: Meeting, count: number): Promise<void> {
	const writers = meeting.everyone;
	await Promise.all(
		writers.map((who, w) =>
			meeting.app.sync.change(ownDocument(meeting.steps.values, who.participant), (doc) => {
				for (let n = w; n < count; n += writers.length)
					doc.getMap('cards').set(card(n), { text: `Waarde ${n}`, prompt: '1', at: n });
			})
		)
	);
}

test('V1 the reveal brings all cards at once, each once, in another order than they were written', async () => {
	const meeting = await aMeeting();
	const order: string[] = [];
	for (const [n, who] of meeting.everyone.entries())
		for (const part of ['eerst', 'daarna']) {
			const text = `${who.name} ${part}`;
			order.push(text);
			must(await meeting.write(who, text, card(order.length + n * 100)));
		}
	const beamer = await meeting.connectBeamer(meeting.journeyDocument);
	await meeting.next();
	expect((await words(meeting)).sort()).toEqual(order.toSorted());
	expect(await words(meeting)).not.toEqual(order);
	expect(rows(meeting).map(({ shuffle }) => shuffle)).toEqual(order.map((_, i) => i));
	await until(
		() => beamer.facts.some(({ step }) => step!.stage === 'sorting' && step!.waiting === 0),
		'the stage'
	);
	expect(meeting.sql(`SELECT detail FROM audit WHERE act = 'reveal'`)).toEqual([
		{ detail: `{"cards":${order.length}}` }
	]);
});

test('V1 a room of 1,500 cards is revealed within seconds, weighed, exported and gone through', async () => {
	const meeting = await aMeeting();
	await writeMany(meeting, 1500);
	const began = performance.now();
	await meeting.next();
	expect(performance.now() - began).toBeLessThan(5000);
	expect((await meeting.board()).count).toBe(1500);
	for (let g = 0; g < 60; g++)
		await meeting.group(
			idOf('group', g),
			`Groep ${g}`,
			Array.from({ length: 25 }, (_, i) => card(g * 25 + i))
		);
	const left = performance.now();
	await meeting.next();
	expect(performance.now() - left).toBeLessThan(5000);
	const found = (await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
	expect(found.cards).toHaveLength(1500);
	expect(found.groups.map(({ cards }) => cards)).toEqual(Array.from({ length: 60 }, () => 25));
});

test('V2 revealing again adds only what is new, behind what is there', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Een', card(1)));
	must(await meeting.write(meeting.gert, 'Twee', card(2)));
	await meeting.next();
	const first = rows(meeting);
	await meeting.back();
	must(await meeting.write(meeting.wies, 'Drie', card(3)));
	await meeting.next();
	expect(rows(meeting).slice(0, 2)).toEqual(first);
	expect(
		rows(meeting)
			.map(({ text }) => text)
			.slice(2)
	).toEqual(['Drie']);
	expect(await words(meeting)).toEqual([...first.map(({ text }) => text), 'Drie']);
	const persisted = await meeting.kept();
	for (let again = 0; again < 2; again++)
		expect(must(await meeting.act(meeting.fenna, { act: 'layAll' })).revealed).toBe(0);
	expect(await meeting.kept()).toEqual(persisted);
});

test('V2 cards that were written offline wait after the reveal, and are laid once each, by their writer or for all', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'], stage: 'sorting' });
	const away = new Y.Doc();
	for (const n of [1, 2, 3]) away.getMap('cards').set(card(n), { text: `Laat ${n}`, prompt: '1', at: n });
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	phone.sendUpdate(Y.encodeStateAsUpdate(away));
	await writeByHand(meeting, meeting.gert, { [card(4)]: { text: 'Laat 4', prompt: '1', at: 1 } });
	const waiting = async () => (await meeting.app.facts(meeting.journey)).step!.waiting;
	await until(() => meeting.sql('SELECT * FROM written WHERE waiting > 0').length === 2, 'the counts');
	expect(await waiting()).toBe(4);
	expect((await meeting.board()).count).toBe(0);
	expect((await meeting.view(meeting.wies)).mine.cards.map(({ revealed }) => revealed)).toEqual([
		false,
		false,
		false
	]);
	expect(must(await meeting.act(meeting.wies, { act: 'layMine' })).revealed).toBe(3);
	expect(await waiting()).toBe(1);
	expect(must(await meeting.act(meeting.fenna, { act: 'layAll' })).revealed).toBe(1);
	expect(await waiting()).toBe(0);
	expect((await words(meeting)).sort()).toEqual(['Laat 1', 'Laat 2', 'Laat 3', 'Laat 4']);
	expect((await meeting.view(meeting.wies)).mine.cards.map(({ revealed }) => revealed)).toEqual([
		true,
		true,
		true
	]);
});

test('V2 a card that is written at the open table goes there alone; what its writer kept back stays back', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	await writeByHand(meeting, meeting.wies, { [card(1)]: { text: 'Nog niet', prompt: '1', at: 1 } });
	must(await meeting.write(meeting.wies, 'Nu wel', card(2)));
	expect(await words(meeting)).toEqual(['Nu wel']);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 2, waiting: 1 });
});

test('V2 two people who add a card at the same moment both find it on the board', async () => {
	const meeting = await aMeeting({ stage: 'sorting' });
	const people = [meeting.wies, meeting.gert, meeting.zoe, meeting.ria];
	const added = await Promise.all(people.map((who, n) => meeting.write(who, `Van ${who.name}`, card(n))));
	expect(added.every((outcome) => outcome.ok)).toBe(true);
	expect((await words(meeting)).sort()).toEqual(people.map((who) => `Van ${who.name}`).sort());
	expect(rows(meeting).map(({ shuffle }) => shuffle)).toEqual([0, 1, 2, 3]);
});

test('V1 one card id from two people, or from another step, breaks no reveal and takes nobody else’s card', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	must(await meeting.write(meeting.wies, 'Van Wies', card(1)));
	await meeting.next();
	await meeting.back();
	must(await meeting.write(meeting.gert, 'Nagemaakt', card(1)));
	must(await meeting.write(meeting.gert, 'Ook van Gert', card(2)));
	must(await meeting.write(meeting.zoe, 'Tegelijk bedacht', card(2)));
	meeting.sql(
		`INSERT INTO card SELECT ?, ?, prompt, text, participant_id, organisation_id, shuffle, revealed_at, entered_by,
			confirmed_at, hidden_at, hidden_by, group_id, on_card_id FROM card`,
		card(3),
		meeting.steps.checkIn
	);
	must(await meeting.write(meeting.zoe, 'Elders al', card(3)));
	must(await meeting.write(meeting.zoe, 'Van Zoë', card(4)));
	await meeting.next();
	const laid = await words(meeting);
	expect(laid[0]).toBe('Van Wies');
	expect(laid).toHaveLength(3);
	expect(laid).toContain('Van Zoë');
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 3, waiting: 0 });
	expect(await meeting.app.verifyAudit(meeting.journey)).toMatchObject({ ok: true });
});

test('V1 a card at a prompt that there is not is laid at the first', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	await writeByHand(meeting, meeting.wies, { [card(1)]: { text: 'Zonder vraag', prompt: '99', at: 1 } });
	await meeting.next();
	expect((await meeting.board()).loose.map(({ text, prompt }) => [text, prompt])).toEqual([
		['Zonder vraag', '1']
	]);
});

test('V3 nothing of a card that waits is in an export or a table, and a draft is not even counted', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const phone = await writeByHand(meeting, meeting.wies, {
		[card(1)]: { text: 'GEHEIM-123', prompt: '1', at: 1 }
	});
	phone.doc.getMap('drafts').set('1', 'GEHEIM-123 half');
	await until(() => phone.isSaved, 'the draft');
	const found = await meeting.app.reports.step(meeting.journey, meeting.steps.values);
	expect(JSON.stringify(found)).not.toContain('GEHEIM-123');
	expect(meeting.sql('SELECT cards, waiting FROM written')).toEqual([{ cards: 1, waiting: 1 }]);
	const { [meeting.ownDocument(meeting.wies)]: own, ...elsewhere } = await meeting.dump();
	expect(JSON.stringify(own)).toContain('GEHEIM-123');
	expect(JSON.stringify(elsewhere)).not.toContain('GEHEIM-123');
});

test('V4 what lies on the table stays as it was revealed, whatever its writer does at home', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.wies, 'Trots', card(2)));
	await meeting.next();
	const table = [rows(meeting), await meeting.board()];
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	phone.doc.getMap('cards').set(card(1), { text: 'Ver weg', prompt: '1', at: 1 });
	phone.doc.getMap('cards').delete(card(2));
	await until(() => phone.isSaved, 'the changes at home');
	await meeting.back();
	await meeting.next();
	expect([rows(meeting), await meeting.board()]).toEqual(table);
	const board = await meeting.connect(meeting.wies, meeting.boardDocument);
	board.doc.getMap('cards').delete(card(1));
	expect((await board.closed).code).toBe(4409);
	expect(await meeting.board()).toEqual(table[1]);
});

test('V5 a hidden card is on no board and in no export, keeps its row and its group, and comes back', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Onaardig', card(1)));
	must(await meeting.write(meeting.gert, 'Aardig', card(2)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Toon', [card(1), card(2)]);
	await meeting.next();
	const [screen, whole] = [await meeting.connect(meeting.gert, meeting.boardDocument), await meeting.board()];
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(1) }));
	await until(() => !screen.doc.getMap('cards').has(card(1)), 'the card to go');
	const hidden = await meeting.kept();
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(1) }));
	expect(await meeting.kept()).toEqual(hidden);
	expect(JSON.stringify(await meeting.board())).not.toContain('Onaardig');
	const found = await meeting.app.reports.step(meeting.journey, meeting.steps.values);
	expect(JSON.stringify(found)).not.toContain('Onaardig');
	expect(JSON.stringify(await meeting.view(meeting.gert))).not.toContain('Onaardig');
	await meeting.back();
	await meeting.next();
	expect((await meeting.app.facts(meeting.journey)).step!.cards).toBe(1);
	must(await meeting.act(meeting.fenna, { act: 'showCard', id: card(1) }));
	expect(await meeting.board()).toEqual(whole);
	expect(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(9) })).toEqual({
		ok: false,
		reason: 'card-gone'
	});
});

test('V5 a card that is hidden while others are laid stays hidden', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	must(await meeting.write(meeting.wies, 'Onaardig', card(1)));
	await meeting.next();
	for (let round = 0; round < 5; round++) {
		must(await meeting.act(meeting.fenna, { act: 'showCard', id: card(1) }));
		await Promise.all([
			meeting.write(meeting.gert, `Nog een ${round}`, card(10 + round)),
			meeting.act(meeting.fenna, { act: 'hideCard', id: card(1) }),
			meeting.write(meeting.zoe, `En nog een ${round}`, card(20 + round))
		]);
		expect(await words(meeting)).not.toContain('Onaardig');
	}
});

test('V1 a program that was killed between the rows and the board lays them when it starts', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.gert, 'Trots', card(2)));
	await meeting.restart(() => {
		// As its transaction leaves it: the stage, the cards, and a row that says what the documents lack.
		meeting.sql(`UPDATE step SET stage = 'sorting' WHERE id = ?`, meeting.steps.values);
		meeting.sql('INSERT INTO projection (step_id) VALUES (?)', meeting.steps.values);
		for (const [n, who, text] of [
			[1, meeting.wies, 'Dichtbij'],
			[2, meeting.gert, 'Trots']
		] as const)
			meeting.sql(
				`INSERT INTO card (id, step_id, prompt, text, participant_id, organisation_id, shuffle, revealed_at)
					VALUES (?, ?, '1', ?, ?, ?, ?, 1)`,
				...[card(n), meeting.steps.values, text, who.participant, who.organisation, n]
			);
	});
	expect(await words(meeting)).toEqual(['Dichtbij', 'Trots']);
});

test('V1 a board of which the document is lost lies again as it was written down', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	for (const [n, who] of [meeting.wies, meeting.gert, meeting.zoe].entries())
		must(await meeting.write(who, `Van ${who.name}`, card(n)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Samen', [card(0), card(1)], { [card(1)]: card(0) });
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: idOf('group', 1), dots: '2' }));
	const before = await meeting.board();
	await meeting.restart(() => meeting.loseDocuments());
	expect(await meeting.board()).toEqual(before);
	await meeting.back();
	await meeting.next();
	expect(await meeting.board()).toEqual(before);
	expect((await meeting.view(meeting.wies)).mine.dots).toEqual([{ group: idOf('group', 1), dots: 2 }]);
});

test('V1 a card that is laid on another of its group, or beside it again, is written down so', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	for (const [n, who] of [meeting.wies, meeting.gert].entries())
		must(await meeting.write(who, `Van ${who.name}`, card(n)));
	await meeting.next();
	const lying = () => meeting.sql('SELECT id, on_card_id AS "on" FROM card ORDER BY id');
	for (const on of [null, card(0), null]) {
		await meeting.group(idOf('group', 1), 'Samen', [card(0), card(1)], on ? { [card(1)]: on } : {});
		await meeting.next();
		expect(lying()).toEqual([
			{ id: card(0), on: null },
			{ id: card(1), on }
		]);
		await meeting.back();
	}
});

test('A2 counts that a crash left behind are right when the program starts', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.gert, 'Trots', card(2)));
	await meeting.restart(() => {
		meeting.sql('DELETE FROM written WHERE participant_id = ?', meeting.gert.participant);
		meeting.sql('UPDATE written SET cards = 7, waiting = 7');
		// What says that people wrote here goes only when the program leaves by itself.
		meeting.sql('INSERT INTO recount (step_id) VALUES (?)', meeting.steps.values);
	});
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 2, waiting: 2 });
});

test('A2 a sentence under way is kept without a trace in the tables', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const phone = await writeByHand(meeting, meeting.wies, {
		[card(1)]: { text: 'Dichtbij', prompt: '1', at: 1 }
	});
	await until(() => meeting.sql('SELECT * FROM written').length, 'the count');
	const before = await meeting.kept();
	meeting.clock.now += 1000;
	for (const text of ['V', 'Ve', 'Ver', 'Vertrouwen']) phone.doc.getMap('drafts').set('1', text);
	await until(() => phone.isSaved, 'the draft');
	const { [meeting.ownDocument(meeting.wies)]: _, ...tables } = await meeting.kept();
	expect(before).toMatchObject(tables);
});

test('V1 a private document that cannot be read holds up nobody else, and its cards wait', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Onleesbaar', card(1)));
	must(await meeting.write(meeting.gert, 'Leesbaar', card(2)));
	await meeting.restart(() => {
		const sync = new SQLite(join(meeting.dataDir, 'sync.db'));
		for (const table of ['sync_log', 'sync_snapshot'])
			sync
				.prepare(`UPDATE ${table} SET data = x'ffffff' WHERE room = ?`)
				.run(meeting.ownDocument(meeting.wies));
		sync.close();
	});
	const log = vi.spyOn(meeting.app.log, 'error');
	await meeting.next();
	expect(await words(meeting)).toEqual(['Leesbaar']);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 2, waiting: 1 });
	expect(log).toHaveBeenCalledWith(
		expect.objectContaining({ participant: meeting.wies.participant }),
		'the cards of one person could not be read'
	);
});

test('V1 a board that cannot be read does not keep the program from starting', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	await meeting.next();
	await meeting.restart(() => {
		const sync = new SQLite(join(meeting.dataDir, 'sync.db'));
		for (const table of ['sync_log', 'sync_snapshot'])
			sync.prepare(`UPDATE ${table} SET data = x'ffffff' WHERE room = ?`).run(meeting.boardDocument);
		sync.close();
	});
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 1 });
	await expect(meeting.board()).rejects.toThrow();
});

test.each(['lock', 'pause'] as const)(
	'A3 A6 a card that is written at the open table during a %s waits with its writer until it is laid',
	async (held) => {
		const meeting = await aMeeting();
		const { app, fenna, wies, journey, steps } = meeting;
		must(await meeting.write(wies, 'Dichtbij', card(1)));
		await meeting.next();
		const acts = { lock: ['lock', 'unlock'], pause: ['pause', 'resume'] } as const;
		const [hold, release] = acts[held];
		const holding = (name: string) => app.act(fenna, journey, name, { step: steps.values });
		must(await holding(hold));
		must(await meeting.write(wies, 'Later', card(2)));
		expect(await words(meeting)).toEqual(['Dichtbij']);
		expect(rows(meeting)).toHaveLength(1);
		expect((await app.facts(journey)).step).toMatchObject({ waiting: 1, cards: 2 });
		must(await holding(release));
		must(await meeting.act(wies, { act: 'layMine' }));
		expect(await words(meeting)).toEqual(['Dichtbij', 'Later']);
	}
);
