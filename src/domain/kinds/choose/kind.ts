import type { StepKind } from '#domain/kinds/kind.ts';

/** The three questions of The Natural Step about each solution; from them at most six ambitions. */
export const choose: StepKind = {
	kind: 'choose',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'judging', opens: 'own', readiness: true },
		{ name: 'weighed', opens: 'own', readiness: false, shows: true },
		{ name: 'harvested', opens: 'own', readiness: false }
	],
	harvest: 'ambition'
};
