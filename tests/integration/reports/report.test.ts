import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { text as say } from '../../support/texts.ts';

const card = (n: number) => idOf('card', n);
/** A group that became a value, one without dots, a loose card, a hidden one, and a card that nobody laid. */
async function aHarvestedMeeting(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'ria'] });
	must(await meeting.write(meeting.wies, 'Dichtbij <b>', card(1)));
	must(await meeting.write(meeting.gert, '=Trots', card(2)));
	must(await meeting.write(meeting.ria, 'Alleen', card(3)));
	must(await meeting.write(meeting.ria, 'Verborgen', card(4)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [card(1)]);
	await meeting.group(idOf('group', 2), 'Trots', [card(2)]);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(4) }));
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: idOf('group', 1), dots: '2' }));
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	return meeting;
}

const wordsOf = (file: Buffer) => partOf(file, 'word/document.xml');

/** A part of a Word file, which stands compressed in it. */
function partOf(file: Buffer, name: string): string {
	for (let at = 0; (at = file.indexOf(name, at)) !== -1; at += name.length) {
		const head = at - 30;
		if (head < 0 || file.readUInt32LE(head) !== 0x04034b50) continue;
		const from = at + name.length + file.readUInt16LE(head + 28);
		return inflateRawSync(file.subarray(from)).toString('utf8');
	}
	throw new Error(`no ${name} in the file`);
}

test('E5 the report of a journey has every revealed card, the ungrouped and those without dots too, and no other', async () => {
	const meeting = await aHarvestedMeeting();
	const { app, journey } = meeting;
	const { steps } = await app.reports.journey(journey);
	const values = steps.find(({ step }) => step.kind === 'values')!;
	expect(values.cards.map(({ text }) => text).toSorted()).toEqual(['=Trots', 'Alleen', 'Dichtbij <b>']);
	expect(values.groups.map(({ title, dots }) => [title, dots])).toEqual([
		['Nabijheid', 2],
		['Trots', 0]
	]);
	expect(values.harvest.map(({ name }) => name)).toEqual(['Nabijheid']);

	const csv = (await app.reports.csv(journey, 'cards', say))!;
	expect(csv.trim().split('\r\n')).toHaveLength(4);
	expect(csv).toContain("'=Trots");
	expect(csv).not.toContain('Verborgen');
	expect(await app.reports.csv(journey, 'nosuchsheet', say)).toBeNull();

	const { file } = await app.reports.docx(journey, 'nl', say);
	const words = wordsOf(file);
	for (const text of ['Dichtbij &lt;b&gt;', '=Trots', 'Alleen', 'Nabijheid', say('report_loose')])
		expect(words).toContain(text);
	expect(words).not.toContain('Verborgen');
	expect(partOf(file, 'word/styles.xml')).toContain('nl-NL');
});

test('E2 E3 while people write, no report has a word of it, and none ever names a writer', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'GEHEIM-123', card(1)));
	const all = async () =>
		[
			JSON.stringify(await meeting.app.reports.journey(meeting.journey)),
			await meeting.app.reports.csv(meeting.journey, 'cards', say),
			wordsOf((await meeting.app.reports.docx(meeting.journey, 'nl', say)).file)
		].join('\n');
	expect(await all()).not.toContain('GEHEIM-123');
	await meeting.next();
	const open = await all();
	expect(open).toContain('GEHEIM-123');
	expect(open).not.toContain('Wies');
	expect(open).not.toContain(meeting.wies.participant);
});

/** The step about today, with a theme that Pelle scored and the others did not yet. */
async function aBlindScore(): Promise<{ meeting: Meeting; step: string; theme: string }> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] });
	const { app, fenna, journey } = meeting;
	const step = (await app.journeys.setup(journey))!.steps.find(({ kind }) => kind === 'today')!.id;
	const values = [idOf('value', 1), idOf('value', 2)];
	for (const id of values) meeting.harvested(id, 'value', { name: id });
	const theme = idOf('theme', 1);
	meeting.harvested(theme, 'theme', { name: 'Nabijheid', vision: 'Wij kennen elkaar.' }, values);
	must(await app.acts.goTo(fenna, journey, { step }));
	await meeting.next(step);
	const score = { act: 'score', theme, score: '2', evidence: 'GEHEIM-456' };
	must(await meeting.act(meeting.seat('pelle'), score, step));
	return { meeting, step, theme };
}

test('B3 until the spread opens no report has a score or its evidence, and then it has each', async () => {
	const { meeting, step, theme } = await aBlindScore();
	const { reports } = meeting.app;
	const all = async () =>
		[
			JSON.stringify(await reports.journey(meeting.journey)),
			await reports.csv(meeting.journey, 'scores', say),
			wordsOf((await reports.docx(meeting.journey, 'nl', say)).file)
		].join('\n');
	const expectBlind = async () => {
		expect(await reports.sheets(meeting.journey)).not.toContain('scores');
		expect(await reports.csv(meeting.journey, 'scores', say)).toBeNull();
		expect(await all()).not.toContain('GEHEIM-456');
	};
	await expectBlind();
	for (const name of ['wies', 'gert', 'gea', 'wout', 'zoe'] as const)
		must(
			await meeting.act(meeting.seat(name), { act: 'score', theme, score: '4', evidence: 'Genoeg.' }, step)
		);
	await expectBlind();

	await meeting.next(step);
	const csv = (await reports.csv(meeting.journey, 'scores', say))!;
	expect(csv).toContain('GEHEIM-456');
	expect(csv.trim().split('\r\n')).toHaveLength(1 + 6);
	expect((await all()).match(/GEHEIM-456/g)).toHaveLength(3);

	for (const stage of ['scoring', 'prepared']) {
		await meeting.back(step);
		expect(await meeting.stage(step)).toBe(stage);
		await expectBlind();
	}
});

test('E5 D17 the report has each gate that was opened with a reason, and when by the clock of the region', async () => {
	const meeting = await aHarvestedMeeting();
	meeting.sql(
		`INSERT INTO gate_opening (step_id, stage, reason, at, participant_id) VALUES (?, 'writing', 'de bus stond stil', 1, 'x')`,
		meeting.steps.values
	);
	const csv = (await meeting.app.reports.csv(meeting.journey, 'gates', say))!;
	expect(csv).toContain('de bus stond stil');
	expect(csv).toContain('1970-01-01 01:00');
	expect(await meeting.app.reports.sheets(meeting.journey)).toEqual(['cards', 'gates']);
});

test('E8 the Word file has no character that XML may not hold, wherever an older program kept one', async () => {
	const meeting = await aHarvestedMeeting();
	const { app, journey, steps } = meeting;
	const hostile = 'a\u0000\u0008\u001F\uFFFE\uFFFFb]]>&amp;<w:t>';
	for (const [table, column] of [
		['card', 'text'],
		['card_group', 'title'],
		['organisation', 'name'],
		['journey', 'name'],
		['meeting', 'name'],
		['step', 'name'],
		['step', 'question']
	] as const)
		meeting.sql(`UPDATE ${table} SET ${column} = ?`, hostile);
	meeting.sql('UPDATE harvest SET texts = ?', JSON.stringify({ name: hostile, meaning: hostile }));
	meeting.sql(
		`INSERT INTO gate_opening (step_id, stage, reason, at, participant_id) VALUES (?, 'writing', ?, 1, 'x')`,
		steps.values,
		hostile
	);
	const { file } = await app.reports.docx(journey, 'nl', say);
	const words = wordsOf(file);
	for (const xml of [words, partOf(file, 'docProps/core.xml')]) {
		expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
		expect(xml).toContain('ab]]&gt;&amp;amp;&lt;w:t&gt;');
	}
	expect(words.match(/ab\]\]/g)!.length).toBeGreaterThan(8);
});
