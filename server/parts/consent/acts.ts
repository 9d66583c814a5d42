import * as v from 'valibot';
import { methods, stances } from '#domain/parts/consent/consent.ts';
import { phases } from '#domain/parts/consent/phases.ts';
import { madeId } from '#server/documents/values.ts';
import { stepAct, type AtStep, type Done } from '#server/acts/act.ts';
import { was } from '#server/acts/editing.ts';
import type { Query } from '#server/db/open.ts';
import { advise, leaveToDeputy } from './advice.ts';
import { amend } from './amend.ts';
import { askedInStep, type Asked } from './asked.ts';
import { acceptIntegration, integrate } from './integration.ts';
import { answerQuestion, ask, goToPhase, passReaction, react, withdrawQuestion } from './phases.ts';
import { recordAbsence, showStandpoints, takeStance } from './stance.ts';
import type { SubjectsOf } from './subjects.ts';

// A consent round in a step: each organisation takes its stance on one version of a text, which stands still (I-rules).

/** What holds no facilitator back: a lock or a pause. */
const whileConsenting = { opens: ['consent'], else: 'consent-not-open' } as const;

/** The acts of a kind that puts these subjects to the organisations. */
export const consentActs = (subjectsOf: SubjectsOf) => {
	/** An act on the round of the step, as it finds that in its transaction. */
	const inRound =
		<Given>(run: (tx: Query, at: AtStep, asked: Asked, given: Given) => Promise<Done>) =>
		async (tx: Query, at: AtStep, given: Given) =>
			run(tx, at, await askedInStep(tx, at, subjectsOf), given);
	return {
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
			run: inRound(takeStance)
		}),

		goToPhase: stepAct({
			name: 'consent-phase',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ from: v.picklist(phases), to: v.picklist(phases) }),
			run: inRound(goToPhase)
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
			run: inRound(ask)
		}),

		answerQuestion: stepAct({
			name: 'answer-question',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ question: v.string(), answer: v.optional(v.string(), '') }),
			run: inRound(answerQuestion)
		}),

		/** The counter-act of `answerQuestion`. */
		reopenQuestion: stepAct({
			name: 'answer-question',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ question: v.string() }),
			run: inRound((tx, at, asked, { question }: { question: string }) =>
				answerQuestion(tx, at, asked, { question, answer: null })
			)
		}),

		withdrawQuestion: stepAct({
			name: 'withdraw-question',
			who: 'participants',
			when: whileConsenting,
			input: v.object({ question: v.string() }),
			run: inRound(withdrawQuestion)
		}),

		react: stepAct({
			name: 'react',
			who: 'participants',
			speaks: true,
			input: v.object({ words: v.string(), organisation: v.optional(v.string(), '') }),
			run: inRound(react)
		}),

		passReaction: stepAct({
			name: 'pass-reaction',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ organisation: v.string() }),
			run: inRound(passReaction)
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
			run: inRound(advise)
		}),

		leaveToDeputy: stepAct({
			name: 'leave-to-deputy',
			who: 'participants',
			speaks: true,
			when: whileConsenting,
			input: v.object({ on: v.picklist(['yes', 'no']) }),
			run: inRound(leaveToDeputy)
		}),

		/** Any stance of its own takes it back. */
		markAbsent: stepAct({
			name: 'stance',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ subject: v.string(), organisation: v.string() }),
			run: inRound(recordAbsence)
		}),

		showStandpoints: stepAct({
			name: 'show-standpoints',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ subject: v.string(), version: v.string() }),
			run: inRound(showStandpoints)
		}),

		integrate: stepAct({
			name: 'integrate',
			who: 'facilitators',
			when: whileConsenting,
			input: v.object({ stance: v.string(), method: v.picklist(methods), words: v.string(), was }),
			run: inRound(integrate)
		}),

		acceptIntegration: stepAct({
			name: 'accept-integration',
			who: 'participants',
			speaks: true,
			input: v.object({ integration: v.string() }),
			run: inRound(acceptIntegration)
		}),

		amend
	};
};
