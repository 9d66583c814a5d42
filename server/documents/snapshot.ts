import type { Reading } from '#server/journey/reading.ts';
import type { KnownSeat } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';

/** What says who may do what in the documents of a journey, as it is at one moment. */
export interface Snapshot {
	/** By person. */
	seats: Map<string, KnownSeat>;
	steps: Map<
		string,
		{
			kind: string;
			stage: string;
			position: number;
			anonymous: boolean;
			locked_at: number | null;
			removed_at: number | null;
		}
	>;
	pausedAt: number | null;
	/** The step where the room is. */
	at: string | null;
	beamer: string;
}

/** Throws where there is no such journey. */
export async function readSnapshot(reading: Reading): Promise<Snapshot> {
	const room = await reading.room();
	const people = await reading.seats();
	const steps = await reading.steps();
	return {
		seats: new Map(people.map((seat) => [seat.person, seat])),
		steps: new Map(steps.map((step) => [step.id, ofStep(step)])),
		pausedAt: room.paused_at,
		at: room.step?.id ?? null,
		beamer: room.beamer_token
	};
}

const ofStep = ({ kind, stage, position, settings, locked_at, removed_at }: StepRow) => ({
	kind,
	stage,
	position,
	anonymous: isAnonymousStep({ kind, settings }),
	locked_at,
	removed_at
});
