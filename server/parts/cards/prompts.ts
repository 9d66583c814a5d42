import * as v from 'valibot';
import type { StepRow } from '#server/journey/step-rows.ts';

const promptSettings = v.object({
	prompts: v.array(
		v.object({
			/** Given to prompts that were added or moved; else its place, from 1. Cards refer to it. */
			id: v.optional(v.string()),
			text: v.string(),
			hint: v.optional(v.string(), ''),
			/** What its cards are: a headline, a doubt, an obstacle to health, … The kind knows what it means. */
			tag: v.optional(v.string(), '')
		})
	)
});

export interface Prompt {
	id: string;
	text: string;
	hint: string;
	tag: string;
}

/** The prompts of a step, in order. */
export function promptsOf(step: Pick<StepRow, 'settings'>): Prompt[] {
	const { prompts } = v.parse(promptSettings, JSON.parse(step.settings));
	return prompts.map((prompt, index) => ({ ...prompt, id: prompt.id ?? String(index + 1) }));
}
