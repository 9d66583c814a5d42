import {
	changedWords,
	type Method,
	type Piece,
	type Standing,
	type Words
} from '#domain/parts/consent/consent.ts';
import type { Phase } from '#domain/parts/consent/phases.ts';
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { harvestWords } from '#lib/parts/harvest/words.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Is } from '#lib/ui/Status.svelte';
import type { ConsentState, MyConsent, SubjectState, Voiced } from '#wire/parts/consent/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

/** What `load` gives for a step whose stage asks for consent. */
export interface ConsentView {
	step: StepFacts;
	/** Not there yet when the room came here a moment ago. */
	mine: { consent?: MyConsent };
}

/** What a text is called where it is read: by its field. */
export type Says = (field: string) => string;

/** Throws on a step that asks for no consent now: its kind has asked for the wrong part. */
export function consentState(step: StepFacts): ConsentState {
	if (step.state?.part !== 'consent') throw new Error(`no consent in a step of kind ${step.kind}`);
	return step.state;
}

/** What is asked while a round is there. */
export const phaseTitles: Record<Phase, () => string> = {
	questions: m.consent_questions_title,
	reactions: m.consent_reactions_title,
	standpoint: m.consent_title
};

/** The names of fields as the texts of a harvest are read; kinds with pages of their own bring theirs. */
export const saysOf = (kind: HarvestKind): Says => {
	const { fields } = harvestWords(kind);
	return (field) => fields.find((one) => one.field === field)?.says() ?? field;
};

/** The name above a subject: all values together have none of their own. */
export const titleOf = ({ kind, name }: Pick<SubjectState, 'kind' | 'name'>): string =>
	kind === 'value' ? m.harvest_title() : name;

export const standingWords: Record<Standing, { is: Is; say: () => string }> = {
	consent: { is: 'yes', say: m.consent_is_consent },
	concern: { is: 'care', say: m.consent_is_concern },
	objection: { is: 'no', say: m.consent_is_objection },
	asked: { is: 'busy', say: m.consent_is_asked },
	absent: { is: 'none', say: m.consent_is_absent },
	overdue: { is: 'late', say: m.consent_is_overdue }
};

/** Where an organisation stands, or null while that is hidden: then nobody is told who answered already (I18). */
export const toldOf = ({ shown }: Pick<SubjectState, 'shown'>, standing: Standing): Standing | null =>
	shown || standing !== 'asked' ? standing : null;

/** The days of who is absent end while nothing else happens: a page sees that before the next facts say so. */
export const standingAt = (
	{ standing, answersBy }: { standing: Standing; answersBy: number | null },
	now: number
): Standing => (answersBy !== null && now >= answersBy ? 'overdue' : standing);

export const methodWords: Record<Method, () => string> = {
	text: m.consent_method_text,
	trial: m.consent_method_trial,
	measure: m.consent_method_measure,
	'shorter-term': m.consent_method_shorter,
	'agreement-beside': m.consent_method_beside,
	answer: m.consent_method_answer
};

/** What became of what an organisation said. */
export function voicedWords({ stance, stands, integration }: Voiced): { is: Is; words: string } {
	if (stance === 'objection' && integration?.accepted) return { is: 'yes', words: m.consent_voiced_solved() };
	if (stance === 'objection')
		return stands
			? { is: 'no', words: m.consent_is_objection() }
			: { is: 'busy', words: m.consent_voiced_earlier_objection() };
	return stands
		? { is: 'care', words: m.consent_voiced_concern() }
		: { is: 'busy', words: m.consent_voiced_earlier_concern() };
}

/** How a subject stands, in one line. */
export function outcomeOf({ agreed, round, standings, shown, given }: SubjectState): {
	is: Is;
	words: string;
} {
	if (agreed) return { is: 'yes', words: m.consent_agreed({ round }) };
	if (!shown) return { is: 'busy', words: m.consent_given({ count: given, of: standings.length }) };
	const objections = standings.filter(({ standing }) => standing === 'objection').length;
	if (objections > 0)
		return {
			is: 'no',
			words: m.consent_open_objections({ count: objections })
		};
	const agree = standings.filter(({ standing }) => standing === 'consent' || standing === 'concern').length;
	const count = standings.length - agree;
	return { is: 'busy', words: m.consent_missing({ count }) };
}

/** One value or ambition as it is read, with what changed; `name` is its heading. */
export interface Passage {
	harvest: string;
	name: Piece[];
	fields: { field: string; pieces: Piece[] }[];
}

/** The words one under the other; beside those of before, with what is gone and what is new. */
export function passagesOf(words: readonly Words[], before: readonly Words[] | null): Passage[] {
	const pieces = ({ harvest, field }: Words): Piece[] => {
		const text = (of: readonly Words[]) =>
			of.find((one) => one.harvest === harvest && one.field === field)?.text ?? '';
		return before ? changedWords(text(before), text(words)) : [{ is: 'same', text: text(words) }];
	};
	const passages = new Map<string, Passage>();
	for (const one of [...words, ...(before ?? []).filter((was) => !isAmong(words, was))]) {
		const passage = passages.get(one.harvest) ?? { harvest: one.harvest, name: [], fields: [] };
		passages.set(one.harvest, passage);
		if (one.field === 'name') passage.name = pieces(one);
		else passage.fields.push({ field: one.field, pieces: pieces(one) });
	}
	return [...passages.values()];
}

const isAmong = (words: readonly Words[], { harvest, field }: Words) =>
	words.some((one) => one.harvest === harvest && one.field === field);
