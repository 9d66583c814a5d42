import { isAnonymous } from '#domain/parts/anonymity/anonymity.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

/** Nobody is to know who wrote what (N1). */
export const isAnonymousStep = (step: Pick<StepRow, 'kind' | 'settings'>): boolean =>
	isAnonymous(step.kind, JSON.parse(step.settings) as { anonymous?: unknown });
