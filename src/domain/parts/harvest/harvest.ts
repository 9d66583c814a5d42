// What the steps harvest, what is written at each of them, and what each may rest on (H-rules).
import { wordsOf } from '#domain/text/text.ts';

export const harvestKinds = ['value', 'theme', 'tension', 'solution', 'ambition'] as const;
export type HarvestKind = (typeof harvestKinds)[number];

/** Of an ambition: the texts that say how it is measured. */
export const ambitionMeasures = [
	'indicator',
	'unit',
	'baseline',
	'baselineYear',
	'target2028',
	'target2040',
	'source',
	'unmeasured'
] as const;
export const ambitionTexts = [
	'name',
	'text',
	'from',
	'to',
	...ambitionMeasures,
	'stop',
	'residents',
	'alarms'
] as const;

/** Words, at most. */
const longestName = 8;
/** An ambition is called in a few words (Z9, X2). */
export const hasLongName = (name: string): boolean => wordsOf(name).length > longestName;

/** The texts that are written together, in the order in which they are asked. */
export const harvestFields: Record<HarvestKind, readonly string[]> = {
	value: ['name', 'meaning', 'seen', 'unseen'],
	theme: ['name', 'vision'],
	tension: ['poleA', 'poleB', 'purpose', 'fear', 'signalA', 'signalB', 'clauseA', 'clauseB'],
	solution: ['name', 'what'],
	ambition: ambitionTexts
};

/** Texts that are a list, one thing on a line. */
export const inLines: ReadonlySet<string> = new Set(['alarms', 'signalA', 'signalB']);

/** What it is called in a list; a tension is called by its two poles. */
export function nameOf(kind: HarvestKind, texts: Record<string, string>): string {
	if (kind !== 'tension') return texts.name ?? '';
	return [texts.poleA, texts.poleB].filter(Boolean).join(' & ');
}

/** What it may be linked to (H5); the thread follows these links, both ways. */
export const restsOn: Record<HarvestKind, readonly HarvestKind[]> = {
	value: [],
	theme: ['value'],
	tension: ['theme'],
	solution: ['theme', 'tension'],
	ambition: ['value', 'theme', 'tension', 'solution']
};

/** On how many of a kind it rests at least (H6). */
export const restsOnLeast: Partial<Record<HarvestKind, Partial<Record<HarvestKind, number>>>> = {
	theme: { value: 2 },
	ambition: { value: 2 }
};

/** How many links to this kind are still asked. */
export const linksAsked = (kind: HarvestKind, to: HarvestKind, linked: number): number =>
	Math.max(0, (restsOnLeast[kind]?.[to] ?? 0) - linked);
