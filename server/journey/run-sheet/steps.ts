import * as v from 'valibot';
import { stepsMost } from '#domain/bounds.ts';
import { checkStep, placeStep } from '#domain/journey/run-sheet.ts';
import { act, changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { clearTables } from '#server/journey/seating.ts';
import { stepIn, type StepRow } from '#server/journey/step-rows.ts';
import { arrange, insertStep, meetingOnSheet, meetingsOf, stepsOnSheet } from './rows.ts';
import { changeSettings, editable, keepSettings, settingsOf } from './settings.ts';
import { stepTemplates } from './sheet.ts';

// What facilitators change about the steps of a run-sheet, also while a meeting runs (D9–D11, D16).

/** What a form says of where something shall stand, from 1. */
export const place = v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number));

const changeStep = stepAct({
	name: 'change-step',
	who: 'facilitators',
	input: v.object({
		name: v.string(),
		question: v.string(),
		minutes: v.string(),
		form: v.string(),
		script: v.string(),
		dotsEach: v.optional(v.string()),
		dotsMost: v.optional(v.string()),
		turnSeconds: v.optional(v.string()),
		rules: v.optional(v.string()),
		was
	}),
	/** Words, minutes, form and the settings of its kind (D9), what was touched of them (F8). The kind itself stays. */
	async run(tx, at, given) {
		const { step } = at;
		const edit = await editing(tx, at, given, inForm(step), {
			subject: step.id,
			acts: ['change-step', 'set-dots']
		});
		if (!edit.ok) return edit;
		const { name, question, minutes, form, script, ...typed } = edit.fields;
		const checked = checkStep({ name, question, minutes, form, script });
		if (!checked.ok) return refused(checked.reason, checked.field);
		const { words } = checked;
		const before = settingsOf(step);
		const settings = changeSettings(before, typed);
		if (!settings.ok) return settings;
		const hasOtherSettings = JSON.stringify(settings.settings) !== JSON.stringify(before);
		const fields = [...changedWords(step, words), ...(hasOtherSettings ? ['settings'] : [])];
		if (fields.length === 0) return unchanged();
		await tx.updateTable('step').set(words).where('id', '=', step.id).execute();
		if (step.form !== words.form) await clearTables(tx, step.id);
		if (hasOtherSettings) await keepSettings(tx, step.id, settings.settings);
		const detail = { changed: fields.join(' '), minutes: words.minutes };
		return changed({ audit: { subject: step.id, detail } });
	}
});

type Words = Pick<StepRow, 'name' | 'question' | 'minutes' | 'form' | 'script'>;

const inForm = (step: StepRow) => ({
	name: step.name,
	question: step.question,
	minutes: String(step.minutes),
	form: step.form,
	script: step.script,
	...editable(settingsOf(step))
});

const changedWords = (step: StepRow, words: Words) =>
	(Object.keys(words) as (keyof Words)[]).filter((key) => step[key] !== words[key]);

const addStep = act({
	name: 'add-step',
	who: 'facilitators',
	rights: true,
	/** `id` is made by the form (D15). */
	input: v.object({ id: madeId, meeting: v.string(), kind: v.string(), locale: v.picklist(['nl', 'en']) }),
	/** Another step of a kind, at the end of a meeting, as the built-in template has it. */
	async run(tx, { journey, now }, { id, meeting, kind, locale }) {
		if (await stepIn(tx, journey, id)) return unchanged();
		if (!(await meetingOnSheet(tx, journey, meeting))) return refused('meeting-unknown', 'meeting');
		const template = stepTemplates(locale).get(kind);
		if (!template) return refused('kind-unknown', 'kind');
		if (await isFull(tx, 'step.journey_id', journey, stepsMost)) return refused('too-many');
		await insertStep(tx, id, { journey, meeting, now }, template);
		await arrange(tx, journey);
		return changed({ audit: { subject: id, detail: { kind } } });
	}
});

const moveStep = stepAct({
	name: 'move-step',
	who: 'facilitators',
	input: v.object({ meeting: v.string(), place }),
	/**
	 * Says where the step shall stand: the `place`th of a meeting, from 1 (D10, D15). The room's step stays in its
	 * meeting.
	 */
	async run(tx, { journey, step, room }, to) {
		if (!(await meetingOnSheet(tx, journey, to.meeting))) return refused('meeting-unknown', 'meeting');
		if (step.meeting_id !== to.meeting && room.step_id === step.id) return refused('room-is-here', 'meeting');
		const before = await stepsOnSheet(tx, journey);
		const meetings = (await meetingsOf(tx, journey)).map(({ id }) => id);
		const after = placeStep(meetings, before, step.id, to);
		if (JSON.stringify(after) === JSON.stringify(before)) return unchanged();
		await arrange(tx, journey, after);
		return changed({ audit: { subject: step.id, detail: { meeting: to.meeting, place: to.place } } });
	}
});

const removeStep = act({
	name: 'remove-step',
	who: 'facilitators',
	rights: true,
	input: v.object({ step: v.string() }),
	/** Takes a step out of the run-sheet; all that was made in it stays (D11). */
	async run(tx, { journey, room, now }, given) {
		const step = await stepIn(tx, journey, given.step);
		if (!step) return refused('step-unknown');
		if (step.removed_at !== null) return unchanged();
		if (room.step_id === step.id) return refused('room-is-here');
		await setStep(tx, step.id, { removed_at: now });
		await arrange(tx, journey);
		return changed({ audit: { subject: step.id } });
	}
});

const putBackStep = act({
	name: 'put-back-step',
	who: 'facilitators',
	rights: true,
	input: v.object({ step: v.string() }),
	/** The counter-act: back in its meeting where it stood, or in the last meeting when its own was taken out (D11). */
	async run(tx, { journey }, given) {
		const step = await stepIn(tx, journey, given.step);
		if (!step) return refused('step-unknown');
		if (step.removed_at === null) return unchanged();
		const meetings = await meetingsOf(tx, journey);
		const meeting = meetings.find(({ id }) => id === step.meeting_id) ?? meetings.at(-1);
		if (!meeting) return refused('meeting-unknown');
		await setStep(tx, step.id, { removed_at: null, meeting_id: meeting.id });
		await arrange(tx, journey);
		return changed({ audit: { subject: step.id } });
	}
});

export const stepActs = { changeStep, addStep, moveStep, removeStep, putBackStep };

async function setStep(
	tx: Query,
	step: string,
	set: { removed_at: number | null; meeting_id?: string }
): Promise<void> {
	await tx.updateTable('step').set(set).where('id', '=', step).execute();
}
