import { Lucia, type Adapter } from 'lucia';
import { takesNothing, type Db, type Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { hashOf } from '#server/app/secrets.ts';
import type { Who } from './who.ts';

/** Name of the session cookie. */
export const sessionCookie = 'siroop_sessie';

const day = 24 * 60 * 60 * 1000;

/** What a session is beside its person and its end. */
type Attributes = Pick<Database['session'], 'how' | 'device' | 'whole' | 'link' | 'ends_at'> & {
	started_at: number;
	seen_at: number;
	seats: ReadonlyMap<string, string>;
};

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<Attributes>;
		DatabaseSessionAttributes: Attributes;
	}
}

/** How a session begins. Left out: with a code, and all of the person's. */
export type Beginning = Partial<
	Pick<Who, 'seats' | 'how' | 'link'> & { device: string; endsAt: number | null }
>;

export interface Started {
	value: string;
	expires: Date;
}

/**
 * Sessions by Lucia over our own tables. Lucia is no longer developed, so nothing else in the project imports it.
 * Only the hash of a session id is kept: a stolen database opens nobody's session.
 */
export function createSessions(db: Db, now: () => number) {
	const lucia = new Lucia(adapter(db), { getSessionAttributes: (attributes: Attributes) => attributes });
	return {
		async start(person: string, beginning: Beginning = {}): Promise<Started> {
			const { how = 'code', device = '', link = null, endsAt = null, seats = null } = beginning;
			const session = await lucia.createSession(person, {
				...{ how, device, link, ends_at: endsAt, whole: seats === null ? 1 : 0 },
				...{ started_at: now(), seen_at: dayOf(now()), seats: seats ?? new Map<string, string>() }
			});
			return { value: session.id, expires: session.expiresAt };
		},
		/** Whose a session is and what it opens, or null. `renewed` is set when the cookie should be written again. */
		async who(value: string): Promise<(Who & { renewed: Date | null }) | null> {
			const { session } = await lucia.validateSession(value);
			if (!session) return null;
			const { whole, how, link, ends_at, seen_at, seats } = session;
			if (ends_at !== null && ends_at <= now()) return null;
			const id = hashOf(value);
			if (seen_at !== dayOf(now())) await seen(db, id, dayOf(now()));
			const renewed = session.fresh ? session.expiresAt : null;
			return { person: session.userId, session: id, seats: whole ? null : seats, how, link, renewed };
		},
		/** From a Cookie header, for the socket's upgrade request. */
		fromHeader(header: string | undefined): string | null {
			const pair = header?.split(';').find((part) => part.trim().startsWith(`${sessionCookie}=`));
			// Letters and digits only, so there is nothing to decode.
			return pair ? pair.trim().slice(sessionCookie.length + 1) : null;
		}
	};
}

export type Sessions = ReturnType<typeof createSessions>;

const dayOf = (at: number) => at - (at % day);

const seen = (db: Db, id: string, seen_at: number) =>
	whereTaken(db.updateTable('session').set({ seen_at }).where('id', '=', id).execute());

/**
 * These are done while somebody reads: on a disk that takes nothing a session goes on, or is over, as it stands there,
 * and the next visit does it (P10).
 */
async function whereTaken(written: Promise<unknown>): Promise<void> {
	await written.catch((error: unknown) => {
		if (!takesNothing(error)) throw error;
	});
}

function adapter(db: Db): Adapter {
	return {
		async getSessionAndUser(value) {
			const found = await find(db, value);
			return found ? [found, { id: found.userId, attributes: {} }] : [null, null];
		},
		async setSession({ id: value, userId, expiresAt, attributes }) {
			const { seats, ...columns } = attributes;
			const id = hashOf(value);
			await db.transaction().execute(async (tx) => {
				await tx
					.insertInto('session')
					.values({ id, person_id: userId, expires_at: expiresAt.getTime(), ...columns })
					.execute();
				for (const [participant_id, notebook_id] of seats)
					await tx
						.insertInto('session_seat')
						.values({ session_id: id, participant_id, notebook_id })
						.execute();
			});
		},
		async updateSessionExpiration(value, expiresAt) {
			const renewal = db
				.updateTable('session')
				.set({ expires_at: expiresAt.getTime() })
				.where('id', '=', hashOf(value));
			await whereTaken(renewal.execute());
		},
		async deleteSession(value) {
			await whereTaken(db.deleteFrom('session').where('id', '=', hashOf(value)).execute());
		},
		...notAsked
	};
}

/** Lucia can do these too; how sessions are listed and ended stands in devices.ts. */
const notAsked = {
	getUserSessions: () => Promise.reject(new Error('sessions are listed elsewhere')),
	deleteUserSessions: () => Promise.reject(new Error('sessions are ended elsewhere')),
	deleteExpiredSessions: () => Promise.reject(new Error('sessions are ended elsewhere'))
};

async function find(db: Db, value: string) {
	const id = hashOf(value);
	const row = await db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) return null;
	const { person_id, expires_at, id: _, ...columns } = row;
	const seats = row.whole ? new Map<string, string>() : await seatsOpenedBy(db, id);
	const attributes = { ...columns, seats };
	return { id: value, userId: person_id, expiresAt: new Date(expires_at), attributes };
}

/** Which seats a session opens that is not whole, each with its notebook. */
export async function seatsOpenedBy(db: Query, session: string): Promise<Map<string, string>> {
	const rows = await db
		.selectFrom('session_seat')
		.select(['participant_id', 'notebook_id'])
		.where('session_id', '=', session)
		.execute();
	return new Map(rows.map((row) => [row.participant_id, row.notebook_id]));
}
