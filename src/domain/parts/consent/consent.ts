// Consent: an organisation holds a stance on one version of a text (I-rules). Silence and absence are never consent.
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { afterWorkingDays } from '#domain/journey/working-days.ts';
import { wordsOf } from '#domain/text/text.ts';

export const stances = ['consent', 'concern', 'objection', 'absent'] as const;
export type Stance = (typeof stances)[number];

/** What is done with an objection, and `answer` with a concern. */
export const methods = ['text', 'trial', 'measure', 'shorter-term', 'agreement-beside', 'answer'] as const;
export type Method = (typeof methods)[number];

/** Rounds in which objections to one subject are integrated; after that a smaller step is taken (I7). */
export const mostRounds = 3;

/** What can be consented to. */
export type SubjectKind = HarvestKind;

/** One text of what is consented to. */
export interface Words {
	/** What it is a text of. */
	harvest: string;
	field: string;
	text: string;
}

/** One thing that one organisation said, oldest first by `order`. */
export interface Said {
	id: string;
	/** In which order things were said and integrated in this round; times can be the same. */
	order: number;
	organisation: string;
	version: string;
	stance: Stance;
	/** Ms since 1970. */
	at: number;
}

export interface Integrated {
	/** Of the same count as `Said.order`. */
	order: number;
	/** The id of what was said. */
	stance: string;
	/** When the organisation that objected said that this will do. */
	acceptedAt: number | null;
}

/**
 * Where one organisation stands on the text of now:
 * - `asked`: no answer on this version, or its objection was integrated and it has not answered again
 * - `overdue`: absent, and its working days are over (I8)
 */
export type Standing = 'asked' | 'consent' | 'concern' | 'objection' | 'absent' | 'overdue';

export interface ConsentFacts {
	/** Everyone whose stance is asked: the organisations of the journey. */
	organisations: readonly string[];
	/** Of the text now. */
	version: string;
	/** On this subject, of all versions. */
	said: readonly Said[];
	integrated: readonly Integrated[];
	now: number;
	/** Working days that an absent organisation has (I8). */
	absentDays: number;
}

export interface Agreement {
	/** In the order of the organisations. */
	standings: StandingOf[];
	/** Every organisation consents, with a concern or without one, to the same version (I4). */
	agreed: boolean;
	/** 1 is the first. */
	round: number;
	/** The rounds are over, and there is an objection that came after them (I7). */
	smallerStep: boolean;
}

export interface StandingOf {
	organisation: string;
	standing: Standing;
	/** The id of the stance that counts; null where there is none on this version. */
	said: string | null;
	/** Until when an absent organisation has to answer, ms since 1970 (I8). */
	answersBy: number | null;
}

export function agreementOf(facts: ConsentFacts): Agreement {
	const { said, integrated, organisations } = facts;
	const standings = organisations.map((organisation) => standingOf(facts, organisation));
	const objections = standings.filter(({ standing }) => standing === 'objection').map((one) => one.said);
	return {
		standings,
		agreed: standings.length > 0 && standings.every(({ standing }) => agrees(standing)),
		round: roundOf(said, integrated),
		smallerStep: said.some(
			(one) => objections.includes(one.id) && roundOf(said, integrated, one.order) > mostRounds
		)
	};
}

/** Each of them answered to this version, or was recorded as absent: nobody waits for another any more (I18). */
export const everybodySaid = (
	organisations: readonly string[],
	version: string,
	said: readonly Pick<Said, 'organisation' | 'version'>[]
): boolean => organisations.length > 0 && organisations.every((one) => hasSaid(one, version, said));

export const hasSaid = (
	organisation: string,
	version: string,
	said: readonly Pick<Said, 'organisation' | 'version'>[]
): boolean => said.some((one) => one.organisation === organisation && one.version === version);

const agrees = (standing: Standing) => standing === 'consent' || standing === 'concern';

function standingOf(
	{ version, said, integrated, now, absentDays }: ConsentFacts,
	organisation: string
): StandingOf {
	const mine = said
		.filter((one) => one.organisation === organisation && one.version === version)
		.toSorted((a, b) => a.order - b.order);
	const newest = mine.at(-1);
	const answer = (standing: Standing, answersBy: number | null = null) => ({
		organisation,
		standing,
		said: newest?.id ?? null,
		answersBy
	});
	if (!newest) return answer('asked');
	switch (newest.stance) {
		case 'consent':
		case 'concern':
			return answer(newest.stance);
		case 'objection':
			// What was integrated is no harm any more, and no consent yet (I6)
			return answer(isAccepted(newest.id, integrated) ? 'asked' : 'objection');
		case 'absent': {
			const answersBy = afterWorkingDays(absentSince(mine), absentDays);
			return answer(now < answersBy ? 'absent' : 'overdue', answersBy);
		}
		default:
			return newest.stance satisfies never;
	}
}

/** Recording it again gives no more time. */
function absentSince(mine: readonly Said[]): number {
	const before = mine.findLastIndex((one) => one.stance !== 'absent');
	return mine[before + 1]!.at;
}

/** The newest integration of a stance is the one that counts. */
export function isAccepted(stance: string, integrated: readonly Integrated[]): boolean {
	const own = integrated.filter((one) => one.stance === stance).toSorted((a, b) => a.order - b.order);
	return (own.at(-1)?.acceptedAt ?? null) !== null;
}

/**
 * In which round something is that comes at `order`, now when it is left out: one more than the times that objections
 * were integrated before it, where several in a row are one time (I7).
 */
export function roundOf(
	said: readonly Said[],
	integrated: readonly Integrated[],
	order = Number.POSITIVE_INFINITY
): number {
	const objections = said.filter((one) => one.stance === 'objection');
	const ids = new Set(objections.map((one) => one.id));
	const steps = [
		...objections.map((one) => ({ order: one.order, integrates: false })),
		...integrated.filter((one) => ids.has(one.stance)).map((one) => ({ order: one.order, integrates: true }))
	]
		.filter((step) => step.order < order)
		.toSorted((a, b) => a.order - b.order);
	return 1 + steps.filter((step, index) => step.integrates && !steps[index - 1]?.integrates).length;
}

type Decided<T = object> = ({ ok: true } & T) | { ok: false; reason: string; field?: string };

export interface StanceFacts {
	/** The stage opens consent, and no lock or pause holds the pens. */
	closed: 'consent-not-open' | 'locked' | 'paused' | 'standpoint-later' | null;
	observes: boolean;
	organisation: string | null;
	/** Of the text now. */
	version: string;
	/** What an objection can say that it harms: values and ambitions. */
	harmable: readonly string[];
}

/** Whether a stance may be taken; `words` are tidied (I2, I3, I5). */
export function decideStance(
	facts: StanceFacts,
	given: { version: string; stance: Stance; harms: string; words: string }
): Decided<{ harms: string | null; words: string }> {
	if (facts.observes) return { ok: false, reason: 'observer' };
	if (facts.organisation === null) return { ok: false, reason: 'no-organisation' };
	if (facts.closed) return { ok: false, reason: facts.closed };
	if (given.version !== facts.version) return { ok: false, reason: 'text-changed' };
	if (given.stance === 'consent' || given.stance === 'absent') return { ok: true, harms: null, words: '' };
	const harms = given.stance === 'objection' ? given.harms : null;
	if (harms !== null && !facts.harmable.includes(harms))
		return { ok: false, reason: 'harms-missing', field: 'harms' };
	const wordless = harms === null ? 'concern-without-words' : 'objection-without-words';
	if (given.words === '') return { ok: false, reason: wordless, field: 'words' };
	return { ok: true, harms, words: given.words };
}

/** Whether an objection may be integrated or a concern answered; `round` is the one it came in (I6, I7). */
export function decideIntegration(
	of: { stance: Stance; /** It is the newest of its organisation. */ stands: boolean },
	method: Method,
	round: number
): Decided {
	if (of.stance !== 'objection' && of.stance !== 'concern')
		return { ok: false, reason: 'nothing-to-integrate' };
	if (!of.stands) return { ok: false, reason: 'stance-gone' };
	if (of.stance === 'concern') return { ok: true };
	if (method === 'answer') return { ok: false, reason: 'method-missing', field: 'method' };
	return round > mostRounds ? { ok: false, reason: 'smaller-step' } : { ok: true };
}

/**
 * The text as it is hashed: the same words make the same line, and another character, place or field another one
 * (I1). JSON of `[harvest, field, text]` in their order, in NFC.
 */
export const canonicalWords = (words: readonly Words[]): string =>
	JSON.stringify(words.map(({ harvest, field, text }) => [harvest, field, text.normalize('NFC')]));

export interface Piece {
	is: 'same' | 'gone' | 'new';
	text: string;
}

/** Longest text of which the words are compared, in words on both sides together; a longer one is new as a whole. */
const mostCompared = 4000;

/** What changed, word by word: the longest common row of words stays, the rest is gone or new. */
export function changedWords(before: string, after: string): Piece[] {
	const [a, b] = [wordsOf(before), wordsOf(after)];
	if (a.length + b.length > mostCompared) return join([gone(before), fresh(after)]);
	const common = commonLengths(a, b);
	const pieces: Piece[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		if (i < a.length && a[i] === b[j]) {
			pieces.push({ is: 'same', text: a[i++]! });
			j++;
		} else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!))
			pieces.push(gone(a[i++]!));
		else pieces.push(fresh(b[j++]!));
	}
	return join(pieces);
}

const gone = (text: string): Piece => ({ is: 'gone', text });
const fresh = (text: string): Piece => ({ is: 'new', text });

/** `[i][j]`: how many words the rests of both rows from there on have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
	const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			lengths[i]![j] =
				a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
	return lengths;
}

/** Neighbours of one sort are one piece. */
function join(pieces: readonly Piece[]): Piece[] {
	const joined: Piece[] = [];
	for (const { is, text } of pieces) {
		const last = joined.at(-1);
		if (text === '') continue;
		if (last?.is === is) joined[joined.length - 1] = { is, text: `${last.text} ${text}` };
		else joined.push({ is, text });
	}
	return joined;
}
