import { isForMe } from '#domain/journey/sessions.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { seatsOpenedBy, type Sessions, type Started } from './sessions.ts';
import type { Who } from './who.ts';

// The devices on which somebody is signed in, which is a session each: seen, ended and added by their owner (J17).

/** A link to another device is used at once, ms. */
const linkLasts = 15 * 60 * 1000;

export interface Device {
	id: string;
	how: Database['session']['how'];
	/** Empty: unknown. */
	device: string;
	/** Ms since 1970; 0: unknown. */
	startedAt: number;
	/** The beginning of that day; 0: unknown. */
	seenAt: number;
	endsAt: number | null;
	isThis: boolean;
}

export const createDevices = (context: Context) => ({
	/** The one that asks first, then as they were last used. */
	list: (who: Who) => devicesOf(context, who),
	end: (who: Who, id: string) => endAmong(context, who, (device) => device.id === id),
	endOthers: (who: Who) => endAmong(context, who, (device) => !device.isThis),
	signOut: (who: Who) => endAmong(context, who, (device) => device.isThis),
	/** A link that brings this session to another device, once. Shown to nobody else. */
	link: (who: Who) => makeDeviceLink(context, who),
	/** Sessions that are over leave no row, and their sockets close. */
	sweep: () => sweep(context)
});

async function devicesOf({ db, now }: Pick<Context, 'db' | 'now'>, who: Who): Promise<Device[]> {
	const rows = await db.selectFrom('session').selectAll().where('person_id', '=', who.person).execute();
	const seats = await db
		.selectFrom('session')
		.innerJoin('session_seat', 'session_seat.session_id', 'session.id')
		.select(['session.id', 'participant_id', 'notebook_id'])
		.where('session.person_id', '=', who.person)
		.execute();
	const opened = Map.groupBy(seats, ({ id }) => id);
	const seatsOf = ({ id, whole }: Database['session']) =>
		whole
			? null
			: new Map(
					(opened.get(id) ?? []).map(({ participant_id, notebook_id }) => [participant_id, notebook_id])
				);
	return rows
		.filter((row) => !isOver(row, now()) && (row.id === who.session || isForMe(who.seats, seatsOf(row))))
		.map(({ id, how, device, started_at, seen_at, ends_at }) => ({
			...{ id, how, device, startedAt: started_at, seenAt: seen_at, endsAt: ends_at },
			isThis: id === who.session
		}))
		.sort((a, b) => Number(b.isThis) - Number(a.isThis) || b.seenAt - a.seenAt || b.startedAt - a.startedAt);
}

/** The browser reckons with its own clock, and so does Lucia. */
const isOver = ({ expires_at, ends_at }: Database['session'], now: number): boolean =>
	expires_at <= Date.now() || (ends_at !== null && ends_at <= now);

/** Returns how many. One that is not there, or not for this session to end, is no fault: it is not there. */
async function endAmong(context: Context, who: Who, which: (device: Device) => boolean): Promise<number> {
	const ids = (await devicesOf(context, who)).filter(which).map(({ id }) => id);
	if (ids.length > 0) await context.db.deleteFrom('session').where('id', 'in', ids).execute();
	context.sync.reidentify(who.person);
	return ids.length;
}

async function makeDeviceLink({ db, now }: Context, { session }: Who): Promise<Outcome<{ token: string }>> {
	if (session === null) return refused('not-yours');
	const token = newToken();
	const link = { hash: hashOf(token), session_id: session, expires_at: now() + linkLasts };
	await db
		.insertInto('device_link')
		.values(link)
		.onConflict((oc) => oc.column('session_id').doUpdateSet({ hash: link.hash, expires_at: link.expires_at }))
		.execute();
	return { ok: true, token };
}

/** Whose link to another device this is, or null. */
export async function deviceLinkOf(
	db: Query,
	token: string,
	now: number
): Promise<{ person: string; name: string } | null> {
	const row = await db
		.selectFrom('device_link')
		.innerJoin('session', 'session.id', 'device_link.session_id')
		.innerJoin('person', 'person.id', 'session.person_id')
		.select(['person.id as person', 'person.name'])
		.where('hash', '=', hashOf(token))
		.where('device_link.expires_at', '>', now)
		.executeTakeFirst();
	return row ?? null;
}

/** Another session that opens what the one that made the link opens, for as long, and that ends with the same link. */
export async function openDeviceLink(
	{ db, now }: Context,
	sessions: Sessions,
	token: string,
	{ who, device }: { who: Who | null; device: string }
): Promise<{ person: string; started: Started | null; to: string } | null> {
	const id = await useDeviceLink(db, hashOf(token), now());
	if (id === null) return null;
	const row = await db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row || isOver(row, now())) return null;
	// On the device that made it, it is no other one.
	const person = row.person_id;
	if (who?.session === id) return { person, started: null, to: '/' };
	const started = await sessions.start(person, {
		...{ how: 'device-link', device, link: row.link, endsAt: row.ends_at },
		seats: row.whole ? null : await seatsOpenedBy(db, id)
	});
	return { person, started, to: await homeOf(db, row) };
}

/** Straight to the journey, for who sees one. */
async function homeOf(db: Query, { id, person_id, whole }: Database['session']): Promise<string> {
	const journeys = await db
		.selectFrom('participant')
		.$if(whole === 0, (some) =>
			some.where('id', 'in', (of) =>
				of.selectFrom('session_seat').select('participant_id').where('session_id', '=', id)
			)
		)
		.select('journey_id')
		.where('person_id', '=', person_id)
		.limit(2)
		.execute();
	return journeys.length === 1 ? `/traject/${journeys[0]!.journey_id}` : '/';
}

/** The session that made it. It works once. */
async function useDeviceLink(db: Query, hash: string, now: number): Promise<string | null> {
	const used = await db
		.deleteFrom('device_link')
		.where('hash', '=', hash)
		.where('expires_at', '>', now)
		.returning('session_id')
		.executeTakeFirst();
	return used?.session_id ?? null;
}

async function sweep({ db, now, sync }: Context): Promise<void> {
	const over = [
		...(await db
			.deleteFrom('session')
			.where('expires_at', '<=', Date.now())
			.returning('person_id')
			.execute()),
		...(await db.deleteFrom('session').where('ends_at', '<=', now()).returning('person_id').execute())
	];
	for (const { person_id } of over) sync.reidentify(person_id);
	await db.deleteFrom('device_link').where('expires_at', '<=', now()).execute();
}
