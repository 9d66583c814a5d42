import * as v from 'valibot';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { lentBy, setLink } from './return-links.ts';
import type { SeatOf } from './seats.ts';

// A person hears on their own screens of links that somebody else made for their seat, and says what they know (J16).

const day = 24 * 60 * 60 * 1000;
/** Who did not see it by then, or said nothing, is not asked any more. */
const newsLasts = 30 * day;

export interface LinkNews {
	id: string;
	/** Name of who made it. */
	by: string;
	madeAt: number;
	/** Null: nobody opened it yet. */
	openedAt: number | null;
	/** Where it was opened; empty: unknown. */
	device: string;
	/** This session can end what it opened. One that came by such a link itself can't, where the other was there first. */
	mayRefuse: boolean;
}

export const createLinks = ({ db, now }: Context) => ({
	/** What whoever has this seat, in this session, was not told or did not answer yet. */
	news: (seat: SeatOf) => newsFor(db, seat, now()),
	hasOwn: (seat: SeatOf) => hasOwn(db, seat)
});

/**
 * Whether there is a way back to this seat (F7). Who comes by a code gets a link as they join; who made the journey had none
 * before they made one. A rehearsal needs none.
 */
async function hasOwn(db: Query, { participant }: SeatOf): Promise<boolean> {
	const { person, madeJourney, rehearsalAt, linkBy } = await db
		.selectFrom('participant as mine')
		.innerJoin('journey', 'journey.id', 'mine.journey_id')
		.leftJoin('personal_link as link', 'link.hash', 'mine.return_hash')
		.select([
			...(['mine.person_id as person', 'journey.created_by as madeJourney'] as const),
			...(['journey.rehearsal_at as rehearsalAt', 'link.made_by as linkBy'] as const)
		])
		.where('mine.id', '=', participant)
		.executeTakeFirstOrThrow();
	return person !== madeJourney || rehearsalAt !== null || linkBy === participant;
}

async function newsFor(db: Query, seat: SeatOf, now: number): Promise<LinkNews[]> {
	const { participant, by } = seat;
	const rows = await db
		.selectFrom('personal_link as link')
		.innerJoin('participant as mine', 'mine.id', 'link.participant_id')
		.innerJoin('participant as maker', 'maker.id', 'link.made_by')
		.innerJoin('person', 'person.id', 'maker.person_id')
		.select(['link.hash', 'person.name', 'made_at', 'opened_at', 'link.device', 'mine.return_hash'])
		.where('link.participant_id', '=', participant)
		.whereRef('link.made_by', '!=', 'link.participant_id')
		.where('made_at', '>', now - newsLasts)
		.orderBy('made_at')
		.execute();
	const others = rows.filter(({ hash }) => hash !== by.link);
	if (by.session === null || others.length === 0) return [];
	const known = await knownIn(db, by.session);
	const cameAt = (await lentBy(db, by, participant)) ? await startOf(db, by.session) : -Infinity;
	return others
		.filter((row) => !known.has(row.hash) && (row.opened_at !== null || row.return_hash === row.hash))
		.map((row) => ({
			...{ id: row.hash, by: row.name, madeAt: row.made_at, openedAt: row.opened_at },
			device: row.device ?? '',
			mayRefuse: row.made_at >= cameAt
		}));
}

async function knownIn(db: Query, session: string): Promise<Set<string>> {
	const rows = await db.selectFrom('link_answer').select('hash').where('session_id', '=', session).execute();
	return new Set(rows.map(({ hash }) => hash));
}

async function startOf(db: Query, session: string): Promise<number> {
	const row = await db
		.selectFrom('session')
		.select('started_at')
		.where('id', '=', session)
		.executeTakeFirst();
	return row?.started_at ?? Infinity;
}

const about = v.object({ link: v.string() });

/** "Dat was ik": said for this session alone, or whoever came by such a link could say it for all. */
const knowLink = act({
	name: 'know-link',
	who: 'anyone',
	input: about,
	async run(tx, { seat, now }, { link }) {
		const news = (await newsFor(tx, seat, now)).find(({ id }) => id === link);
		if (!news) return unchanged();
		await tx.insertInto('link_answer').values({ hash: link, session_id: seat.by.session! }).execute();
		return changed({ isPrivate: true });
	}
});

/** "Dat was ik niet": the link opens nothing more, and all that began with it ends. */
const refuseLink = act({
	name: 'refuse-link',
	who: 'anyone',
	input: about,
	async run(tx, { context, journey, seat, now }, { link }) {
		const news = (await newsFor(tx, seat, now)).find(({ id }) => id === link);
		if (!news) return unchanged();
		if (!news.mayRefuse) return refused('not-yours');
		await voidLink(tx, seat.participant, link);
		const write = async () => {
			context.sync.reidentify(seat.person);
			context.look(journey, seat.participant);
		};
		return changed({ audit: { subject: seat.participant }, isPrivate: true, write });
	}
});

export const linkActs = { knowLink, refuseLink };

/** With the links that were made by whoever came by it. */
async function voidLink(tx: Query, participant: string, link: string): Promise<void> {
	await tx.deleteFrom('session').where('link', '=', link).execute();
	const made = await tx.selectFrom('personal_link').select('hash').where('root', '=', link).execute();
	const current = await tx
		.selectFrom('participant')
		.select('return_hash')
		.where('id', '=', participant)
		.executeTakeFirstOrThrow();
	if (made.some(({ hash }) => hash === current.return_hash))
		await setLink(tx, participant, hashOf(newToken()));
	await tx.deleteFrom('personal_link').where('root', '=', link).execute();
}
