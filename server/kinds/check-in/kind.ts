import type { KindServer } from '#server/kinds/kind.ts';
import { checkInActs } from './acts.ts';
import { acceptedWording, bringRules, rulesOf, wordingOf } from './rules.ts';
import { checkInState } from './state.ts';
import { drawOrder } from './turns.ts';

// Check-in: one round in which each person speaks once, and the ground rules that everybody accepts.

export default {
	kind: 'check-in',
	state: checkInState,

	async mine({ reading: { db }, step, seat }) {
		const wording = wordingOf(await rulesOf(db, step.id));
		const accepted = await acceptedWording(db, step.id, seat.participant);
		return { wording, accepted: accepted === wording };
	},

	async enter(tx, at, stage) {
		if (stage === 'round') await drawOrder(tx, at);
		if (stage === 'agreeing') await bringRules(tx, at);
	},

	acts: checkInActs
} satisfies KindServer;
