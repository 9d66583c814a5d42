import { getLocale } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import type { Answers, Lens, Measure, Question } from '#domain/kinds/choose/judgement.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

/** What `load` gives for a choice. */
export interface ChooseView {
	step: StepFacts;
	mine: {
		ready: boolean;
		answers: ({ solution: string } & Answers)[];
		about: { id: string; what: string; restsOn: string[] }[];
		/** For facilitators. */
		dropped?: { id: string; name: string }[];
		earlier?: { solution: string; reason: string }[];
	};
}

/** What a choice adds to the facts. Throws on any other step. */
export function chooseNow(step: StepFacts): ChooseState {
	if (step.state?.part !== 'choose') throw new Error(`nothing to choose in a step of kind ${step.kind}`);
	return step.state;
}

/** 'Goede richting?' */
export const shortAsk: Record<Question, () => string> = {
	direction: m.choose_direction,
	platform: m.choose_platform,
	yield: m.choose_yield
};

/** 'Brengt dit ons dichterbij?' */
export const fullAsk: Record<Question, () => string> = {
	direction: m.choose_direction_ask,
	platform: m.choose_platform_ask,
	yield: m.choose_yield_ask
};

/** 'richting': at an axis or a column. */
export const measureName: Record<Measure, () => string> = {
	direction: m.choose_measure_direction,
	platform: m.choose_measure_platform,
	yield: m.choose_measure_yield,
	all: m.choose_measure_all
};

export const lensName: Record<Lens, () => string> = {
	share: m.choose_lens_share,
	raw: m.choose_lens_raw
};

/** `4,2` in the language of the reader. */
export const inFigures = (number: number): string =>
	new Intl.NumberFormat(getLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number);
