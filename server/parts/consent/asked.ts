import type { StanceFacts } from '#domain/parts/consent/consent.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';
import { createReading, type Reading } from '#server/journey/reading.ts';
import { readRound, roundOfStep, type Round, type RoundRows } from './rounds.ts';
import type { Subject, SubjectsOf } from './subjects.ts';

/** A round as an act finds it, in its transaction. */
export interface Asked {
	reading: Reading;
	round: Round;
	rows: RoundRows;
	subjects: readonly Subject[];
	/** Why no organisation takes a stance now, or null. */
	closed: StanceFacts['closed'];
}

/** The round of the step that the act is done in. */
export async function askedInStep(tx: Query, at: AtStep, subjectsOf: SubjectsOf): Promise<Asked> {
	const reading = createReading(tx, at.journey, at.now);
	const round = roundOfStep(at.step);
	return {
		reading,
		round,
		rows: await reading.rows(readRound, round.id),
		subjects: await subjectsOf(reading, at.step),
		closed: closedIn(at)
	};
}

/** What holds the pens of the table holds this too (A6). */
function closedIn({ step, room }: AtStep): StanceFacts['closed'] {
	if (stageOf(step.kind, step.stage).opens !== 'consent') return 'consent-not-open';
	if (step.locked_at !== null) return 'locked';
	return room.paused_at === null ? null : 'paused';
}
