import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterWorkingDays } from '#domain/journey/working-days.ts';
import {
	canonicalWords,
	changedWords,
	agreementOf,
	decideIntegration,
	decideStance,
	mostRounds,
	roundOf,
	stances,
	type ConsentFacts,
	type Integrated,
	type Said,
	type Stance,
	type Words
} from './consent.ts';

const table = ['wel', 'ggd', 'gem', 'wcp', 'pol', 'zor'];
const day = 24 * 60 * 60 * 1000;

/** What was said, in this order: who, what, and on which version. */
const saying = (...all: [organisation: string, stance: Stance, version?: string, at?: number][]): Said[] =>
	all.map(([organisation, stance, version = 'now', at = 0], index) => ({
		id: `s${index + 1}`,
		order: index + 1,
		organisation,
		stance,
		version,
		at
	}));
const everybody = (stance: Stance, version = 'now') =>
	saying(...table.map((organisation): [string, Stance, string] => [organisation, stance, version]));
const state = (said: readonly Said[], given: Partial<ConsentFacts> = {}) =>
	agreementOf({
		organisations: table,
		version: 'now',
		said,
		integrated: [],
		now: 0,
		absentDays: 10,
		...given
	});
const standingOf = (organisation: string, said: readonly Said[], given: Partial<ConsentFacts> = {}) =>
	state(said, given).standings.find((one) => one.organisation === organisation)!.standing;

const someStance = fc.constantFrom(...stances);
const someSaid = fc
	.array(fc.tuple(fc.constantFrom(...table), someStance, fc.constantFrom('now', 'then')), { maxLength: 30 })
	.map((all) => saying(...all));
const someIntegrated = (said: readonly Said[]): fc.Arbitrary<Integrated[]> =>
	said.length === 0
		? fc.constant([])
		: fc.array(
				fc.record({
					order: fc.integer({ min: 1, max: 60 }),
					stance: fc.constantFrom(...said.map(({ id }) => id)),
					acceptedAt: fc.constantFrom(null, 1)
				}),
				{ maxLength: 6 }
			);
const aRound = someSaid.chain((said) => fc.tuple(fc.constant(said), someIntegrated(said)));

const words = (text: string): Words[] => [
	{ harvest: 'v1', field: 'name', text: 'Nabijheid' },
	{ harvest: 'v1', field: 'meaning', text }
];

test('I1 any other character, place or field is another text, and one that looks the same is the same', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
			const same = one.normalize('NFC') === other.normalize('NFC');
			expect(canonicalWords(words(one)) === canonicalWords(words(other))).toBe(same);
		})
	);
	expect(canonicalWords(words('één'))).toBe(canonicalWords(words('e\u0301e\u0301n')));
	expect(canonicalWords(words('a').toReversed())).not.toBe(canonicalWords(words('a')));
	expect(canonicalWords([{ harvest: 'v1', field: 'seen', text: 'a' }])).not.toBe(
		canonicalWords([{ harvest: 'v1', field: 'unseen', text: 'a' }])
	);
	expect(canonicalWords([{ harvest: 'v1', field: 'a', text: '","b' }])).not.toBe(
		canonicalWords([{ harvest: 'v1', field: 'a","', text: 'b' }])
	);
});

test('I1 whatever was said before, an edit of any character asks every organisation again', () => {
	fc.assert(
		fc.property(aRound, fc.nat(20), fc.string({ minLength: 1, maxLength: 1 }), (round, at, character) => {
			const [said, integrated] = round;
			const text = 'dat wij om de hoek zitten';
			const edited = text.slice(0, at) + character + text.slice(at);
			const version = canonicalWords(words(edited));
			const before = said.map((one) => ({ ...one, version: canonicalWords(words(text)) }));
			const after = state(before, { version, integrated });
			expect(after.standings.map(({ standing }) => standing)).toEqual(table.map(() => 'asked'));
			expect(after.agreed).toBe(false);
		})
	);
});

const open = {
	closed: null,
	observes: false,
	organisation: 'wel',
	version: 'now',
	harmable: ['v1']
} as const;
const given = (stance: Stance, more: { version?: string; harms?: string; words?: string } = {}) => ({
	version: 'now',
	stance,
	harms: '',
	words: '',
	...more
});

test('I2 a stance on another version is refused', () => {
	expect(decideStance(open, given('consent'))).toEqual({ ok: true, harms: null, words: '' });
	expect(decideStance(open, given('consent', { version: 'then' }))).toEqual({
		ok: false,
		reason: 'text-changed'
	});
});

test('I2 a stance is taken while it is asked, by who speaks for an organisation', () => {
	const refusal = (facts: Partial<Parameters<typeof decideStance>[0]>) =>
		decideStance({ ...open, ...facts }, given('consent'));
	expect(refusal({ closed: 'locked' })).toEqual({ ok: false, reason: 'locked' });
	expect(refusal({ closed: 'consent-not-open' })).toEqual({ ok: false, reason: 'consent-not-open' });
	expect(refusal({ observes: true })).toEqual({ ok: false, reason: 'observer' });
	expect(refusal({ organisation: null })).toEqual({ ok: false, reason: 'no-organisation' });
});

test('I3 an objection needs what it harms and words, a concern needs words', () => {
	const harmed = given('objection', { harms: 'v1', words: 'Dit sluit mensen uit' });
	expect(decideStance(open, harmed)).toEqual({ ok: true, harms: 'v1', words: 'Dit sluit mensen uit' });
	for (const harms of ['', 'v2'])
		expect(decideStance(open, { ...harmed, harms })).toEqual({
			ok: false,
			reason: 'harms-missing',
			field: 'harms'
		});
	expect(decideStance(open, { ...harmed, words: '' })).toEqual({
		ok: false,
		reason: 'objection-without-words',
		field: 'words'
	});
	expect(decideStance(open, given('concern'))).toEqual({
		ok: false,
		reason: 'concern-without-words',
		field: 'words'
	});
	const concern = given('concern', { harms: 'v1', words: 'Een week is snel' });
	expect(decideStance(open, concern)).toEqual({ ok: true, harms: null, words: 'Een week is snel' });
	expect(decideStance(open, given('absent', { harms: 'v1', words: 'x' }))).toMatchObject({ words: '' });
});

test('I4 agreed is consent of everybody, with a concern or without one, on one version', () => {
	expect(state(everybody('consent')).agreed).toBe(true);
	expect(state([...everybody('consent').slice(0, 5), ...everybody('concern').slice(5)]).agreed).toBe(true);
	expect(state(everybody('consent').slice(1)).agreed).toBe(false);
	expect(state([...everybody('consent').slice(1), ...everybody('consent', 'then').slice(0, 1)]).agreed).toBe(
		false
	);
	expect(state(everybody('consent'), { organisations: [...table, 'new'] }).agreed).toBe(false);
	expect(state([], { organisations: [] }).agreed).toBe(false);
});

test('I4 silence and absence never become consent, whatever happens around them', () => {
	fc.assert(
		fc.property(
			aRound,
			fc.constantFrom(...table),
			fc.nat(100 * day),
			fc.boolean(),
			(round, who, now, left) => {
				const [said, integrated] = round;
				const others = said.filter((one) => one.organisation !== who);
				const own: Said[] = left
					? [{ id: 'own', order: 99, organisation: who, version: 'now', stance: 'absent', at: 0 }]
					: [];
				const after = state([...others, ...own], { integrated, now });
				expect(after.agreed).toBe(false);
				const { standing } = after.standings.find((one) => one.organisation === who)!;
				expect(left ? ['absent', 'overdue'] : ['asked']).toContain(standing);
			}
		)
	);
});

test('I5 the last stance of an organisation on a version counts', () => {
	fc.assert(
		fc.property(someSaid, fc.constantFrom(...table), someStance, (said, who, stance) => {
			const last = { id: 'last', order: 99, organisation: who, version: 'now', stance, at: 0 };
			expect(standingOf(who, [last, ...said])).toBe(stance);
		})
	);
});

test('I5 in which order different organisations answer makes no difference', () => {
	fc.assert(
		fc.property(someSaid, fc.infiniteStream(fc.nat(99)), (said, draws) => {
			// Shuffled between organisations; what one of them said keeps its order.
			const rows = Map.groupBy(said, (one) => one.organisation);
			const woven: Said[] = [];
			while ([...rows.values()].some((row) => row.length > 0)) {
				const filled = [...rows.values()].filter((row) => row.length > 0);
				woven.push(filled[draws.next().value! % filled.length]!.shift()!);
			}
			const reordered = woven.map((one, index) => ({ ...one, order: index + 1 }));
			expect(state(reordered).standings).toEqual(state(said).standings);
		})
	);
});

const done = (stance: string, order: number, acceptedAt: number | null): Integrated => ({
	stance,
	order,
	acceptedAt
});

test('I6 an objection stands until who raised it accepts what was done, and is then asked again', () => {
	const said = [...everybody('consent').slice(0, 5), ...everybody('objection').slice(5)];
	const standing = (integrated: Integrated[]) => standingOf('zor', said, { integrated });
	expect(standing([])).toBe('objection');
	expect(standing([done('s6', 7, null)])).toBe('objection');
	expect(standing([done('s6', 7, 1)])).toBe('asked');
	expect(standing([done('s6', 8, null), done('s6', 7, 1)])).toBe('objection');
	expect(state(said, { integrated: [done('s6', 7, 1)] }).agreed).toBe(false);
});

test('I6 only an objection or concern that stands is integrated', () => {
	expect(decideIntegration({ stance: 'consent', stands: true }, 'text', 1)).toMatchObject({
		reason: 'nothing-to-integrate'
	});
	expect(decideIntegration({ stance: 'objection', stands: false }, 'text', 1)).toMatchObject({
		reason: 'stance-gone'
	});
	expect(decideIntegration({ stance: 'objection', stands: true }, 'answer', 1)).toMatchObject({
		reason: 'method-missing'
	});
	expect(decideIntegration({ stance: 'objection', stands: true }, 'trial', 1)).toEqual({ ok: true });
});

test('I7 after three rounds with integrated objections a fourth is not integrated: a smaller step is asked for', () => {
	const said: Said[] = [];
	const integrated: Integrated[] = [];
	for (let round = 1; round <= mostRounds; round++) {
		const order = round * 10;
		for (const [more, organisation] of ['ggd', 'zor'].entries())
			said.push({ ...saying([organisation, 'objection'])[0]!, id: `o${order + more}`, order: order + more });
		expect(roundOf(said, integrated)).toBe(round);
		expect(state(said, { integrated }).smallerStep).toBe(false);
		integrated.push(done(`o${order}`, order + 2, 1), done(`o${order + 1}`, order + 3, 1));
		expect(roundOf(said, integrated)).toBe(round + 1);
		expect(roundOf(said, integrated, order + 1)).toBe(round);
	}
	expect(state(said, { integrated }).smallerStep).toBe(false);
	said.push({ ...saying(['ggd', 'objection'])[0]!, id: 'o99', order: 99 });
	expect(state(said, { integrated })).toMatchObject({ round: mostRounds + 1, smallerStep: true });
	expect(decideIntegration({ stance: 'objection', stands: true }, 'text', mostRounds + 1)).toEqual({
		ok: false,
		reason: 'smaller-step'
	});
	expect(decideIntegration({ stance: 'objection', stands: true }, 'text', mostRounds)).toEqual({ ok: true });
});

test('I8 an absent organisation has its working days from when that was recorded first', () => {
	const said = saying(['ggd', 'absent', 'now', day], ['ggd', 'absent', 'now', 2 * day]);
	const ends = (from: number) => afterWorkingDays(from, 10);
	const at = (now: number) => state(said, { now }).standings[1];
	expect(at(2 * day)).toMatchObject({ standing: 'absent', answersBy: ends(day) });
	expect(at(ends(day) - 1)).toMatchObject({ standing: 'absent' });
	expect(at(ends(day))).toMatchObject({ standing: 'overdue', answersBy: ends(day) });
	const again = [...said, ...saying(['ggd', 'consent'], ['ggd', 'absent', 'now', 9 * day])].map(
		(one, index) => ({ ...one, order: index + 1 })
	);
	expect(state(again, { now: 9 * day }).standings[1]).toMatchObject({ answersBy: ends(9 * day) });
});

test('I9 a concern blocks nothing, makes no round, and is answered also when the rounds are over', () => {
	const said = everybody('concern');
	expect(state(said)).toMatchObject({ agreed: true, round: 1 });
	const answered = { integrated: [done('s1', 7, null)] };
	expect(state([...said, { ...said[1]!, id: 's8', order: 8 }], answered)).toMatchObject({ round: 1 });
	expect(decideIntegration({ stance: 'concern', stands: true }, 'answer', mostRounds + 1)).toEqual({
		ok: true
	});
});

test('I12 with what is gone it is the old text, with what is new the text of now', () => {
	const text = fc.array(fc.constantFrom('wij', 'zien', 'elk', 'kind', 'op', 'tijd'), { maxLength: 12 });
	const without = (is: 'gone' | 'new', pieces: ReturnType<typeof changedWords>) =>
		pieces
			.filter((piece) => piece.is !== is)
			.map((piece) => piece.text)
			.join(' ');
	fc.assert(
		fc.property(text, text, (a, b) => {
			const [before, after] = [a.join(' '), b.join(' ')];
			const pieces = changedWords(before, after);
			expect(without('new', pieces)).toBe(before);
			expect(without('gone', pieces)).toBe(after);
			if (before === after) expect(pieces.every(({ is }) => is === 'same')).toBe(true);
			expect(pieces.some((piece, index) => piece.is === pieces[index + 1]?.is)).toBe(false);
		})
	);
});

test('I12 what stayed is shown as it was', () => {
	expect(changedWords('één op de drie euro’s', 'één op de vier euro’s')).toEqual([
		{ is: 'same', text: 'één op de' },
		{ is: 'gone', text: 'drie' },
		{ is: 'new', text: 'vier' },
		{ is: 'same', text: 'euro’s' }
	]);
	const long = 'woord '.repeat(5000).trim();
	expect(changedWords(long, 'kort')).toEqual([
		{ is: 'gone', text: long },
		{ is: 'new', text: 'kort' }
	]);
});
