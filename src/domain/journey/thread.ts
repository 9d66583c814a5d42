// The thread: from any card to the ambition that it fed, and back (L-rules).
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';

export type ThingKind = 'card' | HarvestKind;

export interface Thing {
	id: string;
	kind: ThingKind;
}

/** `from` rests on `to`: an ambition on a theme, a theme on a value, a value on a card. */
export interface Link {
	from: string;
	to: string;
}

export interface Lineage<T extends Thing = Thing> {
	things: readonly T[];
	links: readonly Link[];
	/** Solutions that were put aside with a reason. */
	notNow: ReadonlySet<string>;
}

/** Everything that it rests on, however far back (L1). Without itself, in the order of `things`. */
export const cameFrom = <T extends Thing>(lineage: Lineage<T>, id: string): T[] =>
	reach(lineage, id, ({ from, to }) => [from, to]);

/** Everything that rests on it, however far on (L1). Without itself, in the order of `things`. */
export const became = <T extends Thing>(lineage: Lineage<T>, id: string): T[] =>
	reach(lineage, id, ({ from, to }) => [to, from]);

function reach<T extends Thing>(
	{ things, links }: Lineage<T>,
	id: string,
	way: (link: Link) => [here: string, there: string]
): T[] {
	const next = new Map<string, string[]>();
	for (const link of links) {
		const [here, there] = way(link);
		next.set(here, [...(next.get(here) ?? []), there]);
	}
	const found = new Set<string>();
	const waiting = [id];
	for (let here = waiting.pop(); here !== undefined; here = waiting.pop())
		for (const there of next.get(here) ?? [])
			if (there !== id && !found.has(there)) {
				found.add(there);
				waiting.push(there);
			}
	return things.filter((thing) => found.has(thing.id));
}

export type Gap =
	'value-unused' | 'theme-unused' | 'solution-undecided' | 'ambition-without-values' | 'card-nowhere';

/**
 * Where the thread breaks (L2): what nothing rests on although the steps that could are there. A card that went
 * nowhere is no fault, and is said too (L3).
 */
export function gapsIn(lineage: Lineage): Map<string, Gap> {
	const kinds = new Set(lineage.things.map(({ kind }) => kind));
	const gaps = new Map<string, Gap>();
	for (const thing of lineage.things) {
		const gap = gapOf(lineage, thing, kinds);
		if (gap) gaps.set(thing.id, gap);
	}
	return gaps;
}

function gapOf(lineage: Lineage, { id, kind }: Thing, kinds: ReadonlySet<ThingKind>): Gap | null {
	const uses = (of: readonly Thing[], ...wanted: ThingKind[]) =>
		of.some((thing) => wanted.includes(thing.kind));
	const hasAmbitions = kinds.has('ambition');
	switch (kind) {
		case 'card':
			return became(lineage, id).length === 0 ? 'card-nowhere' : null;
		case 'value':
			if (!hasAmbitions && !kinds.has('theme')) return null;
			return uses(became(lineage, id), hasAmbitions ? 'ambition' : 'theme') ? null : 'value-unused';
		case 'theme':
			return hasAmbitions && !uses(became(lineage, id), 'ambition') ? 'theme-unused' : null;
		case 'solution':
			if (!hasAmbitions || lineage.notNow.has(id)) return null;
			return uses(became(lineage, id), 'ambition') ? null : 'solution-undecided';
		case 'ambition':
			return uses(cameFrom(lineage, id), 'value') ? null : 'ambition-without-values';
		case 'tension':
			return null;
		default:
			return kind satisfies never;
	}
}
