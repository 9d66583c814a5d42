import type { StepKind } from '#domain/kinds/kind.ts';

export const hardTalk: StepKind = {
	kind: 'hard-talk',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'writing', opens: 'cards', readiness: true },
		{ name: 'sorting', opens: 'board', readiness: false },
		{ name: 'talking', opens: 'own', readiness: false },
		{ name: 'harvested', opens: 'own', readiness: false }
	],
	harvest: null,
	anonymous: true
};
