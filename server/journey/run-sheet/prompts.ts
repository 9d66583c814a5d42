import * as v from 'valibot';
import { kindOf } from '#domain/kinds/kinds.ts';
import { hintLimit, questionLimit } from '#domain/journey/run-sheet.ts';
import { checkLine } from '#domain/text/text.ts';
import { ownDocument, readOwn } from '#wire/parts/cards/own.ts';
import { changed, stepAct, unchanged, type Done } from '#server/acts/act.ts';
import type { Documents } from '#server/acts/documents.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused, type Outcome, type Refused } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { notebooksIn } from '#server/journey/notebooks.ts';
import { promptsOf, type Prompt } from '#server/parts/cards/prompts.ts';
import { keepSettings, settingsOf } from './settings.ts';
import { place } from './steps.ts';

// The prompts of a step that asks something on cards (D12).

/** Prompts that fit on a phone without losing the way. */
const mostPrompts = 12;

const addPrompt = stepAct({
	name: 'add-prompt',
	who: 'facilitators',
	/** `id` is made by the form (D15). */
	input: v.object({ id: madeId, text: v.string(), hint: v.string() }),
	run: (tx, { step }, given) =>
		changePrompts(tx, step, (prompts) => {
			if (prompts.some(({ id }) => id === given.id)) return asTheyAre;
			if (prompts.length >= mostPrompts) return refused('prompts-too-many', 'text');
			const words = checkPrompt(given);
			if (!words.ok) return words;
			return become([...prompts, { id: given.id, tag: '', ...words.words }]);
		})
});

const changePrompt = stepAct({
	name: 'change-prompt',
	who: 'facilitators',
	input: v.object({ prompt: v.string(), text: v.string(), hint: v.string(), was }),
	/** Other words for a prompt; the cards that were written for it stay with it (D12). */
	async run(tx, at, { prompt: id, ...given }) {
		const prompt = promptsOf(at.step).find((one) => one.id === id);
		if (!prompt) return refused('prompt-unknown');
		const about = { subject: at.step.id, acts: ['change-prompt'], of: { prompt: id } };
		const { text, hint } = prompt;
		const edit = await editing(tx, at, given, { text, hint }, about);
		if (!edit.ok) return edit;
		const checked = checkPrompt(edit.fields);
		if (!checked.ok) return checked;
		const { words } = checked;
		if (text === words.text && hint === words.hint) return unchanged();
		const become = (prompts: Prompt[]) => prompts.map((one) => (one.id === id ? { ...one, ...words } : one));
		return changePrompts(tx, at.step, (prompts) => ({ ok: true, prompts: become(prompts) }), about.of);
	}
});

const movePrompt = stepAct({
	name: 'move-prompt',
	who: 'facilitators',
	input: v.object({ prompt: v.string(), place }),
	/** Says where the prompt shall stand, from 1 (D15). */
	run: (tx, { step }, given) =>
		changePrompts(tx, step, (prompts) => {
			const from = prompts.findIndex(({ id }) => id === given.prompt);
			const moved = prompts[from];
			if (!moved) return refused('prompt-unknown');
			const to = Math.min(Math.max(given.place, 1), prompts.length) - 1;
			return from === to ? asTheyAre : become(prompts.toSpliced(from, 1).toSpliced(to, 0, moved));
		})
});

const removePrompt = stepAct({
	name: 'remove-prompt',
	who: 'facilitators',
	input: v.object({ prompt: v.string() }),
	documents: async ({ context, step }) => (isKept(step) ? null : promptsWritten(context, step)),
	/** Only a prompt that nobody wrote a card for, and never the last one (D12). */
	async run(tx, { step }, { prompt }, written: ReadonlySet<string> | null) {
		if (isKept(step)) return refused('prompt-unnamed');
		const hasCards = written?.has(prompt) || (await isOnTable(tx, step, prompt));
		return changePrompts(tx, step, (prompts) => {
			if (!prompts.some(({ id }) => id === prompt)) return asTheyAre;
			if (prompts.length === 1) return refused('prompt-last');
			if (hasCards) return refused('prompt-has-cards');
			return become(prompts.filter(({ id }) => id !== prompt));
		});
	}
});

export const promptActs = { addPrompt, changePrompt, movePrompt, removePrompt };

/** The prompts as they shall be; null: as they are. */
type Decision = Refused | { ok: true; prompts: Prompt[] | null };

const asTheyAre: Decision = { ok: true, prompts: null };
const become = (prompts: Prompt[]): Decision => ({ ok: true, prompts });

async function changePrompts(
	tx: Query,
	step: StepRow,
	decide: (prompts: Prompt[]) => Decision,
	of: { prompt?: string } = {}
): Promise<Done> {
	const settings = settingsOf(step);
	if (!Array.isArray(settings.prompts)) return refused('prompt-unknown');
	const decision = decide(promptsOf(step));
	if (!decision.ok) return decision;
	const { prompts } = decision;
	if (!prompts) return unchanged();
	await keepSettings(tx, step.id, { ...settings, prompts });
	return changed({ audit: { subject: step.id, detail: { prompts: prompts.length, ...of } } });
}

function checkPrompt(given: {
	text: string;
	hint: string;
}): Outcome<{ words: Pick<Prompt, 'text' | 'hint'> }> {
	const text = checkLine(given.text, questionLimit);
	if (!text.ok) return refused(text.reason, 'text');
	if (given.hint.trim() === '') return { ok: true, words: { text: text.text, hint: '' } };
	const hint = checkLine(given.hint, hintLimit);
	return hint.ok ? { ok: true, words: { text: text.text, hint: hint.text } } : refused(hint.reason, 'hint');
}

async function isOnTable(tx: Query, step: StepRow, prompt: string): Promise<boolean> {
	const card = await tx
		.selectFrom('card')
		.select('id')
		.where('step_id', '=', step.id)
		.where('prompt', '=', prompt)
		.executeTakeFirst();
	return card !== undefined;
}

/** Whether a prompt may go would say at once whether somebody wrote for it (N14). */
const isKept = (step: StepRow) => isAnonymousStep(step) && step.stage !== kindOf(step.kind).stages[0].name;

/** Prompts that somebody's own cards refer to: also of who left the table, for they may come back. */
async function promptsWritten(context: Context, step: StepRow): Promise<Documents<ReadonlySet<string>>> {
	const notebooks = await notebooksIn(context.db, step.journey_id);
	const held = notebooks.map(({ id }) => ownDocument(step.id, id));
	return {
		held,
		async read() {
			const written = await Promise.all(held.map((own) => context.sync.read(own, readOwn)));
			return new Set(written.flat().map((card) => card.prompt));
		}
	};
}
