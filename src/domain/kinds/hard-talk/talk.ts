// The talk that a table avoids: one card, a script of four timed turns, and what is kept of it (Q-rules).
import type { Missing } from '#domain/journey/gates.ts';
import { checkDate } from '#domain/journey/moments.ts';
import { checkLine, type Checked } from '#domain/text/text.ts';

const minuteMs = 60_000;

/** The script, 45 minutes together (Q1). Each name is also its message key: `talk_turn_<name>`. */
export const script = [
	{ name: 'uninterrupted', minutes: 12 },
	{ name: 'recognising', minutes: 13 },
	{ name: 'mine', minutes: 10 },
	{ name: 'agreeing', minutes: 10 }
] as const;
export type TurnName = (typeof script)[number]['name'];

/** After the last turn: the three lines are written. */
export const closing = script.length + 1;

/** Visible characters in an agreement or an open point. */
export const talkLimit = 400;

/** What is known of the talk about one card. `turn`: 0 before the first, 1 to 4, 5 after the last. */
export interface Talk {
	card: string;
	turn: number;
	endedAt: number | null;
}

export type TalkState = 'none' | 'under-way' | 'discussed' | 'left-open';

/** Where a card stands; a card without a talk has none. */
export function stateOf(talk: Pick<Talk, 'turn' | 'endedAt'> | undefined): TalkState {
	if (!talk) return 'none';
	if (talk.endedAt !== null) return talk.turn === 0 ? 'left-open' : 'discussed';
	return talk.turn === 0 ? 'none' : 'under-way';
}

/** When the bell of a turn rings, server time; null outside the four turns. */
export function bellAt(turn: number, turnAt: number | null): number | null {
	const rule = script[turn - 1];
	return rule && turnAt !== null ? turnAt + rule.minutes * minuteMs : null;
}

type Refused = { ok: false; reason: 'talk-under-way' | 'talk-over' | 'talk-not-under-way' };
type Decision = { ok: true; changes: boolean } | Refused;

/** One talk at a time; a card that was dealt with is taken up again first (Q2). */
export function decideBegin(talks: readonly Talk[], card: string): Decision {
	const state = stateOf(talks.find((talk) => talk.card === card));
	if (state === 'under-way') return { ok: true, changes: false };
	if (state !== 'none') return { ok: false, reason: 'talk-over' };
	const isBusy = talks.some((talk) => stateOf(talk) === 'under-way');
	return isBusy ? { ok: false, reason: 'talk-under-way' } : { ok: true, changes: true };
}

/** The turn after `from` (+1), or the one before; a second tap of a double click finds another turn (Q2). */
export function decideTurn(talk: Talk, from: number, by: 1 | -1): { ok: true; turn: number } | Refused {
	if (stateOf(talk) !== 'under-way') return { ok: false, reason: 'talk-not-under-way' };
	const turn = talk.turn === from ? from + by : talk.turn;
	return { ok: true, turn: Math.min(closing, Math.max(1, turn)) };
}

/** What is kept of a talk (Q3). */
export interface Outcome {
	agreement: string;
	openPoint: string;
	/** ISO date, or null. */
	nextDate: string | null;
}

type Wrong = { ok: false; reason: string; field: 'agreement' | 'openPoint' | 'nextDate' };

/** An agreement or an open point; with an open point a date on which it goes on. `today`: ISO date (Q3). */
export function checkOutcome(
	given: { agreement: string; openPoint: string; nextDate: string },
	today: string
): { ok: true; outcome: Outcome } | Wrong {
	const agreement = checkPart(given.agreement);
	if (!agreement.ok) return { ...agreement, field: 'agreement' };
	const openPoint = checkPart(given.openPoint);
	if (!openPoint.ok) return { ...openPoint, field: 'openPoint' };
	if (!agreement.text && !openPoint.text)
		return { ok: false, reason: 'talk-outcome-missing', field: 'agreement' };
	const outcome = { agreement: agreement.text, openPoint: openPoint.text, nextDate: null };
	if (given.nextDate === '' && !openPoint.text) return { ok: true, outcome };
	const date = checkNextDate(given.nextDate, today);
	return date.ok
		? { ok: true, outcome: { ...outcome, nextDate: date.text } }
		: { ...date, field: 'nextDate' };
}

/** A day that exists, today or later (Q3, Q4). */
export function checkNextDate(given: string, today: string): Checked {
	if (given === '') return { ok: false, reason: 'talk-date-missing' };
	const date = checkDate(given);
	return date.ok && given < today ? { ok: false, reason: 'date-past' } : date;
}

/** The cards that are neither discussed nor left open (Q6). */
export const missingTalks = (undecided: number): Missing[] =>
	undecided > 0 ? [{ reason: 'talks-undecided', names: [String(undecided)] }] : [];

/** May be left out. */
function checkPart(text: string): Checked {
	const checked = checkLine(text, talkLimit);
	return !checked.ok && checked.reason === 'line-empty' ? { ok: true, text: '' } : checked;
}
