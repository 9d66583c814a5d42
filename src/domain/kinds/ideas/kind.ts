import type { StepKind } from '#domain/kinds/kind.ts';

/** No stage here weighs or judges: whether an idea can be done is asked in another step. */
export const ideas: StepKind = {
	kind: 'ideas',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'writing', opens: 'cards', readiness: true },
		{ name: 'sorting', opens: 'board', readiness: false },
		{ name: 'harvested', opens: 'texts', readiness: false }
	],
	harvest: 'solution'
};
