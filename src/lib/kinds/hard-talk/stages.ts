import { cardStages } from '#lib/parts/cards/stages.ts';
import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

/** The part of the hard talk that is about one card at a time; before it, it is a step with cards. */
export const talkStages = stagesIn<{ step: StepFacts }>(
	{ talk: () => import('./Talking.svelte') },
	(step) => step.state?.part ?? 'cards'
);

export const prepare = (step: StepFacts) =>
	step.state?.part === 'talk' ? talkStages.prepare(step) : cardStages.prepare(step);
