import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import { partOf, type StageProps } from './view.ts';

/** Of a step about today: scores first, then cards. */
export const todayStages = stagesIn<StageProps>(
	{
		prepared: () => import('#lib/parts/cards/Prepared.svelte'),
		scoring: () => import('./Scoring.svelte'),
		spread: () => import('./Discussing.svelte'),
		harvested: () => import('./Found.svelte'),
		cards: () => import('./Cards.svelte')
	},
	(step) => (partOf(step) === 'cards' ? 'cards' : step.stage)
);
