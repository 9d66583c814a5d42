// Which cards may belong together, by their words alone. A suggestion for people to take or leave (S-rules).
import { stopWords } from './stop-words.ts';

interface Card {
	id: string;
	text: string;
}

export interface SuggestedGroup {
	/** Ids, in the order in which the cards were given. */
	cards: string[];
	/** The words that they share, as people wrote them. */
	because: string[];
}

export interface SimilarOptions {
	/** 0..1: how alike the cards of a group are at least, on average. Higher gives fewer and surer groups. */
	threshold?: number;
	/** Words named in `because` at most. */
	words?: number;
}

/** Found on real values notes: lower joins cards that share one word by accident, higher misses pairs. */
const usualThreshold = 0.22;
const usualWords = 3;

/** A shorter stem has too many neighbours for one wrong letter to be a typing error. */
const typoLength = 7;
/** A longer one is no word that somebody mistyped, and each letter of it would be tried. */
const longestTypo = 60;

export function suggestGroups(
	cards: Card[],
	stem: (word: string) => string,
	{ threshold = usualThreshold, words = usualWords }: SimilarOptions = {}
): SuggestedGroup[] {
	const written = cards.map((card) => wordsOf(card.text, stem));
	const spelling = forgiveTypos(countCards(written.map((words) => words.keys())));
	const stems = written.map((words) => new Set([...words.keys()].map((word) => spelling.get(word) ?? word)));
	const counts = countCards(stems);
	const rarity = (word: string) => Math.log(1 + cards.length / counts.get(word)!);

	return cluster(linksBetween(stems, rarity), threshold)
		.toSorted((a, b) => b.length - a.length || a[0]! - b[0]!)
		.map((members) => ({
			cards: members.map((i) => cards[i]!.id),
			because: sharedStems(members, stems, rarity)
				.slice(0, words)
				.map((shared) => asWritten(shared, members, written, spelling))
		}));
}

/** Stem → the words it was written as. A card of stop words only ("niet over ons, zonder ons") is one word. */
function wordsOf(text: string, stem: (word: string) => string): Map<string, string[]> {
	const all =
		text
			.normalize('NFC')
			.toLowerCase()
			.match(/[\p{L}\p{N}\p{M}]{2,}/gu) ?? [];
	const telling = all.filter((word) => !stopWords.has(plain(word)));
	if (telling.length > 0) return Map.groupBy(telling, (word) => stem(plain(word)));
	const saying = all.join(' ');
	return new Map(saying ? [[saying, [saying]]] : []);
}

/** Without the accents of Latin letters: "clienten" and "cliënten" are one word. */
const plain = (word: string) =>
	word
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC');

function countCards(stems: Iterable<string>[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const ofOneCard of stems) for (const word of ofOneCard) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

/**
 * Rare stem → the more usual stem that it differs from by one letter: left out, added, wrong or swapped with its
 * neighbour, but not the first ("menselijk" is not "wenselijk"). Two such stems become the same when a letter is
 * left out of one or both.
 */
function forgiveTypos(counts: Map<string, number>): Map<string, string> {
	const usualFirst = [...counts.keys()]
		.filter((word) => word.length >= typoLength && word.length <= longestTypo)
		.sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
	const known = new Map<string, string>();
	const spelling = new Map<string, string>();
	for (const word of usualFirst) {
		const forms = [word, ...withoutOneLetter(word)];
		const near = forms.map((form) => known.get(form)).find((other) => other && oneSlip(word, other));
		if (near) spelling.set(word, near);
		else for (const form of forms) if (!known.has(form)) known.set(form, word);
	}
	return spelling;
}

const withoutOneLetter = (word: string) => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

/** Whether what differs is at most two letters side by side: left of it and right of it the words are equal. */
function oneSlip(a: string, b: string): boolean {
	if (a[0] !== b[0]) return false;
	let left = 0;
	while (left < a.length && a[left] === b[left]) left++;
	let right = 0;
	while (right < a.length - left && right < b.length - left && a.at(-1 - right) === b.at(-1 - right)) right++;
	const [middleA, middleB] = [a.slice(left, a.length - right), b.slice(left, b.length - right)];
	const swapped = middleA.length === 2 && middleA === middleB[1]! + middleB[0]!;
	return swapped || Math.max(middleA.length, middleB.length) <= 1;
}

/** Card → other card → cosine of their stems, weighed by how rare they are. Only pairs that share a stem. */
type Links = Map<number, number>[];

function linksBetween(stems: Set<string>[], rarity: (word: string) => number): Links {
	const lengths = stems.map((words) => Math.hypot(...[...words].map(rarity)));
	const links: Links = stems.map(() => new Map());
	for (const [word, cards] of cardsByStem(stems)) {
		const weight = rarity(word) ** 2;
		for (const a of cards)
			for (const b of cards)
				if (a !== b) links[a]!.set(b, (links[a]!.get(b) ?? 0) + weight / (lengths[a]! * lengths[b]!));
	}
	return links;
}

function cardsByStem(stems: Set<string>[]): Map<string, number[]> {
	const cards = new Map<string, number[]>();
	stems.forEach((words, i) => {
		for (const word of words) {
			const before = cards.get(word);
			if (before) before.push(i);
			else cards.set(word, [i]);
		}
	});
	return cards;
}

/**
 * Average link: groups that are most alike become one, until no two are alike enough. Found by following who is
 * nearest to whom until two are each other's nearest; a joined group is never nearer to a third than the nearest of
 * its halves was, so what was followed stays true. `links` is used up: it holds the sum over all pairs of two groups.
 */
function cluster(links: Links, threshold: number): number[][] {
	const members = links.map((_, i) => [i]);
	const likeness = (a: number, b: number) =>
		(links[a]!.get(b) ?? 0) / (members[a]!.length * members[b]!.length);

	for (let start = 0; start < links.length; start++) {
		const chain = members[start]!.length > 0 ? [start] : [];
		while (chain.length > 0) {
			const here = chain.at(-1)!;
			const before = chain.at(-2) ?? null;
			const next = nearest(here, before, links, likeness);
			if (next === null || likeness(here, next) < threshold) break;
			if (next !== before) chain.push(next);
			else {
				join(links, members, before, here);
				chain.splice(chain.length === 2 ? -1 : -2);
			}
		}
	}
	return members.filter((group) => group.length > 1).map((group) => group.sort((a, b) => a - b));
}

/** Of equals where one came from, else the lowest: so the same cards always give the same groups. */
function nearest(
	here: number,
	before: number | null,
	links: Links,
	likeness: (a: number, b: number) => number
): number | null {
	let found = before;
	let most = before === null ? 0 : likeness(here, before);
	for (const other of links[here]!.keys()) {
		const alike = likeness(here, other);
		if (alike < most || (alike === most && (found === before || found! < other))) continue;
		[found, most] = [other, alike];
	}
	return found;
}

/** Group `b` goes into group `a`. */
function join(links: Links, members: number[][], a: number, b: number): void {
	members[a]!.push(...members[b]!);
	members[b] = [];
	for (const [c, sum] of links[b]!) {
		links[c]!.delete(b);
		if (c === a) continue;
		links[a]!.set(c, (links[a]!.get(c) ?? 0) + sum);
		links[c]!.set(a, links[a]!.get(c)!);
	}
	links[b]!.clear();
}

/** Stems in two or more of the cards, the most telling first. */
function sharedStems(members: number[], stems: Set<string>[], rarity: (word: string) => number): string[] {
	const counts = countCards(members.map((i) => stems[i]!));
	const tells = (word: string) => counts.get(word)! * rarity(word);
	return [...counts.keys()]
		.filter((word) => counts.get(word)! > 1)
		.sort((a, b) => tells(b) - tells(a) || (a < b ? -1 : 1));
}

/** The way most of these cards write it. */
function asWritten(
	shared: string,
	members: number[],
	written: Map<string, string[]>[],
	spelling: Map<string, string>
): string {
	const forms = members.flatMap((i) =>
		[...written[i]!].flatMap(([word, as]) =>
			(spelling.get(word) ?? word) === shared ? [...new Set(as)] : []
		)
	);
	const counts = countCards(forms.map((form) => [form]));
	return [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))[0]!;
}
