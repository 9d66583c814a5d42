import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { ChooseProps } from './stage-props.ts';

const result = () => import('./Result.svelte');

export const choiceStages = stagesIn<ChooseProps>(
	{
		prepared: () => import('#lib/parts/cards/Prepared.svelte'),
		judging: () => import('./Judging.svelte'),
		weighed: result,
		harvested: result
	},
	({ stage }) => stage
);
