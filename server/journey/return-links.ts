import * as v from 'valibot';
import { decideLink } from '#domain/journey/facilitators.ts';
import { act, changed } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Who } from '#server/people/who.ts';

// Personal links: making one, and what goes with the one before it. Opening one is in openings.ts.

/** A new personal link, shown once; the old one stops working (F6, J5). */
export const returnLink = act({
	name: 'return-link',
	who: 'anyone',
	input: v.object({ participant: v.string() }),
	async run(tx, { context, journey, seat, now }, { participant }) {
		const to = await linkedSeat(tx, journey, participant);
		if (!to) return refused('participant-unknown');
		const decision = decideLink(seat, to);
		if (!decision.ok) return refused(decision.reason);
		const token = newToken();
		const isOwn = participant === seat.participant;
		await endBegunWith(tx, to, { isOwn, except: seat.by.session });
		await replaceLink(tx, participant, {
			hash: hashOf(token),
			participant_id: participant,
			made_by: seat.participant,
			made_at: now,
			notebook_id: isOwn ? seat.notebook : null,
			root: (isOwn && (await lentBy(tx, seat.by, participant))) || hashOf(token)
		});
		const write = async () => {
			context.sync.reidentify(to.person);
			if (!isOwn) context.look(journey, participant);
		};
		return changed({ audit: { subject: participant }, isPrivate: true, write }, { token });
	}
});

/** A seat, and whether its person is somebody elsewhere too. */
export async function linkedSeat(db: Query, journey: string, participant: string) {
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'participant.id',
			'participant.person_id',
			'role',
			'removed_at',
			'return_hash',
			'hosts_at',
			'administers_at'
		])
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
	const { id, person_id: person, role, removed_at: removedAt, return_hash: linkHash } = row;
	return { participant: id, person, role, removedAt, linkHash, elsewhere };
}

/**
 * The sessions that began with the link of before end, but for the one that makes a new one. A facilitator ends none
 * that its person began with a link of their own (J18).
 */
async function endBegunWith(
	tx: Query,
	{ participant, linkHash }: { participant: string; linkHash: string },
	{ isOwn, except }: { isOwn: boolean; except: string | null }
): Promise<void> {
	const before = await tx
		.selectFrom('personal_link')
		.select(['made_by', 'root'])
		.where('hash', '=', linkHash)
		.executeTakeFirst();
	const wasOwn = (before?.made_by ?? participant) === participant;
	if (!isOwn && wasOwn) return;
	await tx
		.deleteFrom('session')
		.where('link', '=', before?.root ?? linkHash)
		.$if(except !== null, (ended) => ended.where('id', '!=', except!))
		.execute();
}

interface NewLink {
	hash: string;
	participant_id: string;
	made_by: string;
	made_at: number;
	notebook_id: string | null;
	root: string;
}

/** One that was opened keeps its row: its person may not have seen that yet (J16). */
async function replaceLink(tx: Query, participant: string, link: NewLink): Promise<void> {
	await tx
		.deleteFrom('personal_link')
		.where('participant_id', '=', participant)
		.where('opened_at', 'is', null)
		.execute();
	await tx.insertInto('personal_link').values(link).execute();
	await setLink(tx, participant, link.hash);
}

export async function setLink(tx: Query, participant: string, return_hash: string): Promise<void> {
	await tx.updateTable('participant').set({ return_hash }).where('id', '=', participant).execute();
}

/** The link of somebody else by which this session came to that seat, or null. What it makes ends with it (J16). */
export async function lentBy(db: Query, { link }: Who, participant: string): Promise<string | null> {
	if (link === null) return null;
	const row = await db
		.selectFrom('personal_link')
		.select('hash')
		.where('hash', '=', link)
		.where('participant_id', '=', participant)
		.whereRef('made_by', '!=', 'participant_id')
		.executeTakeFirst();
	return row?.hash ?? null;
}
