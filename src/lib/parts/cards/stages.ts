import { hasStage, stageOf } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';
import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { StageProps } from './view.ts';

/** Of a step with cards. */
export const cardStages = stagesIn<StageProps>(
	{
		nothing: () => import('./Prepared.svelte'),
		cards: () => import('./Writing.svelte'),
		board: () => import('#lib/parts/board/Sorting.svelte'),
		dots: () => import('#lib/parts/dots/Weighing.svelte'),
		texts: () => import('#lib/parts/harvest/Harvest.svelte'),
		consent: () => import('#lib/parts/consent/Round.svelte')
	} satisfies Partial<Record<Opens, unknown>>,
	({ kind, stage }) => stageOf(kind, stage).opens,
	({ kind }, opens) => hasStage(kind, opens as Opens)
);
