import { checkEmail, checkName } from '#domain/text/text.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Db, Query } from '#server/db/open.ts';
import { newPerson } from './people.ts';

// Links that make a facilitator.

const day = 24 * 60 * 60 * 1000;
/** The first facilitator's link works once, within a week; each start of an empty program prints a new one. */
const invitationLasts = 7 * day;

export const createInvitations = ({ db, now }: Context) => ({
	/** A new one while nobody can make journeys yet, or null. */
	async first(): Promise<string | null> {
		const host = await db.selectFrom('person').select('id').where('hosts_at', '>', 0).executeTakeFirst();
		return host ? null : invite(db, now());
	},

	make: () => invite(db, now()),

	works: async (token: string) => (await usable(db, token, now())) !== null,

	accept: (token: string, given: Invited) => accept(db, token, given, now())
});

interface Invited {
	name: string;
	email: string;
}

/** A one-time link that makes a facilitator. Only its hash is kept. */
export async function invite(db: Query, now: number): Promise<string> {
	const token = newToken();
	await db
		.insertInto('invitation')
		.values({ hash: hashOf(token), made_at: now, expires_at: now + invitationLasts, used_at: null })
		.execute();
	return token;
}

/** Makes the person that the invitation was for. Reasons: invitation-used and those of a name or e-mail. */
async function accept(
	db: Db,
	token: string,
	given: Invited,
	now: number
): Promise<Outcome<{ person: string }>> {
	const name = checkName(given.name);
	if (!name.ok) return refused(name.reason, 'name');
	const email = checkEmail(given.email);
	if (!email.ok) return refused(email.reason, 'email');
	return db.transaction().execute(async (tx) => {
		const hash = await usable(tx, token, now);
		if (!hash) return refused('invitation-used');
		await tx.updateTable('invitation').set({ used_at: now }).where('hash', '=', hash).execute();
		return { ok: true, person: await newPerson(tx, name.text, email.text, now, now) };
	});
}

async function usable(db: Query, token: string, now: number): Promise<string | null> {
	const row = await db
		.selectFrom('invitation')
		.select('hash')
		.where('hash', '=', hashOf(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', now)
		.executeTakeFirst();
	return row?.hash ?? null;
}
