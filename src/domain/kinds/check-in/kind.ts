import type { StepKind } from '#domain/kinds/kind.ts';

export const checkIn: StepKind = {
	kind: 'check-in',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'round', opens: 'own', readiness: false },
		{ name: 'agreeing', opens: 'own', readiness: false },
		{ name: 'harvested', opens: 'nothing', readiness: false }
	],
	harvest: null
};
