import { mayFacilitate } from '#domain/journey/access.ts';
import { harvestKinds, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';
import type { Context } from '#server/app/context.ts';
import type { OwingDesk } from './reminders.ts';
import { harvestIn } from '#server/parts/harvest/harvest.ts';
import type { SeatOf } from './seats.ts';
import { embargoOf } from './embargo.ts';

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
export function openOverview({ db, now }: Context, owing: OwingDesk) {
	return {
		async of(seat: SeatOf, journey: string): Promise<OverviewMeeting[]> {
			const room = await db
				.selectFrom('room')
				.select('step_id')
				.where('journey_id', '=', journey)
				.executeTakeFirstOrThrow();
			const meetings = await db
				.selectFrom('meeting')
				.select(['id', 'name', 'date', 'place'])
				.where('journey_id', '=', journey)
				.where('removed_at', 'is', null)
				.orderBy('position')
				.execute();
			const isEmbargoed = mayFacilitate(seat) ? () => false : await embargoOf(db, journey);
			const steps = (
				await db
					.selectFrom('step')
					.selectAll()
					.where('journey_id', '=', journey)
					.where('removed_at', 'is', null)
					.orderBy('position')
					.execute()
			).filter((step) => !isEmbargoed(step.kind));
			const harvest = await harvestIn(db, journey, harvestKinds);
			const told = await Promise.all(
				steps.map(async (step) => {
					const { opens } = stageOf(step.kind, step.stage);
					const isOpen = step.deadline !== null && step.deadline > now() && opens !== 'nothing';
					const is: OverviewStep['is'] =
						step.id === room.step_id ? 'here' : isOpen ? 'open' : isBegun(step) ? 'done' : 'later';
					return {
						meeting: step.meeting_id,
						id: step.id,
						name: step.name,
						question: step.question,
						is,
						deadline: isOpen ? step.deadline : null,
						owes: isOpen && (await owing.owes(seat, step)),
						takesCards: opens === 'cards' || (opens === 'board' && kindOf(step.kind).anonymous !== true),
						harvest: harvest
							.filter((item) => item.step === step.id)
							.map(({ id, kind, name }) => ({ id, kind, name }))
					};
				})
			);
			return meetings.map((meeting) => ({
				...meeting,
				steps: told.filter((step) => step.meeting === meeting.id).map(({ meeting: _, ...step }) => step)
			}));
		}
	};
}

export type Overview = ReturnType<typeof openOverview>;

/** It left its first stage. */
const isBegun = ({ kind, stage }: { kind: string; stage: string }) => kindOf(kind).stages[0].name !== stage;
