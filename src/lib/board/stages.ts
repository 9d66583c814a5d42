import { hasStage, stageOf, type Opens } from '#domain/kinds.ts';
import { stagesIn } from '#lib/steps/stages.svelte.ts';
import type { StageProps } from './view.ts';

/** Of a step with cards. */
export const cardStages = stagesIn<StageProps>(
	{
		nothing: () => import('./Prepared.svelte'),
		cards: () => import('./Writing.svelte'),
		board: () => import('./Sorting.svelte'),
		dots: () => import('./Weighing.svelte'),
		texts: () => import('./Harvest.svelte'),
		consent: () => import('#lib/consent/Round.svelte')
	} satisfies Partial<Record<Opens, unknown>>,
	({ kind, stage }) => stageOf(kind, stage).opens,
	({ kind }, opens) => hasStage(kind, opens as Opens)
);
