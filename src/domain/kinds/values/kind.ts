import type { StepKind } from '#domain/kinds/kind.ts';

export const values: StepKind = {
	kind: 'values',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'writing', opens: 'cards', readiness: true },
		{ name: 'sorting', opens: 'board', readiness: false },
		{ name: 'weighing', opens: 'dots', readiness: true },
		{ name: 'harvested', opens: 'texts', readiness: false },
		{ name: 'consenting', opens: 'consent', readiness: false }
	],
	harvest: 'value'
};
