import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
	clauseOf,
	decidePoles,
	judgementIn,
	lacksOf,
	quadrants,
	signalsOf,
	type Pole,
	type Quadrant,
	type Tension
} from './tension.ts';

interface DemoTension {
	[text: string]: unknown;
	key: string;
	poleA: string;
	poleB: string;
	quadrants: Record<Quadrant, string[]>;
	leaning: Record<string, Pole>;
	themes: string[];
}

const demo = (
	JSON.parse(readFileSync('server/demo/wilgenmeer.json', 'utf8')) as {
		tensions: DemoTension[];
	}
).tensions;

/** As the demo's table filled it: what is good about a pole was written by an organisation that leans to the other. */
function mapOf({ quadrants: lines, leaning, themes, ...texts }: DemoTension): Tension {
	const leanings = Object.entries(leaning).map(([organisation, pole]) => ({ organisation, pole }));
	const who = (pole: Pole) => leanings.find((l) => l.pole === pole)?.organisation ?? null;
	return {
		texts: texts as unknown as Record<string, string>,
		items: quadrants.flatMap((quadrant) =>
			lines[quadrant].map(() => ({ quadrant, organisation: who(quadrant.startsWith('a') ? 'b' : 'a') }))
		),
		leanings,
		owners: { a: who('a'), b: who('b') },
		links: themes
	};
}

const complete = mapOf(demo[0]!);
const empty: Tension = {
	texts: {},
	items: [],
	leanings: [],
	owners: { a: null, b: null },
	links: []
};
const withTexts = (texts: Record<string, string>): Tension => ({
	...complete,
	texts: { ...complete.texts, ...texts }
});

test('M1 a name has 1 to 60 visible characters, and the two differ', () => {
	expect(decidePoles(' Nu  helpen ', 'Later voorkomen')).toEqual({
		ok: true,
		a: 'Nu helpen',
		b: 'Later voorkomen'
	});
	expect(decidePoles('', 'Later')).toEqual({ ok: false, reason: 'line-empty', field: 'poleA' });
	expect(decidePoles('Nu', 'L'.repeat(61))).toEqual({ ok: false, reason: 'line-too-long', field: 'poleB' });
	expect(decidePoles('Nu', 'L'.repeat(60))).toMatchObject({ ok: true });
	expect(decidePoles('Nu helpen', 'nu Helpen')).toEqual({ ok: false, reason: 'poles-same', field: 'poleB' });
	expect(lacksOf(withTexts({ poleA: ' ' }))).toEqual(['pole-a']);
	expect(lacksOf(withTexts({ poleB: 'L'.repeat(61) }))).toEqual(['pole-b']);
});

test.each([
	['Te veel regels', 'Te veel'],
	['Altijd te traag', 'te traag'],
	['Onnodig overleg', 'Onnodig'],
	['Alleen maar vergaderen', 'Alleen maar'],
	['Slechte zorg', 'Slechte'],
	['NAÏEVE hoop', 'NAÏEVE'],
	['Too many rules', 'Too many'],
	['Pointless talk', 'Pointless']
])('M1 ‘%s’ judges with ‘%s’', (name, word) => {
	expect(judgementIn(name)).toBe(word);
	expect(decidePoles('Ruimte', name)).toEqual({ ok: false, reason: 'pole-judges', field: 'poleB' });
	expect(lacksOf(withTexts({ poleA: name }))).toEqual(['neutral-a']);
});

test.each([
	'Durven te kiezen',
	'Tijd om te zien',
	'Teamwerk',
	'Alleen wonen',
	'Slechthorend',
	'Maatwerk',
	'Te',
	''
])('M1 ‘%s’ does not judge', (name) => expect(judgementIn(name)).toBeNull());

test('M2 an empty map misses everything, in the order in which it is worked at', () => {
	expect(lacksOf(empty)).toEqual([
		'pole-a',
		'pole-b',
		'theme',
		'a-plus',
		'b-plus',
		'a-minus',
		'b-minus',
		'other-a',
		'other-b',
		'purpose',
		'fear',
		'signal-a',
		'signal-b',
		'clause-a',
		'clause-b',
		'owners'
	]);
});

test('M2 all eight tensions of the demo are maps with neutral poles, and complete where somebody leans each way', () => {
	expect(demo).toHaveLength(8);
	for (const tension of demo) {
		const ways = new Set(Object.values(tension.leaning)).size;
		expect([tension.key, lacksOf(mapOf(tension))]).toEqual([
			tension.key,
			ways === 2 ? [] : expect.arrayContaining(['owners'])
		]);
		expect(decidePoles(tension.poleA, tension.poleB)).toMatchObject({ ok: true });
	}
});

test('M3 each quadrant has two lines', () => {
	for (const quadrant of quadrants) {
		const first = complete.items.findIndex((item) => item.quadrant === quadrant);
		expect(lacksOf({ ...complete, items: complete.items.toSpliced(first, 1) })).toEqual([quadrant]);
	}
});

test('M4 what is good about a pole is said by who leans to the other one', () => {
	const own = complete.leanings.find((l) => l.pole === 'a')!.organisation;
	const said = (organisation: string | null) =>
		lacksOf({
			...complete,
			items: complete.items.map((item) => (item.quadrant === 'a-plus' ? { ...item, organisation } : item))
		});
	expect(said(own)).toEqual(['other-a']);
	expect(said(null)).toEqual(['other-a']);
	expect(said('wel')).toEqual(['other-a']);
	const one = complete.items.findIndex((item) => item.quadrant === 'b-plus');
	const items = complete.items.with(one, { quadrant: 'b-plus', organisation: null });
	expect(lacksOf({ ...complete, items })).toEqual([]);
});

test('M5 each clause is an action of three words or more, without the words that join them', () => {
	expect(clauseOf(withTexts({ clauseA: ' wij houden de hulp op peil. ' }), 'a')).toBe(
		'houden de hulp op peil'
	);
	expect(clauseOf(withTexts({ clauseB: 'Én wij zetten geld apart' }), 'b')).toBe('zetten geld apart');
	expect(clauseOf(withTexts({ clauseB: 'and we keep the money' }), 'b')).toBe('keep the money');
	expect(lacksOf(withTexts({ clauseA: '', clauseB: 'en wij doen mee' }))).toEqual(['clause-a', 'clause-b']);
	expect(lacksOf(withTexts({ clauseA: 'doen echt mee' }))).toEqual([]);
	expect(lacksOf(withTexts({ clauseA: 'doen - mee' }))).toEqual(['clause-a']);
});

test('M6 each pole is looked after by an organisation that leans to it', () => {
	const { a, b } = complete.owners;
	expect(lacksOf({ ...complete, owners: { a, b: null } })).toEqual(['owners']);
	expect(lacksOf({ ...complete, owners: { a: b, b: a } })).toEqual(['owners']);
	expect(lacksOf({ ...complete, owners: { a, b: a } })).toEqual(['owners']);
	const turned = complete.leanings.map((l) => (l.organisation === b ? { ...l, pole: 'a' as const } : l));
	expect(lacksOf({ ...complete, leanings: turned })).toEqual(expect.arrayContaining(['owners']));
});

test('M11 a map has a purpose, a fear, a signal for each pole, and a theme', () => {
	for (const field of ['purpose', 'fear']) expect(lacksOf(withTexts({ [field]: '' }))).toEqual([field]);
	expect(lacksOf(withTexts({ signalA: '\n \n' }))).toEqual(['signal-a']);
	expect(lacksOf(withTexts({ signalB: '' }))).toEqual(['signal-b']);
	expect(signalsOf(withTexts({ signalA: 'Twee afzeggingen\n\n Langer wachten ' }), 'a')).toEqual([
		'Twee afzeggingen',
		'Langer wachten'
	]);
	expect(lacksOf({ ...complete, links: [] })).toEqual(['theme']);
});
