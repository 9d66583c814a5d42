import { mayFacilitate } from '#domain/journey/access.ts';
import { append } from './audit.ts';
import type { Database } from '#server/db/schema.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { seatIn, type SeatOf } from '#server/journey/seats.ts';

export type RoomRow = Database['room'];

/** What is asked for is so already: a double click, a replayed post. Nothing is written, nobody is told. */
export const asItWas = 'as-it-was';

type Detail = Record<string, string | number | boolean | null>;
export type Change = Outcome<{ subject?: string; detail?: Detail; set?: Partial<RoomRow> }> | typeof asItWas;

/**
 * The lines that every act of a facilitator shares: read, decide, one transaction with its audit entry, announce.
 * `me` is the seat as it is now: who handed over a moment ago, on another screen, leads no more (F4).
 */
export const inRoomOf =
	(context: Context) =>
	async (
		by: SeatOf,
		journey: string,
		name: string,
		change: (tx: Query, room: RoomRow, me: SeatOf) => Promise<Change>
	): Promise<Outcome> => {
		const { db, now } = context;
		const changed = await db.transaction().execute(async (tx): Promise<Change> => {
			const me = await seatIn(tx, journey, by.person);
			if (!me || !mayFacilitate(me)) return refused('not-a-facilitator');
			const room = await tx
				.selectFrom('room')
				.selectAll()
				.where('journey_id', '=', journey)
				.executeTakeFirstOrThrow();
			const changed = await change(tx, room, me);
			if (changed === asItWas || !changed.ok) return changed;
			if (changed.set)
				await tx.updateTable('room').set(changed.set).where('journey_id', '=', journey).execute();
			await append(tx, {
				journey,
				at: now(),
				act: name,
				...(changed.subject && { subject: changed.subject }),
				...(changed.detail && { detail: changed.detail }),
				by
			});
			return changed;
		});
		if (changed === asItWas) return { ok: true };
		if (!changed.ok) return changed;
		context.announce(journey);
		return { ok: true };
	};

/** The room comes to a step: its first time there is what the run-sheet reckons from (D3). */
export async function enter(tx: Query, step: string, at: number): Promise<void> {
	await tx
		.updateTable('step')
		.set({ entered_at: at })
		.where('id', '=', step)
		.where('entered_at', 'is', null)
		.execute();
}
