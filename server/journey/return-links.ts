import * as v from 'valibot';
import { decideLink } from '#domain/journey/facilitators.ts';
import { act, changed } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';

// Links that bring people back to their seat, on any device (J5, J10).

/** A new personal link, shown once; the old one stops working (F6). */
export const returnLink = act({
	name: 'return-link',
	who: 'anyone',
	input: v.object({ participant: v.string() }),
	async run(tx, { journey, seat }, { participant }) {
		const to = await linkedSeat(tx, journey, participant);
		if (!to) return refused('participant-unknown');
		const decision = decideLink(seat, to);
		if (!decision.ok) return refused(decision.reason);
		const token = newToken();
		await tx
			.updateTable('participant')
			.set({ return_hash: hashOf(token) })
			.where('id', '=', participant)
			.execute();
		return changed({ audit: { subject: participant }, isPrivate: true }, { token });
	}
});

/** A seat, and whether a link to it would open more than this journey. */
async function linkedSeat(db: Query, journey: string, participant: string) {
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select(['participant.id', 'participant.person_id', 'role', 'removed_at', 'hosts_at', 'administers_at'])
		.where('participant.id', '=', participant)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
	if (!row) return null;
	const other = await db
		.selectFrom('participant')
		.select('id')
		.where('person_id', '=', row.person_id)
		.where('journey_id', '!=', journey)
		.executeTakeFirst();
	const elsewhere = row.hosts_at !== null || row.administers_at !== null || other !== undefined;
	return { participant: row.id, role: row.role, removedAt: row.removed_at, elsewhere };
}

export interface Returning {
	person: string;
	name: string;
	journey: string;
	journeyName: string;
	/** Where a reminder leads. */
	step: string | null;
}

/**
 * Whose link this is, or null: the personal one, or that of a reminder, which goes to its `step` and ends by itself
 * (J10). A removed person's link opens nothing.
 */
export async function returning(db: Query, token: string, now: number): Promise<Returning | null> {
	const hash = hashOf(token);
	const reminder = await db
		.selectFrom('reminder')
		.select(['participant_id', 'step_id'])
		.where('link_hash', '=', hash)
		.where('link_expires_at', '>', now)
		.executeTakeFirst();
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.innerJoin('journey', 'journey.id', 'participant.journey_id')
		.select(['person.id as person', 'person.name', 'journey.id as journey', 'journey.name as journeyName'])
		.where((eb) =>
			reminder ? eb('participant.id', '=', reminder.participant_id) : eb('return_hash', '=', hash)
		)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	return row ? { ...row, step: reminder?.step_id ?? null } : null;
}
