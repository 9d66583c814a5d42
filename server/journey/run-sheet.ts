import {
	checkMeeting,
	checkStep,
	hintLimit,
	placeStep,
	questionLimit,
	type StepWords
} from '#domain/journey/run-sheet.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import { tableSize } from '#domain/journey/tables.ts';
import { checkLine } from '#domain/text/text.ts';
import { readOwn } from '#wire/parts/cards/own.ts';
import type { Query } from '#server/db/open.ts';
import { stepIn, stepOnSheet } from './step-rows.ts';
import type { Context } from '#server/app/context.ts';
import { refused } from '#server/acts/outcome.ts';
import { asItWas, inRoomOf, type Change, type RoomRow } from '#server/acts/in-room.ts';
import type { StepRow } from './step-rows.ts';
import { closedAt } from '#domain/journey/joining.ts';
import type { SeatOf } from './seats.ts';
import { promptsOf, type Prompt } from '#server/parts/cards/prompts.ts';
import { ownRoom } from '#server/parts/cards/reveal.ts';
import {
	arrange,
	insertMeeting,
	insertStep,
	meetingsOf,
	placesOf,
	type MeetingWords,
	type StepTemplate
} from './run-sheet-rows.ts';
import { clearTables, drawTablesOf, tablesOf } from './seating.ts';
import { changeSettings, editable } from './step-settings.ts';
import { builtIn, readTemplate } from './templates.ts';

/** Prompts that fit on a phone without losing the way. */
const mostPrompts = 12;

/** What facilitators change about the course of a journey, also while a meeting runs (D9–D16). */
export function openRunSheet(context: Context) {
	const { db, now } = context;
	const inRoom = inRoomOf(context);

	/** One act on a step that is on the run-sheet. */
	const onStep = (
		by: SeatOf,
		journey: string,
		name: string,
		step: string,
		change: (tx: Query, row: StepRow, room: RoomRow) => Promise<Change>
	) =>
		inRoom(by, journey, name, async (tx, room) => {
			const row = await stepOnSheet(tx, journey, step);
			return row ? change(tx, row, room) : refused('step-unknown');
		});

	/** One act on the prompts of a step; `change` answers what they shall be. */
	const onPrompts = (
		by: SeatOf,
		journey: string,
		name: string,
		step: string,
		change: (prompts: Prompt[], row: StepRow, tx: Query) => Promise<PromptChange>
	) =>
		onStep(by, journey, name, step, async (tx, row) => {
			const settings = settingsOf(row);
			if (!Array.isArray(settings.prompts)) return refused('prompt-unknown');
			const changed = await change(promptsOf(row), row, tx);
			if (changed === asItWas || !changed.ok) return changed;
			await keepSettings(tx, step, { ...settings, prompts: changed.prompts });
			return { ok: true, subject: step, detail: { prompts: changed.prompts.length } };
		});

	return {
		/** The whole run-sheet as its editor shows it, with what was taken out. */
		async sheet(journey: string) {
			const room = await db
				.selectFrom('room')
				.select('step_id')
				.where('journey_id', '=', journey)
				.executeTakeFirstOrThrow();
			const steps = await stepRows(db, journey);
			const meetings = await meetingsOf(db, journey);
			return {
				meetings: meetings.map((meeting) => ({
					id: meeting.id,
					name: meeting.name,
					place: meeting.place,
					date: meeting.date,
					startsAt: meeting.starts_at,
					openedAt: meeting.opened_at,
					isOpen: meeting.opened_at !== null && closedAt(meeting, now()) === null,
					steps: steps
						.filter((step) => step.meeting_id === meeting.id && step.removed_at === null)
						.map((step) => ({ ...inEditor(step), isHere: step.id === room.step_id }))
				})),
				removed: {
					steps: steps.filter((step) => step.removed_at !== null).map(({ id, name }) => ({ id, name })),
					meetings: await db
						.selectFrom('meeting')
						.select(['id', 'name'])
						.where('journey_id', '=', journey)
						.where('removed_at', 'is not', null)
						.orderBy('removed_at')
						.execute()
				}
			};
		},

		/** Kinds of step that can be added, each as the built-in template has it. */
		kinds: (locale: 'nl' | 'en') => {
			const known = stepTemplates(locale);
			return kinds.flatMap(({ kind }) => {
				const step = known.get(kind);
				return step ? [{ kind, name: step.name, minutes: step.minutes }] : [];
			});
		},

		/** Words, minutes, form and the settings of its kind (D9). The kind itself stays. */
		changeStep: (by: SeatOf, journey: string, given: StepWords & { step: string } & Record<string, string>) =>
			onStep(by, journey, 'change-step', given.step, async (tx, row) => {
				const { step, name, question, minutes, form, script, ...typed } = given;
				const checked = checkStep({ name, question, minutes, form, script });
				if (!checked.ok) return refused(checked.reason, checked.field);
				const before = settingsOf(row);
				const settings = changeSettings(before, typed);
				if (!settings.ok) return settings;
				const { words } = checked;
				const changed = Object.entries(words).filter(([key, value]) => row[key as keyof StepRow] !== value);
				const otherSettings = JSON.stringify(settings.settings) !== JSON.stringify(before);
				if (changed.length === 0 && !otherSettings) return asItWas;
				await tx.updateTable('step').set(words).where('id', '=', step).execute();
				if (row.form !== words.form) await clearTables(tx, step);
				await keepSettings(tx, step, settings.settings);
				const fields = [...changed.map(([key]) => key), ...(otherSettings ? ['settings'] : [])];
				return { ok: true, subject: step, detail: { changed: fields.join(' '), minutes: words.minutes } };
			}),

		/** Another step of a kind, at the end of a meeting, as the built-in template has it. `id` is made by the form (D15). */
		addStep: (
			by: SeatOf,
			journey: string,
			given: { id: string; meeting: string; kind: string; locale: 'nl' | 'en' }
		) =>
			inRoom(by, journey, 'add-step', async (tx) => {
				if (await stepIn(tx, journey, given.id)) return asItWas;
				if (!(await meetingOnSheet(tx, journey, given.meeting))) return refused('meeting-unknown', 'meeting');
				const template = stepTemplates(given.locale).get(given.kind);
				if (!template) return refused('kind-unknown', 'kind');
				await insertStep(tx, given.id, { journey, meeting: given.meeting, now: now() }, template);
				await arrange(tx, journey);
				return { ok: true, subject: given.id, detail: { kind: given.kind } };
			}),

		/** Says where the step shall stand: the `place`th of a meeting, from 1 (D10, D15). The room's step stays in its meeting. */
		moveStep: (by: SeatOf, journey: string, given: { step: string; meeting: string; place: number }) =>
			onStep(by, journey, 'move-step', given.step, async (tx, row, room) => {
				if (!(await meetingOnSheet(tx, journey, given.meeting))) return refused('meeting-unknown', 'meeting');
				if (row.meeting_id !== given.meeting && room.step_id === row.id)
					return refused('room-is-here', 'meeting');
				const before = await placesOf(tx, journey);
				const meetings = (await meetingsOf(tx, journey)).map(({ id }) => id);
				const after = placeStep(meetings, before, row.id, given);
				if (JSON.stringify(after) === JSON.stringify(before)) return asItWas;
				await arrange(tx, journey, after);
				return { ok: true, subject: row.id, detail: { meeting: given.meeting, place: given.place } };
			}),

		/** Takes a step out of the run-sheet; all that was made in it stays (D11). */
		removeStep: (by: SeatOf, journey: string, given: { step: string }) =>
			inRoom(by, journey, 'remove-step', async (tx, room) => {
				const row = await stepIn(tx, journey, given.step);
				if (!row) return refused('step-unknown');
				if (row.removed_at !== null) return asItWas;
				if (room.step_id === row.id) return refused('room-is-here');
				await setStep(tx, row.id, { removed_at: now() });
				await arrange(tx, journey);
				return { ok: true, subject: row.id };
			}),

		/** The counter-act: back in its meeting where it stood, or in the last meeting when its own was taken out (D11). */
		putBackStep: (by: SeatOf, journey: string, given: { step: string }) =>
			inRoom(by, journey, 'put-back-step', async (tx) => {
				const row = await stepIn(tx, journey, given.step);
				if (!row) return refused('step-unknown');
				if (row.removed_at === null) return asItWas;
				const meetings = await meetingsOf(tx, journey);
				const meeting = meetings.find(({ id }) => id === row.meeting_id) ?? meetings.at(-1);
				if (!meeting) return refused('meeting-unknown');
				await setStep(tx, row.id, { removed_at: null, meeting_id: meeting.id });
				await arrange(tx, journey);
				return { ok: true, subject: row.id };
			}),

		/** `id` is made by the form (D15). */
		addPrompt: (
			by: SeatOf,
			journey: string,
			given: { step: string; id: string; text: string; hint: string }
		) =>
			onPrompts(by, journey, 'add-prompt', given.step, async (prompts) => {
				if (prompts.some((prompt) => prompt.id === given.id)) return asItWas;
				if (prompts.length >= mostPrompts) return refused('prompts-too-many', 'text');
				const words = checkPrompt(given);
				if (!words.ok) return words;
				return { ok: true, prompts: [...prompts, { id: given.id, tag: '', ...words.words }] };
			}),

		/** Other words for a prompt; the cards that were written for it stay with it (D12). */
		changePrompt: (
			by: SeatOf,
			journey: string,
			given: { step: string; prompt: string; text: string; hint: string }
		) =>
			onPrompts(by, journey, 'change-prompt', given.step, async (prompts) => {
				const prompt = prompts.find(({ id }) => id === given.prompt);
				if (!prompt) return refused('prompt-unknown');
				const words = checkPrompt(given);
				if (!words.ok) return words;
				if (prompt.text === words.words.text && prompt.hint === words.words.hint) return asItWas;
				return { ok: true, prompts: prompts.map((p) => (p === prompt ? { ...p, ...words.words } : p)) };
			}),

		/** Says where the prompt shall stand, from 1 (D15). */
		movePrompt: (by: SeatOf, journey: string, given: { step: string; prompt: string; place: number }) =>
			onPrompts(by, journey, 'move-prompt', given.step, async (prompts) => {
				const from = prompts.findIndex(({ id }) => id === given.prompt);
				if (from < 0) return refused('prompt-unknown');
				const to = Math.min(Math.max(given.place, 1), prompts.length) - 1;
				if (from === to) return asItWas;
				const moved = prompts.toSpliced(from, 1);
				return { ok: true, prompts: moved.toSpliced(to, 0, prompts[from]!) };
			}),

		/** Only a prompt that nobody wrote a card for, and never the last one (D12). */
		removePrompt: (by: SeatOf, journey: string, given: { step: string; prompt: string }) =>
			onPrompts(by, journey, 'remove-prompt', given.step, async (prompts, row, tx) => {
				if (!prompts.some(({ id }) => id === given.prompt)) return asItWas;
				if (prompts.length === 1) return refused('prompt-last');
				if (await hasCards(context, tx, row, given.prompt)) return refused('prompt-has-cards');
				return { ok: true, prompts: prompts.filter(({ id }) => id !== given.prompt) };
			}),

		/** `id` is made by the form (D15). Meetings stand in the order of their days (D13). */
		addMeeting: (by: SeatOf, journey: string, given: MeetingWords & { id: string }) =>
			inRoom(by, journey, 'add-meeting', async (tx) => {
				if (await meetingIn(tx, journey, given.id)) return asItWas;
				const checked = checkMeeting(given);
				if (!checked.ok) return refused(checked.reason, checked.field);
				await insertMeeting(tx, given.id, journey, checked.words);
				await arrange(tx, journey);
				return { ok: true, subject: given.id, detail: { date: given.date } };
			}),

		changeMeeting: (by: SeatOf, journey: string, given: MeetingWords & { meeting: string }) =>
			inRoom(by, journey, 'change-meeting', async (tx) => {
				const row = await meetingOnSheet(tx, journey, given.meeting);
				if (!row) return refused('meeting-unknown');
				const checked = checkMeeting(given);
				if (!checked.ok) return refused(checked.reason, checked.field);
				const { startsAt, ...words } = checked.words;
				await tx
					.updateTable('meeting')
					.set({ ...words, starts_at: startsAt })
					.where('id', '=', row.id)
					.execute();
				await arrange(tx, journey);
				return { ok: true, subject: row.id, detail: { date: words.date, startsAt } };
			}),

		/** Only one without steps that was never opened (D13). */
		removeMeeting: (by: SeatOf, journey: string, given: { meeting: string }) =>
			inRoom(by, journey, 'remove-meeting', async (tx) => {
				const row = await meetingIn(tx, journey, given.meeting);
				if (!row) return refused('meeting-unknown');
				if (row.removed_at !== null) return asItWas;
				if (row.opened_at !== null) return refused('meeting-was-opened');
				if ((await placesOf(tx, journey)).some(({ meeting }) => meeting === row.id))
					return refused('meeting-has-steps');
				await setRemoved(tx, row.id, now());
				await arrange(tx, journey);
				return { ok: true, subject: row.id };
			}),

		/** The counter-act. */
		putBackMeeting: (by: SeatOf, journey: string, given: { meeting: string }) =>
			inRoom(by, journey, 'put-back-meeting', async (tx) => {
				const row = await meetingIn(tx, journey, given.meeting);
				if (!row) return refused('meeting-unknown');
				if (row.removed_at === null) return asItWas;
				await setRemoved(tx, row.id, null);
				await arrange(tx, journey);
				return { ok: true, subject: row.id };
			}),

		/**
		 * Draws who sits with whom (D6, D7), of everybody who is there. `drawn` is when the tables that the facilitator
		 * saw were drawn, or '' where there were none: a double click draws once.
		 */
		drawTables: (by: SeatOf, journey: string, given: { step: string; drawn: string }) =>
			onStep(by, journey, 'draw-tables', given.step, async (tx, row) => {
				if (tableSize(row.form) === null) return refused('no-tables');
				if (given.drawn !== (await drawnAt(tx, row))) return asItWas;
				const tables = await drawTablesOf(tx, context, row);
				return tables > 0 ? { ok: true, subject: row.id, detail: { tables } } : refused('too-few-for-tables');
			}),

		/** The counter-act: nobody has a table any more. */
		clearTables: (by: SeatOf, journey: string, given: { step: string; drawn: string }) =>
			onStep(by, journey, 'clear-tables', given.step, async (tx, row) => {
				const drawn = await drawnAt(tx, row);
				if (drawn === '' || drawn !== given.drawn) return asItWas;
				await clearTables(tx, row.id);
				return { ok: true, subject: row.id };
			}),

		/** Who sits where, and when that was drawn; null while no tables are drawn. */
		async tables(journey: string, step: string) {
			const row = await stepOnSheet(db, journey, step);
			return row ? tablesOf(db, row) : null;
		}
	};
}

export type RunSheet = ReturnType<typeof openRunSheet>;

type PromptChange = Exclude<Change, { ok: true }> | { ok: true; prompts: Prompt[] };

const settingsOf = (step: Pick<StepRow, 'settings'>) => JSON.parse(step.settings) as Record<string, unknown>;

function inEditor(step: StepSheetRow) {
	const settings = settingsOf(step);
	return {
		id: step.id,
		kind: step.kind,
		name: step.name,
		question: step.question,
		minutes: step.minutes,
		form: step.form,
		script: step.script,
		settings: editable(settings),
		/** Null in a kind that asks nothing on cards. */
		prompts: Array.isArray(settings.prompts) ? promptsOf(step) : null
	};
}

type StepSheetRow = Pick<
	StepRow,
	| 'id'
	| 'meeting_id'
	| 'kind'
	| 'name'
	| 'question'
	| 'minutes'
	| 'form'
	| 'script'
	| 'settings'
	| 'removed_at'
>;

function stepRows(db: Query, journey: string): Promise<StepSheetRow[]> {
	return db
		.selectFrom('step')
		.select([
			'id',
			'meeting_id',
			'kind',
			'name',
			'question',
			'minutes',
			'form',
			'script',
			'settings',
			'removed_at'
		])
		.where('journey_id', '=', journey)
		.orderBy('position')
		.orderBy('removed_at')
		.execute();
}

/** The first step of each kind that the built-in template has. */
function stepTemplates(locale: 'nl' | 'en'): Map<string, StepTemplate> {
	const steps = readTemplate(builtIn, locale).meetings.flatMap((meeting) => meeting.steps);
	return new Map(steps.toReversed().map((step) => [step.kind, step]));
}

async function setStep(
	tx: Query,
	step: string,
	set: { removed_at: number | null; meeting_id?: string }
): Promise<void> {
	await tx.updateTable('step').set(set).where('id', '=', step).execute();
}

async function keepSettings(tx: Query, step: string, settings: Record<string, unknown>): Promise<void> {
	await tx
		.updateTable('step')
		.set({ settings: JSON.stringify(settings) })
		.where('id', '=', step)
		.execute();
}

function checkPrompt(given: { text: string; hint: string }) {
	const text = checkLine(given.text, questionLimit);
	if (!text.ok) return refused(text.reason, 'text');
	const hint = given.hint.trim() === '' ? { ok: true as const, text: '' } : checkLine(given.hint, hintLimit);
	if (!hint.ok) return refused(hint.reason, 'hint');
	return { ok: true as const, words: { text: text.text, hint: hint.text } };
}

/** Whether a card refers to a prompt: on the table, or still with somebody who writes (D12). */
async function hasCards(context: Context, tx: Query, step: StepRow, prompt: string): Promise<boolean> {
	const laid = await tx
		.selectFrom('card')
		.select('id')
		.where('step_id', '=', step.id)
		.where('prompt', '=', prompt)
		.executeTakeFirst();
	if (laid) return true;
	const writers = await tx
		.selectFrom('participant')
		.select('id')
		.where('journey_id', '=', step.journey_id)
		.execute();
	for (const writer of writers) {
		const cards = await context.sync.read(ownRoom(step.id, writer.id), readOwn);
		if (cards.some((card) => card.prompt === prompt)) return true;
	}
	return false;
}

function meetingIn(db: Query, journey: string, meeting: string) {
	return db
		.selectFrom('meeting')
		.select(['id', 'opened_at', 'removed_at'])
		.where('id', '=', meeting)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
}

async function meetingOnSheet(db: Query, journey: string, meeting: string) {
	const row = await meetingIn(db, journey, meeting);
	return row?.removed_at === null ? row : undefined;
}

async function setRemoved(tx: Query, meeting: string, at: number | null): Promise<void> {
	await tx.updateTable('meeting').set({ removed_at: at }).where('id', '=', meeting).execute();
}

const drawnAt = async (db: Query, step: StepRow) => String((await tablesOf(db, step))?.drawnAt ?? '');
