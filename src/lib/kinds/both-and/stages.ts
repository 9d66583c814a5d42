import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { StageProps } from './stage-props.ts';

/** Of a step with tensions; naming them, the first, is part of its page. */
export const laterStages = stagesIn<StageProps>(
	{
		mapping: () => import('./Mapping.svelte'),
		harvested: () => import('./Sentences.svelte')
	},
	({ stage }) => stage
);
