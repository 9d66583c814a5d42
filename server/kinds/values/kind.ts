import { stageOf } from '#domain/kinds/kinds.ts';
import type { KindServer } from '#server/kinds/kinds.ts';
import { cardStep } from '#server/parts/cards/card-step.ts';
import { consentActs, consentState, myConsent, valuesTogether } from '#server/parts/consent/consent.ts';

/** "Vanuit welke waarden vertrek jij?" Cards up to values, and then every organisation is asked for its consent. */
const cards = cardStep('values');
const consents = (step: { kind: string; stage: string }) =>
	stageOf(step.kind, step.stage).opens === 'consent';

export default {
	...cards,

	facts: async (db, step, context) =>
		consents(step)
			? consentState(db, step, await valuesTogether(db, step), context.now())
			: cards.facts(db, step, context),

	async mine(at) {
		const { context, step } = at;
		const mine = await cards.mine(at);
		if (!consents(step)) return mine;
		return { ...mine, consent: await myConsent(at, await valuesTogether(context.db, step)) };
	},

	acts: { ...cards.acts, ...consentActs(valuesTogether) }
} satisfies KindServer;
