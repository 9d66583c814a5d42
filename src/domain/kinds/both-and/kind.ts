import type { StepKind } from '#domain/kinds/kind.ts';

export const bothAnd: StepKind = {
	kind: 'both-and',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'naming', opens: 'own', readiness: true },
		{ name: 'mapping', opens: 'texts', readiness: false },
		{ name: 'harvested', opens: 'own', readiness: false }
	],
	harvest: 'tension'
};
