import { stageOf } from '#domain/kinds/kinds.ts';
import type { KindServer } from '#server/kinds/kind.ts';
import { consentActs } from '#server/parts/consent/acts.ts';
import { myConsent } from '#server/parts/consent/mine.ts';
import { roundOfStep } from '#server/parts/consent/rounds.ts';
import { stanceSheets } from '#server/parts/consent/sheets.ts';
import { consentState } from '#server/parts/consent/state.ts';
import { link } from '#server/parts/harvest/acts.ts';
import { ambitionsChosen } from '#server/parts/harvest/gate.ts';
import { withCards } from '#server/parts/harvest/harvest.ts';
import { ambitionActs } from './acts.ts';
import { ambitionsOf, cardsState, incomplete } from './cards.ts';
import { cardsOpen, subjectsOf } from './consent.ts';

// Ambition cards: what was chosen is written out by tables of mixed organisations, until each card is complete.

export default {
	kind: 'ambitions',

	state: async (reading, step) =>
		stageOf(step.kind, step.stage).opens === 'consent'
			? consentState(reading, roundOfStep(step), await subjectsOf(reading))
			: cardsState(reading),

	async mine(viewing) {
		const { reading, step } = viewing;
		const { opens } = stageOf(step.kind, step.stage);
		if (opens === 'nothing') return {};
		if (opens === 'consent')
			return { consent: await myConsent(viewing, roundOfStep(step), await subjectsOf(reading)) };
		return { harvest: await withCards(reading.db, await ambitionsOf(reading)) };
	},

	async gate(reading, step, stage) {
		if (stage === 'writing') return ambitionsChosen(reading);
		if (stage === 'consenting') return incomplete(reading);
		return stage === 'harvested' ? cardsOpen(reading, step) : [];
	},

	sheets: (reading, step) => stanceSheets(reading, roundOfStep(step)),

	acts: { link, ...consentActs(subjectsOf), ...ambitionActs }
} satisfies KindServer;
