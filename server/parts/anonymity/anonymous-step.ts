import { isAnonymous } from '#domain/parts/anonymity/anonymity.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

/** Nobody is to know who wrote what (N1). */
export const isAnonymousStep = (step: Pick<StepRow, 'kind' | 'settings'>): boolean =>
	isAnonymous(step.kind, JSON.parse(step.settings) as { anonymous?: unknown });

/** People write there now, and nothing about one of them, or of one organisation, is kept or sent (N13). */
export const isWrittenUnnamed = (step: Pick<StepRow, 'kind' | 'settings' | 'stage'>): boolean =>
	stageOf(step.kind, step.stage).opens === 'cards' && isAnonymousStep(step);

/** Since when, or null where they do not. */
export const unnamedSince = (
	step: Pick<StepRow, 'kind' | 'settings' | 'stage' | 'stage_at'> | null
): number | null => (step && isWrittenUnnamed(step) ? step.stage_at : null);
