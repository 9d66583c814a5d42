import { mayFacilitate } from '#domain/journey/access.ts';
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';
import { harvestKinds, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { Context } from '#server/app/context.ts';
import type { Harvested } from '#server/parts/harvest/harvest.ts';
import { embargoOf } from './embargo.ts';
import { createReading, type Reading } from './reading.ts';
import { whoOwes } from './reminders/owing.ts';
import { meetingsOf } from './run-sheet/rows.ts';
import type { SeatOf } from './seats.ts';
import type { StepRow } from './step-rows.ts';

/** A step as the overview of a journey tells it. */
export interface OverviewStep {
	id: string;
	name: string;
	question: string;
	/** done: it was; here: the room is at it; open: it can be done now, until `deadline`; later. */
	is: 'done' | 'here' | 'open' | 'later';
	/** Ms since 1970. */
	deadline: number | null;
	/** This person still owes something in it. */
	owes: boolean;
	/** Cards that late ones can join: the table is open, or people write. */
	takesCards: boolean;
	/** What came out of it, by name. */
	harvest: { id: string; kind: HarvestKind; name: string }[];
}

export interface OverviewMeeting {
	id: string;
	name: string;
	date: string;
	place: string;
	steps: OverviewStep[];
}

/** What happened, where the room is, and what this person can still add, in one look (J11). Rows only. */
export const createOverview = ({ db, hands, now }: Context) => ({
	async of(seat: SeatOf, journey: string): Promise<OverviewMeeting[]> {
		const reading = createReading(db, journey, now());
		const room = await db
			.selectFrom('room')
			.select('step_id')
			.where('journey_id', '=', journey)
			.executeTakeFirstOrThrow();
		const harvest = await reading.harvest(harvestKinds);
		const told = await Promise.all(
			(await stepsSeenBy(reading, seat)).map(async (step) => ({
				meeting: step.meeting_id,
				...overviewOf(step, room.step_id, harvest, reading.now),
				owes:
					isOpenAhead(step, reading.now) && (await whoOwes(reading, step, hands)).includes(seat.participant)
			}))
		);
		return (await meetingsOf(db, journey)).map(({ id, name, date, place }) => ({
			id,
			name,
			date,
			place,
			steps: told.filter((step) => step.meeting === id).map(({ meeting: _, ...step }) => step)
		}));
	}
});

/** Without what is under embargo for this person (U5). */
async function stepsSeenBy(reading: Reading, seat: SeatOf): Promise<StepRow[]> {
	const isEmbargoed = mayFacilitate(seat) ? () => false : await embargoOf(reading.db, reading.journey);
	return (await reading.steps()).filter(({ kind, removed_at }) => removed_at === null && !isEmbargoed(kind));
}

function overviewOf(
	step: StepRow,
	room: string | null,
	harvest: readonly Harvested[],
	now: number
): Omit<OverviewStep, 'owes'> {
	const { opens } = stageOf(step.kind, step.stage);
	const isOpen = isOpenAhead(step, now);
	return {
		id: step.id,
		name: step.name,
		question: step.question,
		is: step.id === room ? 'here' : isOpen ? 'open' : isBegun(step) ? 'done' : 'later',
		deadline: isOpen ? step.deadline : null,
		takesCards: opens === 'cards' || (opens === 'board' && kindOf(step.kind).anonymous !== true),
		harvest: harvest.filter((item) => item.step === step.id).map(({ id, kind, name }) => ({ id, kind, name }))
	};
}

/** It can be done now, outside the meeting. */
const isOpenAhead = ({ kind, stage, deadline }: StepRow, now: number) =>
	deadline !== null && deadline > now && stageOf(kind, stage).opens !== 'nothing';

/** It left its first stage. */
const isBegun = ({ kind, stage }: StepRow) => kindOf(kind).stages[0].name !== stage;
