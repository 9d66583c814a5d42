import { mayFacilitate, type Role } from '#domain/journey/access.ts';
import { append } from '#server/acts/audit.ts';
import type { Context } from '#server/app/context.ts';
import { Once } from '#server/app/once.ts';
import { hashOf } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Began } from '#server/db/schema/people.ts';
import { deviceLinkOf, openDeviceLink } from '#server/people/devices.ts';
import type { Beginning, Sessions, Started } from '#server/people/sessions.ts';
import type { Who } from '#server/people/who.ts';
import { newNotebook, notebooksOf } from './notebooks.ts';
import { notebookOf } from './seats.ts';

// Links that bring people back to their seat, on any device, and what they open there (J5, J10, J12–J14).

/** Of one seat; every opening of a link of somebody else makes one. */
const notebooksMost = 20;

export interface Returning {
	participant: string;
	person: string;
	name: string;
	journey: string;
	journeyName: string;
	role: Role;
	/** Where a reminder leads. */
	step: string | null;
	how: Extract<Began, 'own-link' | 'other-link' | 'reminder'>;
	/** Which of the links it is, for the sessions that begin with it. */
	link: string;
	/** Of a reminder: when what it opens ends. */
	endsAt: number | null;
	/** That is written in; null: one that nobody had before. */
	notebook: string | null;
	/** What its person wrote alone stays where it is (J14). */
	isBlank: boolean;
}

/** Who opens a link, on what. */
export interface Visitor {
	who: Who | null;
	device: string;
	/** Made with the form: a second tap gets the answer of the first. */
	form?: string;
}

/** `started`: null where the session that is there opens it already. */
export interface Opened {
	/** Who came in. */
	person: string;
	started: Started | null;
	to: string;
}

export interface Look {
	person: string;
	name: string;
	journey: string | null;
	isBlank: boolean;
}

export function createOpenings(context: Context, sessions: Sessions) {
	const once = new Once<Opened | null>();
	const open = async (token: string, visitor: Visitor): Promise<Opened | null> => {
		const link = await returning(context.db, token, context.now());
		return link
			? openSeat(context, sessions, link, visitor)
			: openDeviceLink(context, sessions, token, visitor);
	};
	return {
		/** What the page of a link says before anything is opened. `journey`: null of one to another device. */
		async look(token: string): Promise<Look | null> {
			const link = await returning(context.db, token, context.now());
			if (link)
				return { person: link.person, name: link.name, journey: link.journeyName, isBlank: link.isBlank };
			const device = await deviceLinkOf(context.db, token, context.now());
			return device && { ...device, journey: null, isBlank: false };
		},
		/** Null: it opens nothing, or no more. */
		open: (token: string, visitor: Visitor) => once.do(visitor.form ?? '', () => open(token, visitor))
	};
}

/**
 * Whose link this is, or null: the personal one, or that of a reminder, which goes to its `step` and ends by itself
 * (J10). A removed person's link opens nothing, and one that somebody else made nothing more once it was opened (J13).
 */
export async function returning(db: Query, token: string, now: number): Promise<Returning | null> {
	const hash = hashOf(token);
	const reminder = await db
		.selectFrom('reminder')
		.select(['participant_id', 'step_id', 'link_expires_at'])
		.where('link_hash', '=', hash)
		.where('link_expires_at', '>', now)
		.executeTakeFirst();
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.innerJoin('journey', 'journey.id', 'participant.journey_id')
		.leftJoin('personal_link as made', 'made.hash', 'participant.return_hash')
		.select([
			'participant.id as participant',
			'person.id as person',
			'person.name',
			'journey.id as journey',
			'journey.name as journeyName',
			'participant.role',
			'participant.device_at as deviceAt',
			'made.made_by as madeBy',
			'made.notebook_id as notebook',
			'made.root',
			'made.opened_at as openedAt'
		])
		.where((eb) =>
			reminder ? eb('participant.id', '=', reminder.participant_id) : eb('return_hash', '=', hash)
		)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!row) return null;
	const { madeBy, notebook, root, openedAt, deviceAt, ...seat } = row;
	if (reminder) {
		const { step_id: step, link_expires_at: endsAt } = reminder;
		return { ...seat, step, how: 'reminder', link: hash, endsAt, notebook: seat.participant, isBlank: false };
	}
	const isOwn = (madeBy ?? seat.participant) === seat.participant;
	if (!isOwn && openedAt !== null) return null;
	const own = isOwn ? (notebook ?? seat.participant) : null;
	const how = isOwn ? 'own-link' : 'other-link';
	const isBlank = !isOwn && deviceAt !== null;
	return { ...seat, step: null, how, link: root ?? hash, endsAt: null, notebook: own, isBlank };
}

async function openSeat(
	context: Context,
	sessions: Sessions,
	link: Returning,
	{ who, device }: Visitor
): Promise<Opened | null> {
	const { db, now } = context;
	const { participant, person, journey, how, endsAt } = link;
	const to = placeOf(link);
	const opens = await db.transaction().execute(async (tx) => {
		const found = await enter(tx, link, { who, device }, now());
		if (!found) return null;
		await append(tx, {
			...{ journey, at: now(), act: 'open-link', subject: participant, detail: { how } },
			by: { person, participant }
		});
		return found;
	});
	if (!opens) return null;
	if (opens === 'already') return { person, started: null, to };
	const beginning: Beginning = {
		how,
		link: link.link,
		endsAt,
		device,
		seats: new Map([[participant, opens]])
	};
	const started = await sessions.start(person, beginning);
	if (how === 'other-link') context.look(journey, participant);
	return { person, started, to };
}

/** A reminder leads to its step, any other link to the table, or to the console for who facilitates (F7). */
function placeOf(link: Returning): string {
	const journey = `/traject/${link.journey}`;
	if (link.step) return `${journey}/stap/${link.step}`;
	return mayFacilitate({ ...link, removedAt: null }) ? `${journey}/regie` : journey;
}

/** The notebook that is opened; `already`: the session that is there has this seat; null: no more. */
async function enter(
	tx: Query,
	link: Returning,
	{ who, device }: Visitor,
	now: number
): Promise<string | 'already' | null> {
	const { participant, how } = link;
	if (how === 'other-link' && !(await useUp(tx, link, device, now))) return null;
	const first = await firstDevice(tx, participant, now);
	const mine = who && notebookOf(who, link);
	if (mine !== null && (who?.seats === null || [null, mine].includes(link.notebook))) return 'already';
	if (link.notebook === null) return first ? participant : anotherNotebook(tx, participant, now);
	if (
		how === 'own-link' &&
		who?.person === link.person &&
		(await alsoOpens(tx, who, participant, link.notebook))
	)
		return 'already';
	return link.notebook;
}

/** It works once (J13). */
async function useUp(tx: Query, { link }: Returning, device: string, now: number): Promise<boolean> {
	const used = await tx
		.updateTable('personal_link')
		.set({ opened_at: now, device })
		.where('hash', '=', link)
		.where('opened_at', 'is', null)
		.executeTakeFirst();
	// Whoever said to know of it did so before it was opened.
	await tx.deleteFrom('link_answer').where('hash', '=', link).execute();
	return used.numUpdatedRows > 0n;
}

/** Whether nobody came in at this seat before. */
async function firstDevice(tx: Query, participant: string, now: number): Promise<boolean> {
	const first = await tx
		.updateTable('participant')
		.set({ device_at: now })
		.where('id', '=', participant)
		.where('device_at', 'is', null)
		.executeTakeFirst();
	return first.numUpdatedRows > 0n;
}

async function anotherNotebook(tx: Query, participant: string, now: number): Promise<string | null> {
	const { length } = await notebooksOf(tx, participant);
	return length < notebooksMost ? newNotebook(tx, participant, now) : null;
}

/** A session that opens single seats opens one more (J12); false: this is none of them. */
export async function alsoOpens(
	tx: Query,
	{ session, seats }: Who,
	participant: string,
	notebook = participant
): Promise<boolean> {
	if (session === null || seats === null || seats.has(participant)) return false;
	await tx
		.insertInto('session_seat')
		.values({ session_id: session, participant_id: participant, notebook_id: notebook })
		.execute();
	return true;
}
