import type { StepKind } from '#domain/kinds/kind.ts';

/** The ambitions that were chosen are written out in mixed fours, and agreed on one by one. */
export const ambitions: StepKind = {
	kind: 'ambitions',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'writing', opens: 'texts', readiness: false },
		{ name: 'consenting', opens: 'consent', readiness: false },
		{ name: 'harvested', opens: 'own', readiness: false }
	],
	writesAt: 'ambition',
	harvest: null
};
