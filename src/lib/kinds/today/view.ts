import type { Spread } from '#domain/kinds/today/baseline.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CardsView } from '#lib/parts/cards/view.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import type { ScoresState, ShownScore } from '#wire/kinds/today/state.ts';

/** What `load` gives for a step about today: what it gives for cards, and the scores of one's own organisation. */
export interface TodayView extends CardsView {
	mine: CardsView['mine'] & { scores: ShownScore[]; found?: Found[] };
}

/** What was written below one prompt. */
export interface Found {
	prompt: string;
	text: string;
	/** The principle of an obstacle, or `strength`. */
	tag: string;
	cards: { id: string; text: string; organisation: string | null }[];
}

/** What the view of a stage gets; each takes what it needs. */
export interface StageProps extends Omit<ParticipantProps, 'view' | 'here'> {
	view: TodayView;
}

export type Row = Spread<ShownScore>;

/** Which part of the facts a stage of this kind is about. */
export const partOf = ({ kind, stage }: Pick<StepFacts, 'kind' | 'stage'>): 'cards' | 'scores' =>
	['cards', 'board'].includes(stageOf(kind, stage).opens) ? 'cards' : 'scores';

/** What this step adds to the facts while it is about scores. Throws while it is about cards. */
export function scoresState(step: StepFacts): ScoresState {
	if (step.state?.part !== 'scores') throw new Error(`no scores in ${step.kind}, ${step.stage}`);
	return step.state;
}

/** Throws on a theme that is not in these facts: its spread came from the same ones. */
export function themeOf(now: ScoresState, id: string): ScoresState['themes'][number] {
	const found = now.themes.find((theme) => theme.id === id);
	if (!found) throw new Error(`no theme ${id}`);
	return found;
}

/** What the scale of a score is called, and its two ends. */
export const scoreWords = () => ({
	legend: m.today_score_legend(),
	low: m.today_end_low(),
	high: m.today_end_high()
});

/** How far the scores of a theme lie apart, in words. */
export function rangeWords({ range }: Row): string {
	if (!range) return m.today_no_score();
	return range.from === range.to
		? m.today_console_agreed({ score: range.from })
		: m.today_console_range(range);
}

/** %: the middle of the fifth of a line that a score stands in. */
export const middleOf = (score: number): number => score * 20 - 10;

/** Somebody's words as they are quoted. */
export const quoted = (words: string): string => `‘${words}’`;

export const organisationOf = (organisations: readonly OrganisationFacts[], id: string | null) =>
	organisations.find((organisation) => organisation.id === id);
