// A tension as a polarity map: two poles that need each other, and a sentence that does justice to both (M-rules).
import { checkLine, tidy, tidyLines, wordsOf, type Checked } from '#domain/text/text.ts';
import { judgements } from '#domain/kinds/today/judgements.ts';

/** Visible characters in the name of a pole (M1). */
export const poleLimit = 60;
/** Visible characters of what stands in a quadrant. */
export const itemLimit = 140;
/** Of each quadrant (M3). */
const itemsNeeded = 2;
/** 'Wij doen dit': fewer words hold no action (M5). */
const clauseWords = 3;

export const poles = ['a', 'b'] as const;
export type Pole = (typeof poles)[number];

/** What each pole brings, and what too much of it costs; in the order in which the map is read. */
export const quadrants = ['a-plus', 'b-plus', 'a-minus', 'b-minus'] as const;
export type Quadrant = (typeof quadrants)[number];

export interface Tension {
	/** By field: `harvestFields.tension`. */
	texts: Record<string, string>;
	/** `organisation` wrote it; null for who sits for none. */
	items: readonly { quadrant: Quadrant; organisation: string | null }[];
	/** Of each organisation that leans to a pole. */
	leanings: readonly { organisation: string; pole: Pole }[];
	/** Of each pole the organisation that looks after it. */
	owners: Record<Pole, string | null>;
	/** Ids of what it rests on. */
	links: readonly string[];
}

/** What a map still misses, in the order in which it is worked at. */
export type Lack =
	| `${'pole' | 'neutral' | 'other' | 'signal' | 'clause'}-${Pole}`
	| Quadrant
	| 'theme'
	| 'purpose'
	| 'fear'
	| 'owners';

const upper = (pole: Pole) => pole.toUpperCase() as 'A' | 'B';
const textOf = ({ texts }: Pick<Tension, 'texts'>, field: string) => texts[field] ?? '';
export const poleOf = (tension: Pick<Tension, 'texts'>, pole: Pole) => textOf(tension, `pole${upper(pole)}`);
export const otherPole = (pole: Pole): Pole => (pole === 'a' ? 'b' : 'a');

/** Everything that a map still misses; nothing: it is complete (M2). It blocks nobody (M8). */
export function lacksOf(tension: Tension): Lack[] {
	return [
		...poles.flatMap((pole) => poleLacks(pole, poleOf(tension, pole))),
		...(tension.links.length > 0 ? [] : ['theme' as const]),
		...quadrants.filter((quadrant) => countIn(tension, quadrant) < itemsNeeded),
		...poles.filter((pole) => !hasOthersView(tension, pole)).map((pole) => `other-${pole}` as const),
		...(['purpose', 'fear'] as const).filter((field) => tidy(textOf(tension, field)) === ''),
		...poles.filter((pole) => signalsOf(tension, pole).length === 0).map((pole) => `signal-${pole}` as const),
		...poles.filter((pole) => !isAction(clauseOf(tension, pole))).map((pole) => `clause-${pole}` as const),
		...(ownersFit(tension) ? [] : ['owners' as const])
	];
}

function poleLacks(pole: Pole, name: string): Lack[] {
	if (!checkLine(name, poleLimit).ok) return [`pole-${pole}`];
	return judgementIn(name) === null ? [] : [`neutral-${pole}`];
}

const countIn = ({ items }: Tension, quadrant: Quadrant) =>
	items.filter((item) => item.quadrant === quadrant).length;

/** Somebody who leans to the other pole wrote what is good about this one (M4). */
function hasOthersView({ items, leanings }: Tension, pole: Pole): boolean {
	const others = leanings.filter((l) => l.pole === otherPole(pole)).map((l) => l.organisation);
	return items.some(
		({ quadrant, organisation }) =>
			quadrant === `${pole}-plus` && organisation !== null && others.includes(organisation)
	);
}

/** By what you see early that there is too much of this pole; one on a line. */
export function signalsOf(tension: Pick<Tension, 'texts'>, pole: Pole): string[] {
	return tidyLines(textOf(tension, `signal${upper(pole)}`))
		.split('\n')
		.filter(Boolean);
}

/** What stands behind 'Wij' and 'én wij', also where somebody wrote those words once more. */
export function clauseOf(tension: Pick<Tension, 'texts'>, pole: Pole): string {
	return tidy(textOf(tension, `clause${upper(pole)}`))
		.replace(/^(?:(?:én|en|and)\s+)?(?:wij|we)\s+/iu, '')
		.replace(/(?<![\s.])[\s.]+$/u, '');
}

const isAction = (clause: string) =>
	wordsOf(clause).filter((word) => /\p{L}/u.test(word)).length >= clauseWords;

/** Each pole is looked after by an organisation that leans to it, so the two lean to different ones (M6). */
export function ownersFit({ owners, leanings }: Pick<Tension, 'owners' | 'leanings'>): boolean {
	return poles.every((pole) => owners[pole] !== null && leansTo(leanings, owners[pole], pole));
}

export const leansTo = (leanings: Tension['leanings'], organisation: string, pole: Pole): boolean =>
	leanings.some((leaning) => leaning.organisation === organisation && leaning.pole === pole);

/**
 * The word that makes a name a judgement, as it was written, or null (M1). 'Te' judges before a word ('te veel
 * regels'), not before a verb ('durven te kiezen').
 */
export function judgementIn(name: string): string | null {
	const words = tidy(name).match(/[\p{L}\p{M}'’]+/gu) ?? [];
	for (const [index, word] of words.entries()) {
		const next = words[index + 1];
		const pair = next === undefined ? '' : `${word} ${next}`;
		if (next !== undefined && isTooMuch(word, next)) return pair;
		if (pair && judgements.has(pair.toLowerCase())) return pair;
		if (judgements.has(word.toLowerCase())) return word;
	}
	return null;
}

const isTooMuch = (word: string, next: string) =>
	/^too$/iu.test(word) || (/^te$/iu.test(word) && !isInfinitive(next));
/** 'Open' looks like one and is none. */
const isInfinitive = (word: string) => /(?:en|aan|ien|oen|ijn)$/iu.test(word) && !/^open$/iu.test(word);

/**
 * Two names that a tension may be proposed with (M1), tidied. Reasons, with their field: line-empty, line-too-long,
 * pole-judges, poles-same.
 */
export function decidePoles(
	a: string,
	b: string
): { ok: true; a: string; b: string } | { ok: false; reason: string; field: 'poleA' | 'poleB' } {
	const [first, second] = [checkPole(a), checkPole(b)];
	if (!first.ok) return { ...first, field: 'poleA' };
	if (!second.ok) return { ...second, field: 'poleB' };
	if (first.text.toLowerCase() === second.text.toLowerCase())
		return { ok: false, reason: 'poles-same', field: 'poleB' };
	return { ok: true, a: first.text, b: second.text };
}

function checkPole(name: string): Checked {
	const checked = checkLine(name, poleLimit);
	if (checked.ok && judgementIn(checked.text) !== null) return { ok: false, reason: 'pole-judges' };
	return checked;
}
