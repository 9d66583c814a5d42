import { boardDocument } from '#wire/parts/board/board.ts';
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { until, type SyncClient } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const near = idOf('group', 1);

/** One group of three cards, the second on the first, and one card that lies alone. */
async function aSortedMeeting(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	for (const n of [1, 2, 3, 4]) must(await meeting.write(meeting.wies, `Dichtbij ${n}`, card(n)));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [card(1), card(2), card(3)], { [card(2)]: card(1) });
	await meeting.next();
	return meeting;
}

const harvest = (meeting: Meeting, group = near) =>
	meeting.act(meeting.fenna, { act: 'harvestGroup', group });
const linked = (meeting: Meeting) =>
	meeting
		.sql<{ card_id: string }>('SELECT card_id FROM harvest_card ORDER BY card_id')
		.map((row) => row.card_id);
/** The texts of what was harvested, as the rows have them. */
const kept = (meeting: Meeting) =>
	meeting
		.sql<{ texts: string }>('SELECT texts FROM harvest')
		.map((row) => JSON.parse(row.texts) as Record<string, string>);
const valueOf = async (meeting: Meeting) => (await meeting.cardsState()).harvest[0]!.id;

/** Writes under one of the texts of a value, as somebody with a pen does. */
async function writeText(pen: SyncClient, value: string, field: string, words: string): Promise<void> {
	const texts = pen.doc.getMap<Y.Text>('texts');
	const text = await until(() => texts.get(`${value}.${field}`), field);
	text.insert(text.length, words);
	await until(() => pen.isSaved, 'the text to be kept');
}

test('H1 a chosen group becomes a value with links to every card in it, the covered ones too', async () => {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	expect((await meeting.cardsState()).harvest).toEqual([
		{ id: expect.any(String), kind: 'value', group: near, name: 'Nabijheid', links: [] }
	]);
	expect(linked(meeting)).toEqual([card(1), card(2), card(3)]);
	const found = (await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
	expect(found.harvest[0]!.cards.toSorted()).toEqual([card(1), card(2), card(3)]);
});

test('H1 only what lies there to be weighed or was, can be harvested, and only by who facilitates', async () => {
	const meeting = await aSortedMeeting();
	const before = await meeting.kept();
	expect(await harvest(meeting, idOf('group', 9))).toEqual({ ok: false, reason: 'group-gone' });
	expect(await meeting.act(meeting.wies, { act: 'harvestGroup', group: near })).toMatchObject({
		reason: 'not-a-facilitator'
	});
	expect(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: 'nosuchvalue' })).toEqual({
		ok: false,
		reason: 'harvest-gone'
	});
	expect(await meeting.kept()).toEqual(before);
	await meeting.back();
	const sorting = await meeting.kept();
	expect(await harvest(meeting)).toEqual({ ok: false, reason: 'harvest-not-open' });
	expect(await meeting.kept()).toEqual(sorting);
});

test('H2 harvesting a group twice makes one value', async () => {
	const meeting = await aSortedMeeting();
	expect(await Promise.all([harvest(meeting), harvest(meeting)])).toEqual([{ ok: true }, { ok: true }]);
	const before = await meeting.kept();
	must(await harvest(meeting));
	expect(await meeting.kept()).toEqual(before);
	expect((await meeting.cardsState()).harvest).toHaveLength(1);
});

test('H3 dropping a value keeps its row, texts and links, and harvesting its group again brings them back', async () => {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	await meeting.next();
	const value = await valueOf(meeting);
	const pen = await meeting.connect(meeting.gert, meeting.boardDocument);
	await writeText(pen, value, 'meaning', 'dat wij om de hoek zitten');
	must(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: value }));
	expect((await meeting.cardsState()).harvest).toEqual([]);
	expect(kept(meeting)).toMatchObject([{ meaning: 'dat wij om de hoek zitten' }]);
	expect(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: value })).toMatchObject({
		reason: 'harvest-gone'
	});
	expect(linked(meeting)).toHaveLength(3);
	must(await harvest(meeting));
	expect((await meeting.cardsState()).harvest).toMatchObject([{ id: value, group: near, name: 'Nabijheid' }]);
	const found = (await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
	expect(found.harvest).toMatchObject([{ texts: { meaning: 'dat wij om de hoek zitten' } }]);
});

test('H4 what is written together comes into the rows by itself, and stays when the document is gone', async () => {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	await meeting.next();
	const value = await valueOf(meeting);
	const pens = [
		await meeting.connect(meeting.gert, meeting.boardDocument),
		await meeting.connect(meeting.zoe, meeting.boardDocument)
	];
	await writeText(pens[0]!, value, 'seen', 'een open deur\n');
	await writeText(pens[1]!, value, 'unseen', 'een \u202eloket');
	await writeText(pens[0]!, value, 'name', ' in de wijk');
	const row = () => kept(meeting)[0]!;
	await until(() => row().name === 'Nabijheid in de wijk', 'the rows');
	expect(row()).toMatchObject({ name: 'Nabijheid in de wijk', seen: 'een open deur', unseen: 'een loket' });
	expect((await meeting.cardsState()).harvest[0]!.name).toBe('Nabijheid in de wijk');
	const before = await meeting.app.reports.step(meeting.journey, meeting.steps.values);
	await meeting.restart(() => meeting.loseDocuments());
	expect(await meeting.app.reports.step(meeting.journey, meeting.steps.values)).toEqual(before);
	await meeting.back();
	await meeting.next();
	expect(await meeting.app.reports.step(meeting.journey, meeting.steps.values)).toEqual(before);
});

test('H4 what was written in the last second before the program stops is in the rows', async () => {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	await meeting.next();
	const pen = await meeting.connect(meeting.gert, meeting.boardDocument);
	await writeText(pen, await valueOf(meeting), 'meaning', 'tot het laatst');
	await meeting.restart(() => expect(kept(meeting)).toMatchObject([{ meaning: 'tot het laatst' }]));
});

test('H1 H4 a page without a socket reads the texts of each value and its cards, also when its group is gone', async () => {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	await meeting.next();
	const value = await valueOf(meeting);
	const pen = await meeting.connect(meeting.gert, meeting.boardDocument);
	await writeText(pen, value, 'meaning', 'dat wij om de hoek zitten');
	await meeting.back();
	await meeting.back();
	await meeting.ungroup(near);
	expect((await meeting.view(meeting.zoe)).mine.harvest).toBeUndefined();
	await meeting.next();
	await meeting.next();
	const { cards, ...item } = (await meeting.view(meeting.zoe)).mine.harvest![0]!;
	const texts = { name: 'Nabijheid', meaning: 'dat wij om de hoek zitten', seen: '', unseen: '' };
	expect(item).toEqual({ id: value, kind: 'value', texts });
	expect(cards.map(({ text }) => text).sort()).toEqual(['Dichtbij 1', 'Dichtbij 2', 'Dichtbij 3']);
});

/** Two values and one theme; the room is where the theme is written at. */
async function aTheme() {
	const meeting = await aSortedMeeting();
	const far = idOf('group', 2);
	await meeting.back();
	await meeting.group(far, 'Lef', [card(4)]);
	await meeting.next();
	must(await harvest(meeting));
	must(await harvest(meeting, far));
	const values = (await meeting.cardsState()).harvest.map(({ id }) => id);
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const future = steps.find(({ kind }) => kind === 'future')!.id;
	const { acts } = meeting.app;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: future }));
	const opened = { step: future, stage: 'writing', reason: 'De waarden zijn al vastgesteld.' };
	must(await acts.openGate(meeting.fenna, meeting.journey, opened));
	await meeting.next(future);
	must(
		await meeting.act(
			meeting.wies,
			{ act: 'addCard', id: card(9), prompt: 'postcard', text: 'Een tafel' },
			future
		)
	);
	await meeting.next(future);
	await meeting.app.sync.change(boardDocument(future), (doc) => {
		doc.getMap('groups').set(idOf('group', 3), { title: 'Tafels', order: 1000 });
		doc.getMap('place').set(card(9), { group: idOf('group', 3), on: null, order: 1 });
	});
	await meeting.next(future);
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 3) }, future));
	await meeting.next(future);
	const theme = (await meeting.cardsState()).harvest[0]!.id;
	const link = (to: string, on = 'yes', from = theme, who = meeting.zoe) =>
		meeting.act(who, { act: 'link', from, to, on }, future);
	const links = async () => (await meeting.cardsState()).harvest[0]!.links;
	return { meeting, future, theme, values, link, links };
}

test('H5 what is harvested rests on what its kind may rest on; twice is one link, and it can be taken away', async () => {
	const { meeting, values, link, links } = await aTheme();
	const [near, brave] = values as [string, string];
	expect((await meeting.cardsState()).linkable).toEqual([
		{ id: near, kind: 'value', name: 'Nabijheid' },
		{ id: brave, kind: 'value', name: 'Lef' }
	]);
	expect(await Promise.all([link(near), link(near)])).toEqual([{ ok: true }, { ok: true }]);
	must(await link(brave));
	expect(await links()).toEqual([near, brave]);
	expect(meeting.sql('SELECT * FROM harvest_link')).toHaveLength(2);
	must(await link(near, 'no'));
	must(await link(near, 'no'));
	expect(await links()).toEqual([brave]);
});

test('H5 nothing else is linked: no theme to a theme, no value to a value, nothing of another journey', async () => {
	const { meeting, theme, values, link, links } = await aTheme();
	const other = await aTheme();
	expect(await link(theme)).toEqual({ ok: false, reason: 'link-unknown' });
	expect(await link(other.values[0]!)).toEqual({ ok: false, reason: 'link-unknown' });
	expect(await link(values[0]!, 'yes', values[1])).toEqual({ ok: false, reason: 'harvest-gone' });
	expect(await link(values[0]!, 'yes', other.theme)).toEqual({ ok: false, reason: 'harvest-gone' });
	expect(await links()).toEqual([]);
	expect(meeting.sql('SELECT * FROM harvest_link')).toEqual([]);
});

test('H5 links are made while the texts can be written, and by nobody who only observes', async () => {
	const { meeting, future, values, link, links } = await aTheme();
	const [near] = values as [string];
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: future }));
	expect(await link(near)).toEqual({ ok: false, reason: 'locked' });
	must(await meeting.app.acts.unlock(meeting.fenna, meeting.journey, { step: future }));
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.gert.participant);
	expect(await link(near, 'yes', undefined, meeting.gert)).toEqual({ ok: false, reason: 'observer' });
	must(await link(near));
	await meeting.back(future);
	expect(await link(near, 'no')).toEqual({ ok: false, reason: 'harvest-not-open' });
	expect(await links()).toEqual([near]);
});

test('H5 a value that was dropped is no link, and is one again when it is harvested again', async () => {
	const { meeting, values, link, links } = await aTheme();
	const [near, brave] = values as [string, string];
	must(await link(near));
	must(await link(brave));
	must(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: brave }));
	expect(await links()).toEqual([near]);
	must(await harvest(meeting, idOf('group', 2)));
	expect(await links()).toEqual([near, brave]);
});

/** The entries about texts, without the chain. */
const written = (meeting: Meeting) =>
	meeting
		.sql<{ subject: string; detail: string; personal: string | null; at: number }>(
			`SELECT subject, detail, personal, at FROM audit WHERE act = 'write-text' ORDER BY seq`
		)
		.map(({ personal, detail, ...rest }) => ({
			...rest,
			...(JSON.parse(detail) as { field: string }),
			by: personal && (JSON.parse(personal) as { participant: string }).participant
		}));

async function aWrittenValue(isAnonymous = false) {
	const meeting = await aSortedMeeting();
	must(await harvest(meeting));
	await meeting.next();
	if (isAnonymous)
		meeting.sql(
			`UPDATE step SET settings = json_set(settings, '$.anonymous', json('true')) WHERE id = ?`,
			meeting.steps.values
		);
	return { meeting, value: await valueOf(meeting) };
}

test('H7 the audit says who wrote in which text and when it was written down, and no word of it', async () => {
	const { meeting, value } = await aWrittenValue();
	const { wies, gert, clock } = meeting;
	const [one, other] = [wies, gert].map((who) => meeting.connect(who, meeting.boardDocument));
	const pens = { wies: await one!, gert: await other! };
	await writeText(pens.wies, value, 'meaning', 'GEHEIM-1');
	await writeText(pens.gert, value, 'seen', 'GEHEIM-2');
	await meeting.app.persisted();
	const entry = (who: typeof wies, field: string, at = clock.now) => ({
		...{ subject: value, field, at, by: who.participant }
	});
	const first = [entry(wies, 'meaning'), entry(gert, 'seen')];
	expect(written(meeting)).toEqual(first);

	// Who goes on is named again after a while; whoever else comes, and what was taken out, at once.
	await writeText(pens.wies, value, 'meaning', '!');
	const seen = pens.wies.doc.getMap<Y.Text>('texts').get(`${value}.seen`)!;
	seen.delete(0, seen.length);
	await until(() => pens.wies.isSaved, 'it to be gone');
	await meeting.app.persisted();
	const second = [...first, entry(wies, 'seen')];
	expect(written(meeting)).toEqual(second);
	clock.now += 10 * 60 * 1000;
	await writeText(pens.wies, value, 'meaning', '!');
	await meeting.app.persisted();
	expect(written(meeting)).toEqual([...second, entry(wies, 'meaning')]);

	expect(JSON.stringify(meeting.sql('SELECT * FROM audit'))).not.toContain('GEHEIM');
	expect(await meeting.app.verifyAudit(meeting.journey)).toMatchObject({ ok: true });
});

test('H7 of a step without names the audit says that a text was changed, and not by whom', async () => {
	const { meeting, value } = await aWrittenValue(true);
	const pen = await meeting.connect(meeting.wies, meeting.boardDocument);
	await writeText(pen, value, 'meaning', 'Dichtbij');
	await meeting.app.persisted();
	expect(written(meeting)).toEqual([{ subject: value, field: 'meaning', at: meeting.clock.now, by: null }]);
});

test('A14 when the room goes on, the texts of the step and the acts on them close, and open again when it is back', async () => {
	const { meeting, value } = await aWrittenValue();
	const { app, fenna, wies, journey, steps } = meeting;
	const theme = idOf('theme', 1);
	meeting.harvested(theme, 'theme', { name: 'Buurt' });
	const pen = await meeting.connect(wies, meeting.boardDocument);
	const mayWrite = (roots: string[]) =>
		until(() => JSON.stringify(pen.policy?.write) === JSON.stringify(roots), `to write ${roots}`);
	const link = (on: string) => meeting.act(wies, { act: 'link', from: theme, to: value, on });
	await writeText(pen, value, 'meaning', 'Dichtbij');

	const { steps: all } = (await app.journeys.setup(journey))!;
	const later = all[all.findIndex(({ id }) => id === steps.values) + 1]!;
	must(await app.acts.goTo(fenna, journey, { step: later.id }));
	await mayWrite([]);
	expect(await link('yes')).toEqual({ ok: false, reason: 'step-left' });
	await app.persisted();
	expect(kept(meeting)[0]!.meaning).toBe('Dichtbij');
	// The sentence under way is kept; a client that writes on is shown the door.
	const text = pen.doc.getMap<Y.Text>('texts').get(`${value}.meaning`)!;
	while (!pen.refusal) {
		text.insert(text.length, '!');
		await until(() => pen.isSaved || pen.refusal, 'an answer');
	}
	expect(await pen.closed).toMatchObject({ reason: 'locked' });

	must(await app.acts.goTo(fenna, journey, { step: steps.checkIn }));
	must(await link('yes'));
	must(await app.acts.goTo(fenna, journey, { step: steps.values }));
	const again = await meeting.connect(wies, meeting.boardDocument);
	await until(() => again.policy?.write.includes('texts'), 'to write again');
});
