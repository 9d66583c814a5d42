import type { Gap, ThingKind } from '#domain/journey/thread.ts';
import { m } from '#lib/paraglide/messages.js';

/** In the order of the way from card to ambition. */
export const thingKinds = ['ambition', 'solution', 'tension', 'theme', 'value', 'card'] as const;

export const kindName: Record<ThingKind, () => string> = {
	card: m.thread_kind_card,
	value: m.thread_kind_value,
	theme: m.thread_kind_theme,
	tension: m.thread_kind_tension,
	solution: m.thread_kind_solution,
	ambition: m.thread_kind_ambition
};

export const oneName: Record<ThingKind, () => string> = {
	card: m.thread_one_card,
	value: m.thread_one_value,
	theme: m.thread_one_theme,
	tension: m.thread_one_tension,
	solution: m.thread_one_solution,
	ambition: m.thread_one_ambition
};

export const gapName: Record<Gap, () => string> = {
	'value-unused': m.thread_gap_value_unused,
	'theme-unused': m.thread_gap_theme_unused,
	'solution-undecided': m.thread_gap_solution_undecided,
	'ambition-without-values': m.thread_gap_ambition_without_values,
	'card-nowhere': m.thread_gap_card_nowhere
};
