import * as v from 'valibot';
import {
	decideJudgement,
	weigh,
	type Answers,
	type Judgement,
	type Weighed
} from '#domain/kinds/choose/judgement.ts';
import { choosingOpen } from '#domain/kinds/choose/choosing.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { harvestIn } from '#server/parts/harvest/harvest.ts';

// The three questions about each solution. The server counts; what was answered goes to nobody before the facilitator
// goes on (Z3).

/** What the answers came to, in the order of `solutions`; null while people judge (Z3). */
export async function weighedState(
	db: Query,
	step: StepRow,
	solutions: readonly string[]
): Promise<Weighed[] | null> {
	if (!choosingOpen(step.stage)) return null;
	return weigh(await judgementsIn(db, step.id), solutions).map(inShort);
}

/** One's own answers, on whatever solution. */
export function myJudgements(db: Query, step: string, participant: string) {
	return db
		.selectFrom('judgement')
		.select(['solution_id as solution', 'direction', 'platform', 'yield'])
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.execute();
}

const answer = v.optional(v.string(), '');

export const judge = stepAct({
	name: 'judge',
	who: 'participants',
	speaks: true,
	input: v.object({ solution: v.string(), direction: answer, platform: answer, yield: answer }),
	/** All three answers about a solution, as they shall be (Z1). */
	async run(tx, { journey, step, room, seat, now }, { solution, ...given }) {
		const solutions = await harvestIn(tx, journey, ['solution']);
		const decision = decideJudgement(
			{
				stage: step.stage,
				lockedAt: step.locked_at,
				pausedAt: room.paused_at,
				role: seat.role,
				solutionExists: solutions.some((item) => item.id === solution)
			},
			given
		);
		if (!decision.ok) return refused(decision.reason, 'solution');
		const row = { ...decision.answers, organisation_id: seat.organisation, at: now };
		const mine = await myJudgements(tx, step.id, seat.participant);
		const before = mine.find((one) => one.solution === solution);
		if (before && same(before, decision.answers)) return unchanged();
		await tx
			.insertInto('judgement')
			.values({ step_id: step.id, solution_id: solution, participant_id: seat.participant, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'solution_id', 'participant_id']).doUpdateSet(row))
			.execute();
		// While people judge nobody hears of answers (Z3).
		return changed({ isPrivate: true });
	}
});

const same = (a: Answers, b: Answers) =>
	a.direction === b.direction && a.platform === b.platform && a.yield === b.yield;

function judgementsIn(db: Query, step: string): Promise<Judgement[]> {
	return db
		.selectFrom('judgement')
		.select([
			'solution_id as solution',
			'participant_id as participant',
			'organisation_id as organisation',
			'direction',
			'platform',
			'yield'
		])
		.where('step_id', '=', step)
		.execute();
}

/** Facts go to everyone at every change: three decimals will do. */
function inShort({ solution, people, voices, found }: Weighed): Weighed {
	const short = (number: number) => Math.round(number * 1000) / 1000;
	const answers = (of: Answers): Answers => ({
		direction: short(of.direction),
		platform: short(of.platform),
		yield: short(of.yield)
	});
	return {
		solution,
		people,
		voices: voices.map((voice) => ({
			...voice,
			weight: short(voice.weight),
			answers: answers(voice.answers)
		})),
		found: found && {
			raw: answers(found.raw),
			share: answers(found.share),
			lowest: found.lowest,
			highest: found.highest
		}
	};
}
