import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { Query } from '#server/db/open.ts';
import { harvestOfJourney, linksOfJourney, type Harvested } from '#server/parts/harvest/harvest.ts';
import { everyOrganisationOf, sits } from './organisations.ts';
import { roomIn } from './room-rows.ts';
import { isAtTable, seatsOf, type KnownSeat } from './seats.ts';
import { stepsOf, type StepRow } from './step-rows.ts';

/**
 * What is read of a journey for one purpose (a telling, a page, a gate): each thing once, however many ask for it.
 * Never kept across a write.
 */
export interface Reading {
	db: Query;
	journey: string;
	/** Ms since 1970. */
	now: number;
	/** Where the room is, with its meeting, its step and what is counted there. */
	room(): ReturnType<typeof roomIn>;
	/** All steps in order, also those that were taken out of the run-sheet. */
	steps(): Promise<StepRow[]>;
	/** At the table, in their fixed order. */
	organisations(): ReturnType<typeof everyOrganisationOf>;
	/** Also those that left it. */
	everyOrganisation(): ReturnType<typeof everyOrganisationOf>;
	/** Everybody who ever had one. */
	seats(): Promise<KnownSeat[]>;
	/** Everybody who takes part. */
	people(): Promise<KnownSeat[]>;
	/** Of these kinds, in order. */
	harvest(kinds: readonly HarvestKind[]): Promise<Harvested[]>;
	/** By harvest id: what each rests on. */
	links(): Promise<ReadonlyMap<string, string[]>>;
	/** What only some ask for: the rows of a consent round by its id, scores by their step. */
	rows<T>(read: (db: Query, of: string) => Promise<T>, of: string): Promise<T>;
}

export function createReading(db: Query, journey: string, now: number): Reading {
	const kept = new Map<unknown, Map<string, unknown>>();
	function rows<T>(read: (db: Query, of: string) => Promise<T>, of: string): Promise<T> {
		const found = kept.get(read) ?? new Map<string, unknown>();
		kept.set(read, found);
		if (!found.has(of)) found.set(of, read(db, of));
		return found.get(of) as Promise<T>;
	}
	const seats = () => rows(seatsOf, journey);
	const every = () => rows(everyOrganisationOf, journey);
	return {
		db,
		journey,
		now,
		room: () => rows(roomIn, journey),
		steps: () => rows(stepsOf, journey),
		organisations: async () => (await every()).filter(sits),
		everyOrganisation: every,
		seats,
		people: async () => (await seats()).filter(isAtTable),
		harvest: async (kinds) =>
			(await rows(harvestOfJourney, journey)).filter(({ kind }) => kinds.includes(kind)),
		links: () => rows(linksOfJourney, journey),
		rows
	};
}
