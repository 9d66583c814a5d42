// Steps in which nobody knows who wrote what: not the table, not the facilitator, not this program (N-rules).
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';

/** A reveal has at least so many new cards, of so many people: fewer would tell who wrote (N4). */
export const fewestCards = 6;
export const fewestWriters = 3;
/** Of whom so many are left whichever organisation is left out: one that fills the room with its own unmasks nobody. */
export const fewestBeside = 2;

/**
 * How long what is told of unrevealed cards stays as it is, ms: nobody sees it move when somebody writes (N14). A room
 * writes for minutes, and whoever facilitates need not wait much longer than it takes to say so.
 */
export const tellEvery = 30_000;

/** What the room hears of a number of unrevealed cards: in fives, downwards (N14). */
export const inFives = (cards: number): number => cards - (cards % 5);

/** The kind is anonymous, or this step was made so (N1). */
export const isAnonymous = (kind: string, settings: { anonymous?: unknown }): boolean =>
	kindOf(kind).anonymous === true || settings.anonymous === true;

/**
 * Whether the anonymity of a step may become another (N2). Before anybody could write: as one likes. What was written
 * under a promise keeps it, a sentence that is no card yet too, which is counted nowhere; what lies on the table with its
 * writers can't be made anonymous any more. `begun`: the step has left its first stage.
 */
export function decideAnonymity(
	step: { kind: string; anonymous: boolean; begun: boolean; written: number; revealed: number },
	wanted: boolean
): { ok: true } | { ok: false; reason: 'anonymous-by-kind' | 'anonymity-promised' | 'anonymity-too-late' } {
	if (wanted === step.anonymous) return { ok: true };
	if (!wanted && kindOf(step.kind).anonymous) return { ok: false, reason: 'anonymous-by-kind' };
	if (!wanted && (step.begun || step.written > 0)) return { ok: false, reason: 'anonymity-promised' };
	if (wanted && step.revealed > 0) return { ok: false, reason: 'anonymity-too-late' };
	return { ok: true };
}

/** What counts of cards that nobody saw yet: those of people who were admitted before it was written here (N4, N16). */
export interface Counted {
	cards: number;
	/** Of each of those people the organisation that they come for; null: for none. */
	writers: readonly (string | null)[];
}

function isEnough({ cards, writers }: Counted): boolean {
	const beside = (organisation: string | null) => writers.filter((of) => of !== organisation).length;
	return (
		cards >= fewestCards &&
		writers.length >= fewestWriters &&
		writers.every((organisation) => beside(organisation) >= fewestBeside)
	);
}

/**
 * What becomes of the cards that nobody saw yet, when the table is about to open. `wait`: they stay alone until there
 * are more (N5). `too-few`: there is nothing to open the table for.
 */
export function decideReveal(fresh: Counted, onTable: number): 'reveal' | 'wait' | 'too-few' {
	if (isEnough(fresh)) return 'reveal';
	return onTable > 0 ? 'wait' : 'too-few';
}

/** Where the private documents of an anonymous step stand: they are open only while people write (N9). */
export function ownDocuments(kind: string, stage: string): 'open' | 'not-open-yet' | 'revealed' {
	if (stageOf(kind, stage).opens === 'cards') return 'open';
	const { stages } = kindOf(kind);
	const here = stages.findIndex(({ name }) => name === stage);
	return stages.slice(0, here).some(({ opens }) => opens === 'cards') ? 'revealed' : 'not-open-yet';
}
