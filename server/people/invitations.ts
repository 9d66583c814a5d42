import { checkEmail, checkName } from '#domain/text/text.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Db, Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { newPerson } from './people.ts';

// Links that make a facilitator, or the administrator of the installation, who looks after it and sees its outbox.

const day = 24 * 60 * 60 * 1000;
/** A link works once, within a week; each start of a program that nobody administers yet prints a new one. */
const invitationLasts = 7 * day;

export const createInvitations = ({ db, now }: Context) => ({
	/** A new one for the first run, or null when somebody administers the installation (R13). */
	async first(): Promise<string | null> {
		const found = await db
			.selectFrom('person')
			.select('id')
			.where('administers_at', '>', 0)
			.executeTakeFirst();
		return found ? null : invite(db, 'both', now());
	},

	make: () => invite(db, 'facilitator', now()),

	/** What the link would make of whoever uses it, or null. */
	makes: async (token: string): Promise<Makes | null> => (await usable(db, token, now()))?.makes ?? null,

	accept: (token: string, given: Invited) => accept(db, token, given, now())
});

export type Makes = Database['invitation']['makes'];

interface Invited {
	name: string;
	email: string;
	/** In which they read. */
	locale?: 'nl' | 'en';
}

/** A one-time link. Only its hash is kept. */
export async function invite(db: Query, makes: Makes, now: number): Promise<string> {
	const token = newToken();
	await db
		.insertInto('invitation')
		.values({ hash: hashOf(token), makes, made_at: now, expires_at: now + invitationLasts, used_at: null })
		.execute();
	return token;
}

/** Makes the person that the invitation was for. Reasons: invitation-used and those of a name or e-mail. */
async function accept(
	db: Db,
	token: string,
	given: Invited,
	now: number
): Promise<Outcome<{ person: string; makes: Makes }>> {
	const name = checkName(given.name);
	if (!name.ok) return refused(name.reason, 'name');
	const email = checkEmail(given.email);
	if (!email.ok) return refused(email.reason, 'email');
	return db.transaction().execute(async (tx) => {
		const found = await usable(tx, token, now);
		if (!found) return refused('invitation-used');
		const { hash, makes } = found;
		await tx.updateTable('invitation').set({ used_at: now }).where('hash', '=', hash).execute();
		const { locale = null } = given;
		const roles = { hosts: makes !== 'administrator', administers: makes !== 'facilitator', locale };
		return { ok: true, makes, person: await newPerson(tx, name.text, email.text, now, roles) };
	});
}

function usable(db: Query, token: string, now: number) {
	return db
		.selectFrom('invitation')
		.select(['hash', 'makes'])
		.where('hash', '=', hashOf(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', now)
		.executeTakeFirst();
}
