import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { Query } from '#server/db/open.ts';
import { readRound, type RoundRows } from '#server/parts/consent/rounds.ts';
import { harvestOfJourney, linksOfJourney, type Harvested } from '#server/parts/harvest/harvest.ts';
import { organisationsOf } from './organisations.ts';
import { atTable } from './seats.ts';

/**
 * What is read of a journey for one purpose (a telling, a page, a gate): each thing once, however many ask for it.
 * Never kept across a write.
 */
export interface Reading {
	db: Query;
	journey: string;
	/** Ms since 1970. */
	now: number;
	/** In their fixed order. */
	organisations(): ReturnType<typeof organisationsOf>;
	/** Everybody who takes part. */
	people(): ReturnType<typeof atTable>;
	/** Of these kinds, in order. */
	harvest(kinds: readonly HarvestKind[]): Promise<Harvested[]>;
	/** By harvest id: what each rests on. */
	links(): Promise<ReadonlyMap<string, string[]>>;
	/** What organisations said in a consent round, by its id, and what was done with it. */
	round(id: string): Promise<RoundRows>;
}

export function createReading(db: Query, journey: string, now: number): Reading {
	const harvest = once(() => harvestOfJourney(db, journey));
	const rounds = new Map<string, Promise<RoundRows>>();
	return {
		db,
		journey,
		now,
		organisations: once(() => organisationsOf(db, journey)),
		people: once(() => atTable(db, journey)),
		harvest: async (kinds) => (await harvest()).filter(({ kind }) => kinds.includes(kind)),
		links: once(() => linksOfJourney(db, journey)),
		round(id) {
			const rows = rounds.get(id) ?? readRound(db, id);
			rounds.set(id, rows);
			return rows;
		}
	};
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
	let kept: Promise<T> | undefined;
	return () => (kept ??= read());
}
