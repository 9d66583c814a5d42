import { valuesAgreed } from '#server/journey/gates.ts';
import type { KindServer } from '#server/kinds/kinds.ts';
import { cardStep } from '#server/parts/cards/card-step.ts';

/** "Het is 2040. Wat zie je?" Cards like any other, written on the values that everybody consented to (U1). */
export default {
	...cardStep('future'),
	gate: async (db, step, stage) => (stage === 'writing' ? valuesAgreed(db, step.journey_id) : [])
} satisfies KindServer;
