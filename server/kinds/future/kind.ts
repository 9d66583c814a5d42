import type { KindServer } from '#server/kinds/kind.ts';
import { cardStep } from '#server/parts/cards/card-step.ts';
import { valuesAgreed } from '#server/parts/consent/gate.ts';

/** "Het is 2040. Wat zie je?" Cards like any other, written on the values that everybody consented to (U1). */
export default {
	...cardStep('future'),
	gate: async (reading, _, stage) => (stage === 'writing' ? valuesAgreed(reading) : [])
} satisfies KindServer;
