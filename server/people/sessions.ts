import { Lucia, type Adapter } from 'lucia';
import { takesNothing, type Db } from '#server/db/open.ts';
import { hashOf } from '#server/app/secrets.ts';

/** Name of the session cookie. */
export const sessionCookie = 'siroop_sessie';

declare module 'lucia' {
	interface Register {
		Lucia: Lucia;
	}
}

/**
 * Sessions by Lucia over our own tables. Lucia is no longer developed, so nothing else in the project imports it.
 * Only the hash of a session id is kept: a stolen database opens nobody's session.
 */
export function createSessions(db: Db) {
	const lucia = new Lucia(adapter(db));
	return {
		async start(person: string): Promise<{ value: string; expires: Date }> {
			const session = await lucia.createSession(person, {});
			return { value: session.id, expires: session.expiresAt };
		},
		/** The person of a session, or null. `renewed` is set when the cookie should be written again. */
		async who(value: string): Promise<{ person: string; renewed: Date | null } | null> {
			const { session } = await lucia.validateSession(value);
			return session && { person: session.userId, renewed: session.fresh ? session.expiresAt : null };
		},
		async end(value: string): Promise<void> {
			await db.deleteFrom('session').where('id', '=', hashOf(value)).execute();
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

/**
 * Lucia does these two while somebody reads: on a disk that takes nothing a session goes on, or is over, as it stands
 * there, and the next visit does it (P10).
 */
async function whereTaken(written: Promise<unknown>): Promise<void> {
	await written.catch((error: unknown) => {
		if (!takesNothing(error)) throw error;
	});
}

function adapter(db: Db): Adapter {
	const seen = (row: { person_id: string; expires_at: number }, id: string) => ({
		id,
		userId: row.person_id,
		expiresAt: new Date(row.expires_at),
		attributes: {}
	});
	return {
		async getSessionAndUser(id) {
			const row = await db.selectFrom('session').selectAll().where('id', '=', hashOf(id)).executeTakeFirst();
			return row ? [seen(row, id), { id: row.person_id, attributes: {} }] : [null, null];
		},
		async getUserSessions(person) {
			const rows = await db.selectFrom('session').selectAll().where('person_id', '=', person).execute();
			return rows.map((row) => seen(row, row.id));
		},
		async setSession({ id, userId, expiresAt }) {
			await db
				.insertInto('session')
				.values({ id: hashOf(id), person_id: userId, expires_at: expiresAt.getTime() })
				.execute();
		},
		async updateSessionExpiration(id, expiresAt) {
			const renewal = db
				.updateTable('session')
				.set({ expires_at: expiresAt.getTime() })
				.where('id', '=', hashOf(id));
			await whereTaken(renewal.execute());
		},
		async deleteSession(id) {
			await whereTaken(db.deleteFrom('session').where('id', '=', hashOf(id)).execute());
		},
		async deleteUserSessions(person) {
			await db.deleteFrom('session').where('person_id', '=', person).execute();
		},
		async deleteExpiredSessions() {
			await db.deleteFrom('session').where('expires_at', '<=', Date.now()).execute();
		}
	};
}
