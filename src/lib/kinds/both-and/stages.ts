import type { UnderWay } from '#lib/parts/cards/under-way.ts';
import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TensionsView } from './view.ts';

/** What the view of a later stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: TensionsView;
	underWay: UnderWay;
	onsaved: ParticipantProps['onsaved'];
}

/** Of a step with tensions; naming them, the first, is part of its page. */
export const laterStages = stagesIn<StageProps>(
	{
		mapping: () => import('./Mapping.svelte'),
		harvested: () => import('./Sentences.svelte')
	},
	({ stage }) => stage
);
