import * as v from 'valibot';
import { methods, stances } from '#domain/parts/consent/consent.ts';
import { stepAct } from '#server/acts/act.ts';
import { was } from '#server/acts/editing.ts';
import { amend } from './amend.ts';
import { askedInStep } from './asked.ts';
import { acceptIntegration, integrate } from './integration.ts';
import { recordAbsence, takeStance } from './stance.ts';
import type { SubjectsOf } from './subjects.ts';

// A consent round in a step: each organisation takes its stance on one version of a text, which stands still (I-rules).

/** What holds no facilitator back: a lock or a pause. */
const whileConsenting = { opens: ['consent'], else: 'consent-not-open' } as const;

/** The acts of a kind that puts these subjects to the organisations. */
export const consentActs = (subjectsOf: SubjectsOf) => ({
	stance: stepAct({
		name: 'stance',
		who: 'participants',
		speaks: true,
		input: v.object({
			subject: v.string(),
			version: v.string(),
			stance: v.picklist(stances),
			harms: v.optional(v.string(), ''),
			words: v.optional(v.string(), '')
		}),
		run: async (tx, at, given) => takeStance(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	/** Any stance of its own takes it back. */
	markAbsent: stepAct({
		name: 'stance',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ subject: v.string(), organisation: v.string() }),
		run: async (tx, at, given) => recordAbsence(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	integrate: stepAct({
		name: 'integrate',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ stance: v.string(), method: v.picklist(methods), words: v.string(), was }),
		run: async (tx, at, given) => integrate(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	acceptIntegration: stepAct({
		name: 'accept-integration',
		who: 'participants',
		speaks: true,
		input: v.object({ integration: v.string() }),
		run: async (tx, at, given) => acceptIntegration(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	amend
});
