import * as v from 'valibot';
import type { StepRow } from '../kinds.ts';

const promptSettings = v.object({
	prompts: v.array(v.object({ text: v.string(), hint: v.optional(v.string(), '') }))
});

/** The prompts of a step; the id of a prompt is its place, from 1. */
export function promptsOf(step: Pick<StepRow, 'settings'>): { id: string; text: string; hint: string }[] {
	const { prompts } = v.parse(promptSettings, JSON.parse(step.settings));
	return prompts.map((prompt, index) => ({ id: String(index + 1), ...prompt }));
}
