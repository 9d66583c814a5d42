import { doubtTag } from '#domain/kinds/future/kind.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Prompt } from './view.ts';

/** What a card is, for tags whose prompt is longer than a word beside a card may be. */
const words: Record<string, () => string> = {
	postcard: m.card_tag_postcard,
	headline: m.card_tag_headline,
	number: m.card_tag_number,
	quote: m.card_tag_quote,
	day: m.card_tag_day,
	wish: m.card_tag_wish,
	[doubtTag]: m.card_tag_doubt
};

/** Said beside a card where a step has several prompts: 'twijfel', 'kop', or else the prompt itself. */
export function tagOf(prompts: readonly Prompt[], id: string): string | undefined {
	const prompt = prompts.find((prompt) => prompt.id === id);
	if (!prompt) return undefined;
	return words[prompt.tag]?.() ?? (prompts.length > 1 ? prompt.text : undefined);
}

/** Marked wherever it lies (U3): who reads in haste sees that somebody does not believe it. */
export const isDoubt = (prompts: readonly Prompt[], id: string): boolean =>
	prompts.some((prompt) => prompt.id === id && prompt.tag === doubtTag);

/** The word for a doubt, or nothing: for places where no other tag is said. */
export const doubtOf = (prompts: readonly Prompt[], id: string): string | undefined =>
	isDoubt(prompts, id) ? m.card_tag_doubt() : undefined;
