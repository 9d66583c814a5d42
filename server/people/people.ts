import { newId } from '#server/app/secrets.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { asWho, isWhole, type Who } from './who.ts';

interface Person {
	id: string;
	name: string;
	/** May make journeys. */
	hosts: boolean;
	/** Looks after the installation (R8). */
	administers: boolean;
}

/** Who people are, whichever journeys they have a seat in. */
export const createPeople = ({ db }: Context) => ({
	/** With the roles that the session of whoever asks opens: one of a single seat opens none (J12). */
	async person(who: Who | string): Promise<Person | null> {
		const { person: id } = asWho(who);
		const row = await db
			.selectFrom('person')
			.select(['id', 'name', 'hosts_at', 'administers_at'])
			.where('id', '=', id)
			.executeTakeFirst();
		if (!row) return null;
		const { name, hosts_at, administers_at } = row;
		const roles = isWhole(asWho(who));
		return { id, name, hosts: roles && hosts_at !== null, administers: roles && administers_at !== null };
	},
	reads: (person: string, locale: Locale) => reads(db, person, locale)
});

type Locale = 'nl' | 'en';

/** From now on letters to this person are in this language (R18). */
export async function reads(db: Query, person: string, locale: Locale): Promise<void> {
	await db.updateTable('person').set({ locale }).where('id', '=', person).execute();
}

/** Whether this person may make journeys, with the session that they came with. */
export async function mayHost(db: Query, who: Who): Promise<boolean> {
	const { person } = who;
	if (!isWhole(who)) return false;
	const row = await db.selectFrom('person').select('hosts_at').where('id', '=', person).executeTakeFirst();
	return Boolean(row?.hosts_at);
}

interface NewRoles {
	hosts?: boolean;
	administers?: boolean;
	/** In which they read. */
	locale?: Locale | null;
}

/** With a role from now on in the installation, or with none. Returns the id. */
export async function newPerson(
	tx: Query,
	name: string,
	email: string,
	at: number,
	{ hosts = false, administers = false, locale = null }: NewRoles = {}
): Promise<string> {
	const id = newId();
	await tx
		.insertInto('person')
		.values({
			id,
			name,
			email: sameEmail(email),
			hosts_at: hosts ? at : null,
			administers_at: administers ? at : null,
			created_at: at,
			locale
		})
		.execute();
	return id;
}

/** Phones begin an address with a capital; it is found again whatever its case. Mail goes to it as it was typed. */
const sameEmail = (email: string) => email.toLowerCase() || null;
