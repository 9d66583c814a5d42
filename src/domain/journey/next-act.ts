// What the room waits for, which is the one ink button of the console, and what is skipped by going past it (P14, P15).
import { closing } from '#domain/kinds/hard-talk/talk.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Standing } from '#domain/parts/consent/consent.ts';
import {
	phases,
	skippedBy as skippedInPhase,
	type Phase,
	type Reaction
} from '#domain/parts/consent/phases.ts';

/** An act of the step's kind that is done by its button alone: `next_<name>` is its message key. */
export interface Deed {
	is: 'deed';
	name:
		| 'begin-round'
		| 'next-speaker'
		| 'last-speaker'
		| 'close-dots'
		| 'next-turn'
		| 'end-script'
		| 'next-theme'
		| 'to-reactions'
		| 'to-standpoints';
	/** Its form: `act` and what goes along. */
	fields: { act: string } & Record<string, string>;
	/** What is skipped by it. */
	skips: Skip[];
}

/** Something to choose or to write in the middle of the console: the button leads there. */
export interface Look {
	is: 'look';
	name: 'choose-card' | 'objection' | 'answers';
	/** The id of the heading there. */
	at: string;
}

/**
 * The next act: something in this stage; the form `form` in the middle is sent; the break ends; or, where this stage
 * waits for nothing any more, on to the next stage, step or meeting.
 */
export type NextAct =
	Deed | Look | { is: 'send'; name: 'end-talk'; form: string } | { is: 'resume' } | { is: 'on' };

/** What somebody would go past: `skip_<reason>` is its message key. */
export interface Skip {
	reason:
		| 'round-not-held'
		| 'round-not-over'
		| 'rules-open'
		| 'cards-loose'
		| 'cards-late'
		| 'dots-open'
		| 'harvest-none'
		| 'questions-open'
		| 'reactions-missing'
		| 'answers-missing'
		| 'objections-open'
		| 'scores-missing'
		| 'themes-unseen'
		| 'talk-open'
		| 'cards-undecided'
		| 'tensions-none'
		| 'solutions-open'
		| 'ambitions-incomplete';
	/** How many: people, cards, answers; 1 where it is one thing. */
	count: number;
}

/** What of a step decides it; the facts of the step have all of it. */
export interface StepNow {
	kind: string;
	stage: string;
	/** Late cards that are not on the table yet. */
	waiting: number;
	state: StateNow | null;
}

type Ids = readonly { id: string }[];
type Round = Extract<StateNow, { part: 'consent' }>;

export type StateNow =
	| {
			part: 'check-in';
			speaker: { id: string } | null;
			next: object | null;
			spoken: number;
			total: number;
			rules: readonly object[];
			accepted: number;
	  }
	| {
			part: 'cards';
			anonymous: boolean;
			dots: { closedAt: number | null } | null;
			harvest: readonly object[];
	  }
	| {
			part: 'consent';
			phase: Phase;
			questions: readonly { answer: string | null }[];
			reactions: readonly Reaction[];
			subjects: readonly Subject[];
	  }
	| {
			part: 'scores';
			filled: number;
			of: number;
			spread: readonly { theme: string }[] | null;
			shown: string | null;
	  }
	| { part: 'talk'; cards: readonly { state: string }[]; current: { talk: string; turn: number } | null }
	| { part: 'tensions'; tensions: readonly object[] }
	| {
			part: 'choose';
			solutions: Ids;
			weighed: object | null;
			ambitions: readonly { solutions: readonly string[] }[];
			notNow: readonly { solution: string }[];
	  }
	| { part: 'ambitions'; cards: readonly { faults: readonly object[] }[] };

interface Subject {
	id: string;
	agreed: boolean;
	/** While it is hidden who answered, `standings` asks everybody, and `given` says how many did. */
	shown: boolean;
	given: number;
	standings: readonly { standing: Standing }[];
}

/** What is known of the table beside the step. */
export interface TableNow {
	people: number;
	/** Cards that lie in no group; 0 where no board is open. */
	loose: number;
}

/** What one sort of state waits for in its stages, and what is skipped by going on. Both see it in that stage only. */
interface Waits<State> {
	/** Null: for nothing more, so on. */
	act: (state: State, step: StepNow) => NextAct | null;
	skips: (state: State, step: StepNow, table: TableNow) => Skip[];
}

/** A new sort of state, or an act of one, is an entry here, with its words `next_…` and `skip_…`. */
const waits: { [Part in StateNow['part']]: Waits<Extract<StateNow, { part: Part }>> } = {
	'check-in': {
		act: ({ speaker, next }, { stage }) =>
			stage === 'round' && (speaker || next) ? turnTo(speaker, next !== null) : null,
		skips: ({ spoken, total, speaker, rules, accepted }, { stage }, { people }) =>
			stage === 'round'
				? spoken === 0 && !speaker
					? skip('round-not-held', Number(total > 0))
					: skip('round-not-over', total - spoken)
				: skip('rules-open', stage === 'agreeing' && rules.length > 0 ? people - accepted : 0)
	},
	cards: {
		act({ dots }, { kind, stage }) {
			const { opens } = stageOf(kind, stage);
			return opens === 'dots' && dots?.closedAt === null
				? deed('close-dots', { act: 'closeWeighing' })
				: null;
		},
		skips({ anonymous, dots, harvest }, { kind, stage, waiting }, { loose }) {
			const { opens } = stageOf(kind, stage);
			if (opens === 'board')
				return [...skip('cards-late', anonymous ? 0 : waiting), ...skip('cards-loose', loose)];
			if (opens === 'dots') return skip('dots-open', Number(dots?.closedAt === null));
			return skip('harvest-none', Number(opens === 'texts' && harvest.length === 0));
		}
	},
	consent: {
		act(state) {
			if (state.phase !== 'standpoint') return nextPhase(state);
			const { subjects } = state;
			const objected = subjects.find((one) => !one.agreed && count(one, 'objection') > 0);
			if (objected) return { is: 'look', name: 'objection', at: subjectAt(objected.id) };
			const asked = subjects.find((one) => !one.agreed && unanswered(one) > 0);
			return asked ? { is: 'look', name: 'answers', at: subjectAt(asked.id) } : null;
		},
		skips: (state) => [
			...phaseSkips(state),
			...skip(
				'objections-open',
				sum(state.subjects, (one) => count(one, 'objection'))
			),
			...skip('answers-missing', sum(state.subjects, unanswered))
		]
	},
	scores: {
		act(state, { stage }) {
			const theme = stage === 'spread' ? unseen(state)[0]?.theme : undefined;
			return theme === undefined ? null : deed('next-theme', { act: 'showTheme', theme });
		},
		skips: (state, { stage }) =>
			stage === 'scoring'
				? skip('scores-missing', state.of - state.filled)
				: skip('themes-unseen', stage === 'spread' ? unseen(state).length : 0)
	},
	talk: {
		act({ cards, current }, { stage }) {
			if (stage !== 'talking') return null;
			if (current) return talkOn(current);
			return undecided(cards) > 0 ? { is: 'look', name: 'choose-card', at: 'cards' } : null;
		},
		skips({ cards, current }, { stage }) {
			if (stage !== 'talking') return [];
			return current ? skip('talk-open', 1) : skip('cards-undecided', undecided(cards));
		}
	},
	tensions: {
		act: () => null,
		skips: ({ tensions }, { stage }) =>
			skip('tensions-none', Number(stage === 'naming' && tensions.length === 0))
	},
	choose: {
		act: () => null,
		skips({ solutions, weighed, ambitions, notNow }, { stage }) {
			const decided = new Set([
				...ambitions.flatMap((ambition) => ambition.solutions),
				...notNow.map(({ solution }) => solution)
			]);
			const open = solutions.filter(({ id }) => !decided.has(id)).length;
			return skip('solutions-open', weighed && stage === 'weighed' ? open : 0);
		}
	},
	ambitions: {
		act: () => null,
		skips: ({ cards }, { stage }) =>
			skip(
				'ambitions-incomplete',
				stage === 'writing' ? sum(cards, ({ faults }) => Number(faults.length > 0)) : 0
			)
	}
};

/** The one act that the room waits for. While it pauses, that it goes on. */
export function nextAct(step: StepNow, paused: boolean): NextAct {
	if (paused) return { is: 'resume' };
	return (step.state && waitsOf(step.state).act(step.state, step)) ?? { is: 'on' };
}

/** What is skipped by going on from this stage now; empty where nothing is. */
export function skippedBy(step: StepNow, table: TableNow): Skip[] {
	return step.state ? waitsOf(step.state).skips(step.state, step, table) : [];
}

/** The entry takes the state that it was found by, which TypeScript cannot see of a union. */
const waitsOf = (state: StateNow) => waits[state.part] as Waits<StateNow>;

/** Where the console shows a subject of a consent round. */
export const subjectAt = (subject: string) => `subject-${subject}`;
/** Its form that keeps the three lines of a talk. */
export const endTalkForm = 'end-talk';

const deed = (name: Deed['name'], fields: Deed['fields'], skips: Skip[] = []): Deed => ({
	...{ is: 'deed', name, fields, skips }
});
const skip = (reason: Skip['reason'], count: number): Skip[] => (count > 0 ? [{ reason, count }] : []);

const turnTo = (speaker: { id: string } | null, more: boolean) =>
	deed(speaker ? (more ? 'next-speaker' : 'last-speaker') : 'begin-round', {
		act: 'nextSpeaker',
		after: speaker?.id ?? ''
	});

function talkOn({ talk, turn }: { talk: string; turn: number }): NextAct {
	if (turn >= closing) return { is: 'send', name: 'end-talk', form: endTalkForm };
	const name = turn === closing - 1 ? 'end-script' : 'next-turn';
	return deed(name, { act: 'nextTurn', talk, from: String(turn) });
}

/** From questions to reactions, and from there to standpoints (I20). */
function nextPhase(state: Round): Deed {
	const to = phases[phases.indexOf(state.phase) + 1]!;
	const name = to === 'reactions' ? 'to-reactions' : 'to-standpoints';
	return deed(name, { act: 'goToPhase', from: state.phase, to }, phaseSkips(state));
}

const phaseSkips = (state: Round): Skip[] =>
	skip(
		state.phase === 'questions' ? 'questions-open' : 'reactions-missing',
		skippedInPhase(state.phase, state)
	);

/** Organisations that did not answer to this text yet. */
const unanswered = (subject: Subject): number =>
	subject.shown ? count(subject, 'asked') : subject.standings.length - subject.given;

/** The themes after the one that the room looks at. */
function unseen({ spread, shown }: Extract<StateNow, { part: 'scores' }>): readonly { theme: string }[] {
	const all = spread ?? [];
	return all.slice(all.findIndex(({ theme }) => theme === shown) + 1);
}

const undecided = (cards: readonly { state: string }[]) =>
	sum(cards, ({ state }) => Number(state === 'none' || state === 'under-way'));

const count = ({ standings }: Subject, is: Standing) =>
	sum(standings, ({ standing }) => Number(standing === is));

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
	all.reduce((total, one) => total + of(one), 0);
