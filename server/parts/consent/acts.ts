import * as v from 'valibot';
import { methods, stances } from '#domain/parts/consent/consent.ts';
import { phases } from '#domain/parts/consent/phases.ts';
import { madeId } from '#server/documents/values.ts';
import { stepAct } from '#server/acts/act.ts';
import { was } from '#server/acts/editing.ts';
import { advise, leaveToDeputy } from './advice.ts';
import { amend } from './amend.ts';
import { askedInStep } from './asked.ts';
import { acceptIntegration, integrate } from './integration.ts';
import { answerQuestion, ask, goToPhase, passReaction, react, withdrawQuestion } from './phases.ts';
import { recordAbsence, showStandpoints, takeStance } from './stance.ts';
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

	goToPhase: stepAct({
		name: 'consent-phase',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ from: v.picklist(phases), to: v.picklist(phases) }),
		run: async (tx, at, given) => goToPhase(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	ask: stepAct({
		name: 'ask',
		who: 'participants',
		speaks: true,
		input: v.object({
			id: madeId,
			subject: v.string(),
			text: v.string(),
			organisation: v.optional(v.string(), '')
		}),
		run: async (tx, at, given) => ask(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	answerQuestion: stepAct({
		name: 'answer-question',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ question: v.string(), answer: v.optional(v.string(), '') }),
		run: async (tx, at, given) => answerQuestion(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	/** The counter-act of `answerQuestion`. */
	reopenQuestion: stepAct({
		name: 'answer-question',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ question: v.string() }),
		run: async (tx, at, { question }) =>
			answerQuestion(tx, at, await askedInStep(tx, at, subjectsOf), { question, answer: null })
	}),

	withdrawQuestion: stepAct({
		name: 'withdraw-question',
		who: 'participants',
		when: whileConsenting,
		input: v.object({ question: v.string() }),
		run: async (tx, at, given) => withdrawQuestion(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	react: stepAct({
		name: 'react',
		who: 'participants',
		speaks: true,
		input: v.object({ words: v.string(), organisation: v.optional(v.string(), '') }),
		run: async (tx, at, given) => react(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	passReaction: stepAct({
		name: 'pass-reaction',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ organisation: v.string() }),
		run: async (tx, at, given) => passReaction(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	/** Another advice takes its place. */
	advise: stepAct({
		name: 'advise',
		who: 'participants',
		speaks: true,
		input: v.object({
			subject: v.string(),
			version: v.string(),
			stance: v.picklist(['consent', 'concern', 'objection']),
			words: v.optional(v.string(), '')
		}),
		run: async (tx, at, given) => advise(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	leaveToDeputy: stepAct({
		name: 'leave-to-deputy',
		who: 'participants',
		speaks: true,
		when: whileConsenting,
		input: v.object({ on: v.picklist(['yes', 'no']) }),
		run: async (tx, at, { on }) => leaveToDeputy(tx, at, await askedInStep(tx, at, subjectsOf), on === 'yes')
	}),

	/** Any stance of its own takes it back. */
	markAbsent: stepAct({
		name: 'stance',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ subject: v.string(), organisation: v.string() }),
		run: async (tx, at, given) => recordAbsence(tx, at, await askedInStep(tx, at, subjectsOf), given)
	}),

	showStandpoints: stepAct({
		name: 'show-standpoints',
		who: 'facilitators',
		when: whileConsenting,
		input: v.object({ subject: v.string(), version: v.string() }),
		run: async (tx, at, given) => showStandpoints(tx, at, await askedInStep(tx, at, subjectsOf), given)
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
