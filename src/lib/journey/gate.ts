import type { Missing } from '#wire/journey/facts.ts';
import { m } from '#lib/paraglide/messages.js';

// By reason and not by a computed key, so that a page carries only the messages that it uses.
const words: Record<string, (given: { names: string }) => string> = {
	'values-none': m.gate_values_none,
	'values-open': m.gate_values_open,
	'themes-none': m.gate_themes_none,
	'themes-vision': m.gate_themes_vision,
	'themes-values': m.gate_themes_values,
	'speakers-none': m.gate_speakers_none,
	'scores-open': m.gate_scores_open,
	'reveal-few': m.gate_reveal_few,
	'talks-undecided': m.gate_talks_undecided,
	'solutions-none': m.gate_solutions_none,
	'solutions-undecided': m.gate_solutions_undecided,
	'ambitions-none': m.gate_ambitions_none,
	'cards-incomplete': m.gate_cards_incomplete,
	'cards-open': m.gate_cards_open
};

/** What is missing, in words, by name. Throws on a reason without words: that is a bug, not input. */
export function missingInWords({ reason, names }: Missing): string {
	const say = words[reason];
	if (!say) throw new Error(`no words for what is missing: ${reason}`);
	return say({ names: names.join(', ') });
}
