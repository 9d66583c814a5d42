import type { StepKind } from '#domain/kinds/kind.ts';

export const today: StepKind = {
	kind: 'today',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'scoring', opens: 'own', readiness: true },
		{ name: 'spread', opens: 'own', readiness: false, shows: true },
		{ name: 'writing', opens: 'cards', readiness: true },
		{ name: 'sorting', opens: 'board', readiness: false },
		{ name: 'harvested', opens: 'own', readiness: false }
	],
	harvest: null,
	embargoedBy: 'future'
};
