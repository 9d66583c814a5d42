import { stageOf } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';
import { stagesIn } from '#lib/kinds/stages.svelte.ts';
import type { StageProps } from './stage-props.ts';

/** Of a step with ambition cards. */
export const ambitionStages = stagesIn<StageProps>(
	{
		nothing: () => import('#lib/parts/cards/Prepared.svelte'),
		texts: () => import('./Writing.svelte'),
		consent: () => import('./Asked.svelte'),
		own: () => import('./Reading.svelte')
	} satisfies Partial<Record<Opens, unknown>>,
	({ kind, stage }) => stageOf(kind, stage).opens
);
