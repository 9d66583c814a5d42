import { expect, test } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const columns = {
	prompt: 'Vraag',
	card: 'Kaartje',
	organisation: 'Organisatie',
	group: 'Groep',
	on: 'Ligt op',
	dots: 'Stippen',
	share: 'Aandeel',
	harvest: 'Waarde'
};

/** A group with a covered card and dots, a group without dots, and a card that lies alone. */
async function aFullTable(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'ria'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.gert, 'Nabij, "echt"', card(2)));
	must(await meeting.write(meeting.ria, 'Trots', card(3)));
	must(await meeting.write(meeting.ria, 'Alleen', card(4)));
	must(await meeting.write(meeting.ria, 'Verborgen', card(5)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [card(1), card(2)], { [card(2)]: card(1) });
	await meeting.group(idOf('group', 2), 'Trots', [card(3)]);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(5) }));
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: idOf('group', 1), dots: '2' }));
	return meeting;
}

const jsonOf = async (meeting: Meeting) =>
	(await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
const csvOf = async (meeting: Meeting) =>
	(await meeting.app.reports.stepCsv(meeting.journey, meeting.steps.values, columns))!;
const linesOf = async (meeting: Meeting) => {
	const [heads, ...lines] = cellsOf(await csvOf(meeting));
	const named = lines.map((line) => Object.fromEntries(line.map((cell, i) => [heads![i]!, cell])));
	return Object.fromEntries(named.map((line) => [line.Kaartje!, line]));
};

test('E1 both exports have every revealed card, the ungrouped and those without dots too', async () => {
	const meeting = await aFullTable();
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	const { cards, groups } = await jsonOf(meeting);
	const found = Object.fromEntries(
		cards.map(({ text, group, on, organisation }) => [text, [group, on, organisation]])
	);
	expect(found).toEqual({
		Dichtbij: ['Nabijheid', null, 'Welzijnsorganisatie'],
		'Nabij, "echt"': ['Nabijheid', 'Dichtbij', 'GGD'],
		Trots: ['Trots', null, null],
		Alleen: [null, null, null]
	});
	expect(cards.every(({ prompt }) => prompt === 'Vanuit welke waarden vertrek jij?')).toBe(true);
	expect(groups.map(({ title, dots, share }) => [title, dots, share])).toEqual([
		['Nabijheid', 2, 1],
		['Trots', 0, 0]
	]);
	const lines = await linesOf(meeting);
	expect(Object.keys(lines).sort()).toEqual(Object.keys(found).sort());
	expect(lines['Nabij, "echt"']).toEqual({
		Vraag: 'Vanuit welke waarden vertrek jij?',
		Kaartje: 'Nabij, "echt"',
		Organisatie: 'GGD',
		Groep: 'Nabijheid',
		'Ligt op': 'Dichtbij',
		Stippen: '2',
		Aandeel: '1',
		Waarde: 'Nabijheid'
	});
	expect(lines.Trots).toMatchObject({ Groep: 'Trots', Stippen: '0', Aandeel: '0', Waarde: '' });
	expect(lines.Alleen).toMatchObject({ Groep: '', Stippen: '', Aandeel: '' });
});

test('E1 an export can be made at any moment, and says how the board lies then', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'prepared' });
	expect(await jsonOf(meeting)).toMatchObject({ cards: [], groups: [], harvest: [] });
	expect((await csvOf(meeting)).trim().split('\r\n')).toHaveLength(1);
	await meeting.next();
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [card(1)]);
	expect((await jsonOf(meeting)).cards).toMatchObject([{ text: 'Dichtbij', group: 'Nabijheid' }]);
	await meeting.ungroup(idOf('group', 1));
	expect((await jsonOf(meeting)).cards).toMatchObject([{ text: 'Dichtbij', group: null, groupId: null }]);
	await meeting.back();
	expect((await jsonOf(meeting)).cards).toHaveLength(1);
	expect(await meeting.app.reports.step(meeting.journey, meeting.steps.checkIn)).toMatchObject({ cards: [] });
});

test('E2 neither export has a card that waits, a hidden one, or dots before the weighing is closed', async () => {
	const meeting = await aFullTable();
	await meeting.back();
	await meeting.back();
	must(await meeting.write(meeting.wies, 'GEHEIM-123', card(6)));
	const { cards, groups } = await jsonOf(meeting);
	expect(cards.map(({ text }) => text).sort()).toEqual(['Alleen', 'Dichtbij', 'Nabij, "echt"', 'Trots']);
	expect(groups.every(({ dots, share }) => dots === null && share === null)).toBe(true);
	const lines = await linesOf(meeting);
	expect(Object.keys(lines).sort()).toEqual(['Alleen', 'Dichtbij', 'Nabij, "echt"', 'Trots']);
	expect(Object.values(lines).every((line) => line.Stippen === '' && line.Aandeel === '')).toBe(true);
});

test('E3 neither export names a writer', async () => {
	const meeting = await aFullTable();
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	const both = JSON.stringify(await jsonOf(meeting)) + (await csvOf(meeting));
	for (const who of meeting.everyone)
		for (const trace of [who.participant, who.person, who.name]) expect(both).not.toContain(trace);
});

test('E4 no cell of a CSV is a formula, and a spreadsheet reads it as it is', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const formulas = [
		'=1+1',
		'+31 6 12',
		'-5 graden',
		'@SUM(A1)',
		'＝1+1',
		'=HYPERLINK("http://kwaad.nl","klik")'
	];
	for (const [n, text] of formulas.entries()) must(await meeting.write(meeting.wies, text, card(n)));
	const name = '=cmd|calc';
	const organisation = meeting.organisations.wel!;
	const words = { organisation, name, short: 'Welzijn', initials: 'W' };
	must(await meeting.app.acts.renameOrganisation(meeting.fenna, meeting.journey, words));
	await meeting.next();
	await meeting.group(
		idOf('group', 1),
		'@groep',
		formulas.map((_, n) => card(n))
	);
	const csv = await csvOf(meeting);
	expect(csv.startsWith('\ufeff')).toBe(true);
	const lines = cellsOf(csv);
	for (const cell of lines.slice(1).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
	expect(
		lines
			.slice(1)
			.map(([, text]) => text)
			.sort()
	).toEqual(formulas.map((text) => `'${text}`).sort());
	expect((await jsonOf(meeting)).cards.map(({ text }) => text).sort()).toEqual(formulas.toSorted());
});

/** As a spreadsheet reads it (RFC 4180), without the mark that it is UTF-8. */
function cellsOf(csv: string): string[][] {
	const cell = /(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r\n|$)/y;
	const lines: string[][] = [[]];
	cell.lastIndex = 1;
	while (cell.lastIndex < csv.length) {
		const [, quoted, bare, end] = cell.exec(csv)!;
		lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
		if (end === '\r\n' && cell.lastIndex < csv.length) lines.push([]);
	}
	return lines;
}

test('E2 a hidden card is not among the cards that something came from', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	for (const n of [1, 2]) must(await meeting.write(meeting.wies, `Kaartje ${n}`, idOf('card', n)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1), idOf('card', 2)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: idOf('card', 2) }));
	const found = (await meeting.app.reports.step(meeting.journey, meeting.steps.values))!;
	expect(found.harvest.map(({ cards }) => cards)).toEqual([[idOf('card', 1)]]);
});
