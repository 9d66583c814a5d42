import { newId } from '#server/app/secrets.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';

/** Who people are, whichever journeys they have a seat in. */
export const createPeople = ({ db }: Context) => ({
	async person(id: string): Promise<{ id: string; name: string; hosts: boolean } | null> {
		const row = await db
			.selectFrom('person')
			.select(['id', 'name', 'hosts_at'])
			.where('id', '=', id)
			.executeTakeFirst();
		return row ? { id: row.id, name: row.name, hosts: row.hosts_at !== null } : null;
	}
});

/** `hostsAt`: since when this person may make journeys, ms since 1970. Returns the id. */
export async function newPerson(
	tx: Query,
	name: string,
	email: string,
	at: number,
	hostsAt: number | null = null
): Promise<string> {
	const id = newId();
	await tx
		.insertInto('person')
		.values({ id, name, email: sameEmail(email), hosts_at: hostsAt, created_at: at })
		.execute();
	return id;
}

/** Phones begin an address with a capital; it is found again whatever its case. Mail goes to it as it was typed. */
const sameEmail = (email: string) => email.toLowerCase() || null;
