// The run-sheet of a meeting: what happens when, how people sit, and how far the room is behind (D-rules).
import { checkLine, isFarLonger, isLonger, tidy } from '#domain/text/text.ts';
import { checkDate, checkTime } from './moments.ts';

/** How people sit in a step: each alone, in pairs, in fours, or all together. */
export const forms = ['alone', 'pairs', 'fours', 'plenary'] as const;
export type Form = (typeof forms)[number];

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
/** Who opens a meeting longer before its start tries it out, or holds it at another time, ms. */
const openedForIt = 3 * 60 * minuteMs;

/** 570 as `09:30`; what runs past midnight begins again at `00:00`. */
export function timeOfMinute(minute: number): string {
	const inDay = ((minute % dayMinutes) + dayMinutes) % dayMinutes;
	const two = (n: number) => String(n).padStart(2, '0');
	return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`;
}

/** When each step begins and is over, in minutes after the start of the meeting (D1, D2). */
export function planned(steps: readonly { minutes: number }[]): { from: number; until: number }[] {
	let at = 0;
	return steps.map(({ minutes }) => ({ from: at, until: (at += minutes) }));
}

/**
 * What the times of a meeting count from, ms since 1970: its planned start when it was opened in the three hours before it or before
 * it should have been over, else its opening (D5).
 */
export function countsFrom(startsAt: number, openedAt: number | null, minutes: number): number {
	if (openedAt === null) return startsAt;
	const inTime = openedAt > startsAt - openedForIt && openedAt < startsAt + minutes * minuteMs;
	return inTime ? startsAt : openedAt;
}

/** One step of the run-sheet, with the moment it begins. */
export interface SheetLine {
	id: string;
	/** As it looks now, ms since 1970. */
	at: number;
	/** Minutes later than planned, negative when earlier; 0 up to and with the room's step. */
	late: number;
}

interface SheetStep {
	id: string;
	minutes: number;
	/** When the room first came there, ms since 1970; null when it was not there yet. */
	enteredAt: number | null;
}

/**
 * When each step begins, and how many minutes the room is behind; negative: ahead. What comes after the room's step
 * (`here`) moves along with it (D3, D4).
 */
export function runSheet(
	startsAt: number,
	steps: readonly SheetStep[],
	here: string | null = null,
	now = startsAt
): { lines: SheetLine[]; drift: number } {
	const plan = planned(steps);
	const at = steps.findIndex((step) => step.id === here);
	const drift = at < 0 ? 0 : driftOf(startsAt, plan[at]!, steps[at]!.enteredAt, now);
	const lines = steps.map(({ id }, index) => {
		const late = at >= 0 && index > at ? drift : 0;
		return { id, at: startsAt + (plan[index]!.from + late) * minuteMs, late };
	});
	return { lines, drift };
}

/** Whole minutes: as much later as the room came, or as its step runs over if that is more (D3). */
function driftOf(
	startsAt: number,
	{ from, until }: { from: number; until: number },
	enteredAt: number | null,
	now: number
): number {
	const plannedAt = startsAt + from * minuteMs;
	// Who came before the meeting began waits for it and is on time (D4); so is who came there on another day.
	const came = enteredAt === null || enteredAt < startsAt ? plannedAt : enteredAt;
	const over = now - (startsAt + until * minuteMs);
	return Math.trunc(Math.max(came - plannedAt, over) / minuteMs) || 0;
}

/** A step of the run-sheet, and the meeting that it is in. */
export interface MeetingStep {
	id: string;
	meeting: string;
}

/** The steps in the order of the meetings; within a meeting they keep theirs (D10). */
export function inOrder(meetings: readonly string[], steps: readonly MeetingStep[]): MeetingStep[] {
	return meetings.flatMap((meeting) => steps.filter((step) => step.meeting === meeting));
}

/**
 * The same steps with one of them at `place` in `meeting`, 1 is its first; beyond its last it comes last. All others
 * keep their order (D10).
 */
export function placeStep(
	meetings: readonly string[],
	steps: readonly MeetingStep[],
	step: string,
	to: { meeting: string; place: number }
): MeetingStep[] {
	return meetings.flatMap((meeting) => {
		const here = steps.filter((other) => other.meeting === meeting && other.id !== step);
		if (meeting === to.meeting) here.splice(Math.max(0, to.place - 1), 0, { id: step, meeting });
		return here;
	});
}

/** Visible characters in the name of a step, a meeting or a template, and in the place where people meet. */
export const sheetNameLimit = 80;
/** Visible characters in a question or the text of a prompt, and in the hint below it. */
export const questionLimit = 200;
export const hintLimit = 280;
/** Visible characters in a facilitator's script. */
const scriptLimit = 4000;
/** The longest that a step is planned for, minutes. */
export const longestStep = 600;

/** What a facilitator fills in about a step; all of it as it comes from a form. */
export interface StepWords {
	name: string;
	question: string;
	minutes: string;
	form: string;
	script: string;
}

export type CheckedStep =
	| {
			ok: true;
			words: { name: string; question: string; minutes: number; form: Form; script: string };
	  }
	| { ok: false; reason: string; field: string };

/** A step as it may be kept, or the first field that can't (D9). */
export function checkStep(given: StepWords): CheckedStep {
	const name = checkLine(given.name, sheetNameLimit);
	if (!name.ok) return { ...name, field: 'name' };
	const question = checkLine(given.question, questionLimit);
	if (!question.ok) return { ...question, field: 'question' };
	const minutes = wholeNumber(given.minutes, 1, longestStep);
	if (minutes === null) return { ok: false, reason: 'minutes-invalid', field: 'minutes' };
	const form = forms.find((known) => known === given.form);
	if (!form) return { ok: false, reason: 'form-unknown', field: 'form' };
	const script = isFarLonger(given.script, scriptLimit) ? null : tidyLines(given.script);
	if (script === null || isLonger(script, scriptLimit))
		return { ok: false, reason: 'script-too-long', field: 'script' };
	return { ok: true, words: { name: name.text, question: question.text, minutes, form, script } };
}

/** A whole number from `least` to `most` as people type it, or null. */
export function wholeNumber(typed: string, least: number, most: number): number | null {
	const text = typed.trim();
	const number = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
	return number >= least && number <= most ? number : null;
}

/** Every line tidied; of several empty lines one stays, and none at the ends. */
export function tidyLines(text: string): string {
	return text
		.split(/\r\n|\r|\n/)
		.map(tidy)
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

export type CheckedMeeting =
	| { ok: true; words: { name: string; place: string; date: string; startsAt: string } }
	| { ok: false; reason: string; field: string };

/** Of a meeting that has none yet. */
export const noPlace = '–';

/** A meeting as it may be kept, or the first field that can't (D9). A place may be left out. */
export function checkMeeting(given: {
	name: string;
	place: string;
	date: string;
	startsAt: string;
}): CheckedMeeting {
	const name = checkLine(given.name, sheetNameLimit);
	if (!name.ok) return { ...name, field: 'name' };
	const place = checkLine(given.place || noPlace, sheetNameLimit);
	if (!place.ok) return { ...place, field: 'place' };
	const date = checkDate(given.date);
	if (!date.ok) return { ...date, field: 'date' };
	const startsAt = checkTime(given.startsAt);
	if (!startsAt.ok) return { ...startsAt, field: 'startsAt' };
	return {
		ok: true,
		words: { name: name.text, place: place.text, date: date.text, startsAt: startsAt.text }
	};
}

/** So many days later; a date as `2026-11-12`. */
export function daysLater(date: string, days: number): string {
	return new Date(Date.parse(date) + days * dayMinutes * minuteMs).toISOString().slice(0, 10);
}
