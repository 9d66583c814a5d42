import { stageOf } from '#domain/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { KindServer } from '#server/kinds/kind.ts';
import { cardStep } from '#server/parts/cards/card-step.ts';
import { consentActs } from '#server/parts/consent/acts.ts';
import { myConsent } from '#server/parts/consent/mine.ts';
import { roundOfStep } from '#server/parts/consent/rounds.ts';
import { stanceSheets } from '#server/parts/consent/sheets.ts';
import { consentState } from '#server/parts/consent/state.ts';
import { valuesTogether } from '#server/parts/consent/subjects.ts';

/** "Vanuit welke waarden vertrek jij?" Cards up to values, and then every organisation is asked for its consent. */
const cards = cardStep('values');

export default {
	...cards,

	state: async (reading, step) =>
		asksConsent(step)
			? consentState(reading, roundOfStep(step), await valuesTogether(reading, step))
			: cards.state(reading, step),

	async mine(viewing) {
		const { reading, step } = viewing;
		const mine = await cards.mine(viewing);
		if (!asksConsent(step)) return mine;
		const subjects = await valuesTogether(reading, step);
		return { ...mine, consent: await myConsent(viewing, roundOfStep(step), subjects) };
	},

	sheets: (reading, step) => stanceSheets(reading, roundOfStep(step)),

	acts: { ...cards.acts, ...consentActs(valuesTogether) }
} satisfies KindServer;

const asksConsent = (step: StepRow) => stageOf(step.kind, step.stage).opens === 'consent';
