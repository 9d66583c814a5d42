import { tellEvery } from '#domain/parts/anonymity/anonymity.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { aMeeting, idOf, must, type Fields, type Meeting, type Name } from '../../support/cast.ts';
import { SyncClient, until } from '../../support/sync-client.ts';

const card = (n: number) => idOf('card', n);
const people: Name[] = ['wies', 'wim', 'gert', 'gea', 'zoe', 'ria', 'cor'];
const secret = (n: number) => `GEHEIM-${n}-einde`;

/** The room is at the hard talk, where everybody may write. */
async function aHardTalk(stage: 'prepared' | 'writing' = 'writing', names = people) {
	const meeting = await aMeeting({ names, stage: 'prepared' });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	if (stage === 'writing') await meeting.next(step);
	return { meeting, step, own: (who: Name) => `own/${step}/${meeting.seat(who).participant}` };
}

const write = async (meeting: Meeting, step: string, who: Name, n: number) =>
	must(
		await meeting.act(meeting.seat(who), { act: 'addCard', id: card(n), prompt: '1', text: secret(n) }, step)
	);

/** Two cards each of three people; of `from` on. */
async function writeSix(meeting: Meeting, step: string, from = 1, who: Name[] = ['wies', 'gert', 'zoe']) {
	for (const [index, name] of who.entries())
		for (const n of [0, 1]) await write(meeting, step, name, from + index * 2 + n);
}

const goOn = (meeting: Meeting, step: string, from = 'writing', by: 1 | -1 = 1) =>
	meeting.app.acts.move(meeting.fenna, meeting.journey, { step, from, by, sure: true });

const gateOf = async (meeting: Meeting) => (await meeting.app.facts(meeting.journey)).step!.gate;
const rows = (meeting: Meeting, step: string) =>
	meeting.sql<Record<string, unknown>>('SELECT * FROM card WHERE step_id = ? ORDER BY shuffle', step);

/** Every byte of a database, its log included. */
const bytesOf = (meeting: Meeting, name: string) =>
	Buffer.concat(
		['', '-wal', '-shm']
			.map((end) => join(meeting.dataDir, name + end))
			.filter(existsSync)
			.map((file) => readFileSync(file))
	);

test('N3 everybody is told before the first word, in the facts that the beamer has too', async () => {
	const { meeting, step } = await aHardTalk('prepared');
	const now = (await meeting.app.facts(meeting.journey)).step!.state;
	expect(now).toMatchObject({ part: 'cards', anonymous: true, dots: null, totals: null, linkable: [] });
	expect((await meeting.view(meeting.wies, step)).step.state).toMatchObject({ anonymous: true });
	expect((await meeting.view(meeting.wies)).step.state).toMatchObject({ anonymous: false });
});

test('N4 with too few cards, or of too few people, the table stays closed, whatever reason is given', async () => {
	const { meeting, step } = await aHardTalk();
	for (const n of [1, 2, 3]) await write(meeting, step, 'wies', n);
	for (const n of [4, 5, 6]) await write(meeting, step, 'gert', n);
	expect(await gateOf(meeting)).toEqual([{ reason: 'reveal-few', names: [], final: true }]);
	expect(await goOn(meeting, step)).toEqual({ ok: false, reason: 'reveal-few' });
	const { openGate } = meeting.app.acts;
	const given = { step, stage: 'sorting', reason: 'We hebben geen tijd meer.' };
	expect(await openGate(meeting.fenna, meeting.journey, given)).toMatchObject({ reason: 'gate-final' });
	// An opening that stood in the rows already would not help either.
	meeting.sql(
		`INSERT INTO gate_opening (step_id, stage, reason, at, participant_id) VALUES (?, 'sorting', 'zomaar', 1, ?)`,
		step,
		meeting.fenna.participant
	);
	expect(await goOn(meeting, step)).toMatchObject({ ok: false });
	expect(await meeting.stage(step)).toBe('writing');
	await write(meeting, step, 'zoe', 7);
	meeting.clock.now += tellEvery;
	expect(await gateOf(meeting)).toEqual([]);
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(7);
});

test('N4 what was enough a moment ago opens nothing, and what was written stays', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	meeting.clock.now += tellEvery;
	expect(await gateOf(meeting)).toEqual([]);
	must(await meeting.act(meeting.zoe, { act: 'removeCard', id: card(6) }, step));
	expect(await gateOf(meeting)).toEqual([]);
	expect(await goOn(meeting, step)).toEqual({ ok: false, reason: 'reveal-few' });
	expect(await meeting.stage(step)).toBe('writing');
	expect(JSON.stringify(await meeting.document(own('wies')))).toContain(secret(1));
	const phone = await meeting.connect(meeting.wies, own('wies'));
	phone.doc.getMap('cards').set(card(7), { text: 'Gaat door', prompt: '1', at: 1 });
	await until(() => phone.isSaved, 'the document to be as it was');
});

test('N6 rows have ids of their own and nobody in them, one time, and no order in which they were written', async () => {
	const { meeting, step } = await aHardTalk();
	await writeSix(meeting, step);
	for (let n = 7; n <= 30; n++) await write(meeting, step, people[n % people.length]!, n);
	must(await goOn(meeting, step));
	const laid = rows(meeting, step);
	expect(laid.map(({ text }) => text).sort()).toEqual(
		Array.from({ length: 30 }, (_, i) => secret(i + 1)).sort()
	);
	for (const row of laid)
		expect(row).toMatchObject({
			participant_id: null,
			organisation_id: null,
			entered_by: null,
			confirmed_at: null,
			revealed_at: laid[0]!.revealed_at
		});
	expect(laid.some(({ id }) => String(id).startsWith('card'))).toBe(false);
	expect(laid.map(({ shuffle }) => shuffle)).toEqual(laid.map((_, i) => i));
	// As another program finds them when it asks for no order.
	const unasked = meeting.sql<{ text: string }>(
		'SELECT text FROM card WHERE step_id = ? ORDER BY rowid',
		step
	);
	expect(unasked.map(({ text }) => text)).toEqual(laid.map(({ text }) => text));
	expect(unasked.map(({ text }) => text)).not.toEqual(laid.map((_, i) => secret(i + 1)));
});

test('N6 the shuffle is not the one that a test, or anybody, can repeat', async () => {
	const orders = await Promise.all(
		[1, 2].map(async () => {
			const { meeting, step } = await aHardTalk();
			for (let n = 1; n <= 14; n++) await write(meeting, step, people[n % people.length]!, n);
			must(await goOn(meeting, step));
			return rows(meeting, step).map(({ text }) => text);
		})
	);
	expect(orders[0]).not.toEqual(orders[1]);
});

test('N6 a second reveal lays all cards in one new order, at one time, and the board follows', async () => {
	const { meeting, step } = await aHardTalk();
	await writeSix(meeting, step);
	must(await goOn(meeting, step));
	const first = rows(meeting, step).map(({ text }) => text);
	must(await goOn(meeting, step, 'sorting', -1));
	meeting.clock.now += 60_000;
	for (let n = 7; n <= 18; n++) await write(meeting, step, people[n % people.length]!, n);
	must(await goOn(meeting, step));
	const all = rows(meeting, step);
	expect(all).toHaveLength(18);
	expect(new Set(all.map(({ revealed_at }) => revealed_at))).toEqual(new Set([meeting.clock.now]));
	// Three thousand to one that chance alone would put the first six first.
	expect(all.slice(0, 6).map(({ text }) => text)).not.toEqual(first);
	const board = (await meeting.app.steps.board(meeting.journey, step))!;
	expect(board.loose.map(({ text }) => text)).toEqual(all.map(({ text }) => text));
	expect(board.loose.every(({ organisation, onBehalf }) => organisation === null && !onBehalf)).toBe(true);
});

test('N5 once cards lie there a few more wait unseen, and are laid with enough others', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	must(await goOn(meeting, step));
	must(await goOn(meeting, step, 'sorting', -1));
	await write(meeting, step, 'gea', 7);
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(6);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 6, waiting: 0 });
	expect(JSON.stringify(await meeting.document(own('gea')))).toContain(secret(7));
	expect((await meeting.view(meeting.gea, step)).mine.cards).toEqual([]);
	must(await goOn(meeting, step, 'sorting', -1));
	expect((await meeting.view(meeting.gea, step)).mine.cards.map(({ text }) => text)).toEqual([secret(7)]);
	await writeSix(meeting, step, 8);
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(13);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 13, waiting: 0 });
	expect(JSON.stringify(await meeting.document(own('gea')))).not.toContain('GEHEIM');
});

test('N7 no byte of the words is left in the file of the documents, and no count of who wrote', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	const phone = await meeting.connect(meeting.seat('wim'), own('wim'));
	for (const text of ['H', 'Ha', 'Half', `Half ${secret(99)}`]) phone.doc.getMap('drafts').set('1', text);
	await until(() => phone.isSaved, 'the draft');
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }, step));
	expect(bytesOf(meeting, 'sync.db').includes(secret(1))).toBe(true);
	const document = meeting.app.sync.read(boardDocument(meeting.steps.values), () => null);
	await document;
	must(await goOn(meeting, step));
	const kept = bytesOf(meeting, 'sync.db');
	// On the board they lie by design, in one document that the server alone wrote.
	const other = new SQLite(join(meeting.dataDir, 'sync.db'), { readonly: true });
	const left = other.prepare(`SELECT * FROM sync_log WHERE room LIKE 'own/%'`).all();
	const clientOwners = other.prepare(`SELECT * FROM sync_client WHERE room LIKE 'own/%'`).all();
	const documents = other
		.prepare<unknown[], { id: string; updated_at: number; next_seq: number }>(
			`SELECT id, updated_at, next_seq FROM sync_room WHERE id LIKE ?`
		)
		.all(`own/${step}/%`);
	other.close();
	expect([left, clientOwners]).toEqual([[], []]);
	expect(kept.includes(secret(99))).toBe(false);
	expect(kept.includes(card(1))).toBe(false);
	// Everybody's document is there and was never used: nothing says who wrote.
	expect(documents).toHaveLength(people.length + 1);
	expect(documents.every(({ updated_at, next_seq }) => updated_at === 0 && next_seq === 1)).toBe(true);
	for (const table of ['written', 'ready', 'emptying'])
		expect(meeting.sql(`SELECT * FROM ${table} WHERE step_id = ?`, step)).toEqual([]);
	expect(await phone.closed).toEqual({ code: 4403, reason: 'revealed' });
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ cards: 6, waiting: 0 });
});

test('N7 with the table elsewhere, not a byte of the words stays beside a person', async () => {
	const { meeting, step } = await aHardTalk();
	await writeSix(meeting, step);
	must(await goOn(meeting, step));
	const boards = new SQLite(join(meeting.dataDir, 'sync.db'), { readonly: true });
	const own = boards.prepare<unknown[], { id: string }>('SELECT id FROM sync_room').all();
	boards.close();
	expect(own.filter(({ id }) => id.startsWith('board/')).length).toBeGreaterThan(0);
	// The board goes too, and then nothing in the file has a word of it.
	await meeting.app.sync.remove(boardDocument(step), 'revealed');
	const kept = bytesOf(meeting, 'sync.db');
	expect(Array.from({ length: 6 }, (_, i) => secret(i + 1)).filter((text) => kept.includes(text))).toEqual(
		[]
	);
});

test('N7 N15 the words of who left the table before the reveal are laid with all others, and their document is gone', async () => {
	const { meeting, step, own } = await aHardTalk();
	await write(meeting, step, 'wim', 7);
	await writeSix(meeting, step);
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.wim.participant
		})
	);
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(7);
	expect(await meeting.document(own('wim'))).toEqual({ cards: {}, drafts: {} });
	expect(bytesOf(meeting, 'sync.db').includes(card(7))).toBe(false);
});

test('N7 a document that cannot be read keeps its words, holds nobody up, and waits', async () => {
	const { meeting, step, own } = await aHardTalk();
	await write(meeting, step, 'wim', 7);
	await writeSix(meeting, step);
	await meeting.restart(() => {
		const sync = new SQLite(join(meeting.dataDir, 'sync.db'));
		for (const table of ['sync_log', 'sync_snapshot'])
			sync.prepare(`UPDATE ${table} SET data = x'ffffff' WHERE room = ?`).run(own('wim'));
		sync.close();
	});
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(6);
	const sync = new SQLite(join(meeting.dataDir, 'sync.db'), { readonly: true });
	expect(sync.prepare('SELECT 1 FROM sync_log WHERE room = ?').all(own('wim'))).not.toEqual([]);
	sync.close();
});

test('N8 a program that was killed after the rows and before the documents finishes it, and lays nothing twice', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	const { sync } = meeting.app;
	vi.spyOn(sync, 'remove').mockRejectedValue(new Error('killed'));
	must(await goOn(meeting, step));
	expect(await meeting.stage(step)).toBe('sorting');
	expect(meeting.sql('SELECT * FROM emptying').length).toBeGreaterThan(0);
	expect(bytesOf(meeting, 'sync.db').includes(card(1))).toBe(true);
	await meeting.restart();
	expect(meeting.sql('SELECT * FROM emptying')).toEqual([]);
	expect(bytesOf(meeting, 'sync.db').includes(card(1))).toBe(false);
	expect(await meeting.document(own('wies'))).toEqual({ cards: {}, drafts: {} });
	must(await goOn(meeting, step, 'sorting', -1));
	must(await goOn(meeting, step));
	expect(rows(meeting, step)).toHaveLength(6);
});

test('N8 while the documents can not be removed nobody is sent back into them', async () => {
	const { meeting, step } = await aHardTalk();
	await writeSix(meeting, step);
	const broken = vi.spyOn(meeting.app.sync, 'remove').mockRejectedValue(new Error('disk'));
	must(await goOn(meeting, step));
	await expect(goOn(meeting, step, 'sorting', -1)).rejects.toThrow('disk');
	expect(await meeting.stage(step)).toBe('sorting');
	broken.mockRestore();
	must(await goOn(meeting, step, 'sorting', -1));
	expect((await meeting.view(meeting.wies, step)).mine.cards).toEqual([]);
});

test('N8 what is written while the table opens is laid, or stays unconfirmed with its writer', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	const phone = await meeting.connect(meeting.gea, own('gea'));
	const moving = goOn(meeting, step);
	for (let n = 1; n <= 40; n++)
		phone.doc.getMap('cards').set(idOf('late', n), { text: `Laat ${n}`, prompt: '1', at: n });
	must(await moving);
	expect(await phone.closed).toMatchObject({ reason: 'revealed' });
	const laid = rows(meeting, step).filter(({ text }) => String(text).startsWith('Laat'));
	expect(await meeting.document(own('gea'))).toEqual({ cards: {}, drafts: {} });
	// All of it was confirmed only if all of it lies there.
	expect(phone.isSaved && laid.length < 40).toBe(false);
});

test('N10 a copy of before the reveal is refused, also when people write again', async () => {
	const { meeting, step, own } = await aHardTalk();
	await writeSix(meeting, step);
	const phone = await meeting.connect(meeting.wies, own('wies'));
	await phone.leave();
	must(await goOn(meeting, step));
	const address = { ...(await meeting.addressOf(meeting.wies, own('wies'))), query: '?epoch=1' };
	expect(await new SyncClient(address, phone.doc).closed).toEqual({ code: 4403, reason: 'revealed' });
	must(await goOn(meeting, step, 'sorting', -1));
	expect(await new SyncClient(address, phone.doc).closed).toEqual({ code: 4409, reason: 'emptied' });
	expect(await meeting.document(own('wies'))).toEqual({ cards: {}, drafts: {} });
});

test('N11 nobody writes for somebody else, and late cards come with a reveal only', async () => {
	const { meeting, step } = await aHardTalk();
	const behalf = {
		act: 'addOnBehalf',
		id: card(50),
		participant: meeting.wies.participant,
		prompt: '1',
		text: 'Van Wies'
	};
	expect(await meeting.act(meeting.fenna, behalf, step)).toEqual({
		ok: false,
		reason: 'anonymous-no-behalf'
	});
	await writeSix(meeting, step);
	must(await goOn(meeting, step));
	const late = { act: 'addCard', id: card(51), prompt: '1', text: 'Te laat' };
	expect(await meeting.act(meeting.wies, late, step)).toEqual({ ok: false, reason: 'writing-not-open' });
	expect(await meeting.act(meeting.wies, { act: 'layMine' }, step)).toEqual({
		ok: false,
		reason: 'anonymous-waits'
	});
	expect(await meeting.act(meeting.fenna, { act: 'layAll' }, step)).toMatchObject({
		reason: 'anonymous-waits'
	});
	for (const act of [
		{ act: 'editCard', id: card(1), text: 'Anders' },
		{ act: 'removeCard', id: card(1) }
	] as Fields[])
		expect(await meeting.act(meeting.wies, act, step)).toEqual({ ok: false, reason: 'writing-not-open' });
	expect(rows(meeting, step)).toHaveLength(6);
});

test('N12 nothing that anybody receives, and nothing that is kept, has a person beside a card', async () => {
	const { meeting, step } = await aHardTalk();
	await writeSix(meeting, step);
	const log = vi.spyOn(meeting.app.log, 'error');
	must(await goOn(meeting, step));
	const hidden = String(rows(meeting, step)[0]!.id);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: hidden }, step));
	must(await meeting.act(meeting.fenna, { act: 'showCard', id: hidden }, step));
	const writers = [meeting.wies, meeting.gert, meeting.zoe];
	const ids = writers.flatMap((who) => [who.participant, who.person, who.organisation!]);
	const { app, journey } = meeting;
	const json = (await app.reports.step(journey, step))!;
	expect(json.cards).toHaveLength(6);
	expect(json.cards.every(({ organisation, onBehalf }) => organisation === null && !onBehalf)).toBe(true);
	const seen = [
		json,
		(await app.facts(journey)).step,
		await app.steps.board(journey, step),
		(await meeting.view(meeting.fenna, step)).mine,
		(await meeting.view(meeting.wies, step)).mine
	].map((value) => JSON.stringify(value));
	for (const text of seen) expect(ids.filter((id) => text.includes(id))).toEqual([]);
	// Every row that has a word or the id of a card, in any table.
	const cards = rows(meeting, step).map(({ id }) => String(id));
	const dump = await meeting.kept();
	const tied = Object.values(dump)
		.flatMap((table) => (Array.isArray(table) ? table : [table]))
		.map((row) => JSON.stringify(row))
		.filter((row) => row.includes('GEHEIM') || cards.some((id) => row.includes(id)))
		.filter((row) => ids.some((id) => row.includes(id)));
	expect(tied).toEqual([]);
	expect(log).not.toHaveBeenCalled();
	const audit = meeting.sql<{ act: string; personal: string }>(
		`SELECT act, personal FROM audit WHERE act IN ('reveal', 'hide-card', 'show-card')`
	);
	expect(audit.map(({ act }) => act)).toEqual(['reveal', 'hide-card', 'show-card']);
	expect(audit.every(({ personal }) => personal.includes(meeting.fenna.participant))).toBe(true);
	expect(await app.verifyAudit(journey)).toMatchObject({ ok: true });
});

test('N12 another kind of step that was made anonymous keeps the same promise', async () => {
	const meeting = await aMeeting({ names: people, stage: 'prepared' });
	const { values } = meeting.steps;
	must(await meeting.act(meeting.fenna, { act: 'setAnonymous', on: 'yes' }));
	await meeting.next();
	await write(meeting, values, 'wies', 1);
	expect(await goOn(meeting, values)).toMatchObject({ reason: 'reveal-few' });
	await writeSix(meeting, values, 2);
	meeting.clock.now += tellEvery;
	must(await goOn(meeting, values));
	expect(
		rows(meeting, values).every((row) => row.participant_id === null && row.organisation_id === null)
	).toBe(true);
	expect(bytesOf(meeting, 'sync.db').includes(card(1))).toBe(false);
	must(await goOn(meeting, values, 'sorting'));
	expect(await meeting.stage(values)).toBe('weighing');
});

test('N2 N12 a facilitator asks for a step without names before the first word, and never takes it back after', async () => {
	const meeting = await aMeeting({ names: people, stage: 'prepared' });
	const set = (on: string, who = meeting.fenna) => meeting.act(who, { act: 'setAnonymous', on });
	expect(await set('yes', meeting.wies)).toEqual({ ok: false, reason: 'not-a-facilitator' });
	for (const on of ['yes', 'yes', 'no', 'yes']) must(await set(on));
	expect(meeting.sql(`SELECT 1 FROM audit WHERE act = 'set-anonymous'`)).toHaveLength(3);
	await meeting.next();
	await write(meeting, meeting.steps.values, 'wies', 1);
	expect(await set('no')).toEqual({ ok: false, reason: 'anonymity-promised' });
	expect((await meeting.cardsState()).anonymous).toBe(true);
});

test('N2 what lies on the table with its writers is not made anonymous any more', async () => {
	const meeting = await aMeeting({ names: people });
	await write(meeting, meeting.steps.values, 'wies', 1);
	await meeting.next();
	expect(await meeting.act(meeting.fenna, { act: 'setAnonymous', on: 'yes' })).toEqual({
		ok: false,
		reason: 'anonymity-too-late'
	});
	const { meeting: other, step } = await aHardTalk('prepared');
	expect(await other.act(other.fenna, { act: 'setAnonymous', on: 'no' }, step)).toEqual({
		ok: false,
		reason: 'anonymous-by-kind'
	});
});
