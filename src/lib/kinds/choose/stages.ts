import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { ChooseView } from './view.ts';

/** What each stage of a choice gets. */
export interface ChooseProps extends Pick<ParticipantProps, 'step' | 'form' | 'onsaved'> {
	view: ChooseView;
}

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
