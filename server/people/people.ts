import { checkEmail, checkName } from '#domain/text/text.ts';
import { readCode } from '#domain/journey/code.ts';
import { decideJoin } from '#domain/journey/joining.ts';
import type { Role } from '#domain/journey/access.ts';
import { decideLink } from '#domain/journey/facilitators.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { seatIn, type SeatOf } from '#server/journey/seats.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { queueReturnLink } from '#server/mail/mail.ts';
import { closedAt } from '#domain/journey/joining.ts';
import { seatLate } from '#server/journey/seating.ts';
import { hashOf, newId, newToken } from '#server/app/secrets.ts';

const day = 24 * 60 * 60 * 1000;
/** The first facilitator's link works once, within a week; each start of an empty program prints a new one. */
const invitationLasts = 7 * day;

/** A form is one person sitting down, for so long, ms; nobody taps twice after that. */
const formLasts = 60_000;
const formId = /^[a-z0-9]{16}$/;

export function openPeople(context: Context) {
	const { db, now } = context;
	/** Answers to forms of the last minute. */
	const joining = new Map<string, Promise<Outcome<Joined>>>();

	return {
		/** A new one-time link while nobody can make journeys yet, or null. */
		async firstInvitation(): Promise<string | null> {
			const host = await db
				.selectFrom('person')
				.select('id')
				.where('hosts_at', 'is not', null)
				.executeTakeFirst();
			return host ? null : this.invite();
		},

		invite: () => invite(db, now()),

		async invitationWorks(token: string): Promise<boolean> {
			return (await usable(db, token, now())) !== null;
		},

		/** Makes the person that the invitation was for. Reasons: invitation-used and those of a name or e-mail. */
		async acceptInvitation(
			token: string,
			given: { name: string; email: string }
		): Promise<Outcome<{ person: string }>> {
			const name = checkName(given.name);
			if (!name.ok) return refused(name.reason, 'name');
			const email = checkEmail(given.email);
			if (!email.ok) return refused(email.reason, 'email');
			return db.transaction().execute(async (tx) => {
				const hash = await usable(tx, token, now());
				if (!hash) return refused('invitation-used');
				await tx.updateTable('invitation').set({ used_at: now() }).where('hash', '=', hash).execute();
				const person = newId();
				await tx
					.insertInto('person')
					.values({
						id: person,
						name: name.text,
						email: sameEmail(email.text),
						hosts_at: now(),
						created_at: now()
					})
					.execute();
				return { ok: true, person };
			});
		},

		/** The meeting that a code opens, with its organisations, or the reason why it opens none (J1–J4). */
		async meetingOf(typed: string): Promise<Outcome<{ meeting: JoinableMeeting }>> {
			const code = readCode(typed);
			if (!code) return refused('code-malformed', 'code');
			const meeting = await findMeeting(db, code, now());
			const decision = decideJoin(meeting && { ...meeting, people: 0 }, true);
			if (!decision.ok || !meeting) return refused(decision.ok ? 'code-unknown' : decision.reason, 'code');
			return { ok: true, meeting };
		},

		/**
		 * Sits down at the table, once for each form: a second tap on a slow phone gets the answer of the first (J9).
		 */
		async join(given: Joining & { form?: string }): Promise<Outcome<Joined>> {
			const { form = '' } = given;
			if (!formId.test(form)) return this.sitDown(given);
			const before = joining.get(form);
			if (before) return before;
			const answer = this.sitDown(given);
			joining.set(form, answer);
			setTimeout(() => joining.delete(form), formLasts).unref();
			return answer;
		},

		/**
		 * Sits down at the table. `person` is the visitor's own, if a session brought one: the same person in the
		 * same journey keeps the same seat (J5). The return link is given once, here; only its hash is kept.
		 */
		async sitDown(given: Joining): Promise<Outcome<Joined>> {
			const name = checkName(given.name);
			if (!name.ok) return refused(name.reason, 'name');
			const email = checkEmail(given.email);
			if (!email.ok) return refused(email.reason, 'email');
			const code = readCode(given.code);
			if (!code) return refused('code-malformed', 'code');

			const outcome = await db.transaction().execute(async (tx) => {
				const meeting = await findMeeting(tx, code, now());
				const seat = meeting && given.person ? await seatIn(tx, meeting.journey, given.person) : null;
				if (seat?.removedAt) return refused('removed');
				const people = meeting ? await headCount(tx, meeting.journey) : 0;
				const decision = decideJoin(meeting && { ...meeting, people }, seat !== null);
				if (!decision.ok || !meeting) return refused(decision.ok ? 'code-unknown' : decision.reason, 'code');
				const organisation = given.organisation === 'guest' ? null : given.organisation;
				if (organisation && !meeting.organisations.some((o) => o.id === organisation))
					return refused('organisation-unknown', 'organisation');
				if (given.organisation === '') return refused('organisation-missing', 'organisation');
				if (seat)
					return { ok: true as const, journey: meeting.journey, person: seat.person, returnToken: null };

				const person = given.person ?? (await newPerson(tx, name.text, email.text, now()));
				const returnToken = newToken();
				const participant = await sitDown(tx, {
					journey: meeting.journey,
					person,
					organisation,
					role: 'participant',
					returnToken,
					at: now()
				});
				if (email.text)
					await queueReturnLink(tx, {
						to: email.text,
						name: name.text,
						journey: meeting.journeyName,
						link: `${given.origin}/terug/${returnToken}`,
						locale: given.locale,
						at: now()
					});
				await append(tx, {
					journey: meeting.journey,
					at: now(),
					act: 'join',
					subject: participant,
					by: { person, participant }
				});
				return { ok: true as const, journey: meeting.journey, person, returnToken };
			});
			if (outcome.ok) context.announce(outcome.journey);
			return outcome;
		},

		/**
		 * Whose link this is, or null: the personal one, or that of a reminder, which goes to its `step` and ends by itself
		 * (J10). A removed person's link opens nothing.
		 */
		async returning(token: string): Promise<{
			person: string;
			name: string;
			journey: string;
			journeyName: string;
			step: string | null;
		} | null> {
			const hash = hashOf(token);
			const reminder = await db
				.selectFrom('reminder')
				.select(['participant_id', 'step_id'])
				.where('link_hash', '=', hash)
				.where('link_expires_at', '>', now())
				.executeTakeFirst();
			const row = await db
				.selectFrom('participant')
				.innerJoin('person', 'person.id', 'participant.person_id')
				.innerJoin('journey', 'journey.id', 'participant.journey_id')
				.select([
					'person.id as person',
					'person.name',
					'journey.id as journey',
					'journey.name as journeyName'
				])
				.where((eb) =>
					reminder ? eb('participant.id', '=', reminder.participant_id) : eb('return_hash', '=', hash)
				)
				.where('removed_at', 'is', null)
				.executeTakeFirst();
			return row ? { ...row, step: reminder?.step_id ?? null } : null;
		},

		/** A new personal link, shown once; the old one stops working (F6). */
		async newReturnLink(
			journey: string,
			participant: string,
			by: SeatOf
		): Promise<Outcome<{ token: string }>> {
			return db.transaction().execute(async (tx): Promise<Outcome<{ token: string }>> => {
				const to = await linkedSeat(tx, journey, participant);
				if (!to) return refused('participant-unknown');
				const decision = decideLink(by, to);
				if (!decision.ok) return refused(decision.reason);
				const token = newToken();
				await tx
					.updateTable('participant')
					.set({ return_hash: hashOf(token) })
					.where('id', '=', participant)
					.execute();
				await append(tx, { journey, at: now(), act: 'return-link', subject: participant, by });
				return { ok: true, token };
			});
		},

		async person(id: string): Promise<{ id: string; name: string; hosts: boolean } | null> {
			const row = await db
				.selectFrom('person')
				.select(['id', 'name', 'hosts_at'])
				.where('id', '=', id)
				.executeTakeFirst();
			return row ? { id: row.id, name: row.name, hosts: row.hosts_at !== null } : null;
		},

		/** The seat of a person in a journey, a removed one included (so that the page can say so), or null. */
		seat: (journey: string, person: string): Promise<SeatOf | null> => seatIn(db, journey, person)
	};
}

export type People = ReturnType<typeof openPeople>;

interface Joining {
	code: string;
	name: string;
	email: string;
	organisation: string;
	person: string | null;
	origin: string;
	locale: 'nl' | 'en';
}

interface Joined {
	journey: string;
	person: string;
	returnToken: string | null;
}

export interface JoinableMeeting {
	id: string;
	name: string;
	place: string;
	date: string;
	code: string;
	journey: string;
	journeyName: string;
	openedAt: number | null;
	closedAt: number | null;
	roomFor: number;
	organisations: { id: string; name: string; slot: string; initials: string }[];
}

async function findMeeting(db: Query, code: string, now: number): Promise<JoinableMeeting | null> {
	const row = await db
		.selectFrom('meeting')
		.innerJoin('journey', 'journey.id', 'meeting.journey_id')
		.select([
			'meeting.id',
			'meeting.name',
			'meeting.place',
			'meeting.date',
			'journey.id as journey',
			'journey.name as journeyName',
			'meeting.opened_at',
			'meeting.closed_at',
			'meeting.room_for as roomFor'
		])
		.where('code', '=', code)
		.executeTakeFirst();
	if (!row) return null;
	const organisations = await db
		.selectFrom('organisation')
		.select(['id', 'name', 'slot', 'initials'])
		.where('journey_id', '=', row.journey)
		.orderBy('position')
		.execute();
	const { opened_at, closed_at, ...meeting } = row;
	return {
		...meeting,
		code,
		organisations,
		openedAt: opened_at,
		closedAt: closedAt({ opened_at, closed_at }, now)
	};
}

/** A seat, and whether a link to it would open more than this journey. */
async function linkedSeat(db: Query, journey: string, participant: string) {
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select(['participant.id', 'participant.person_id', 'role', 'removed_at', 'hosts_at'])
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
	const elsewhere = row.hosts_at !== null || other !== undefined;
	return { participant: row.id, role: row.role, removedAt: row.removed_at, elsewhere };
}

export async function sitDown(
	tx: Query,
	seat: {
		journey: string;
		person: string;
		organisation: string | null;
		role: Role;
		returnToken: string;
		at: number;
		enteredBy?: string;
		/** Which person of the demo is simulated, in a rehearsal. */
		simulated?: string;
	}
): Promise<string> {
	const id = newId();
	await tx
		.insertInto('participant')
		.values({
			id,
			journey_id: seat.journey,
			person_id: seat.person,
			organisation_id: seat.organisation,
			role: seat.role,
			return_hash: hashOf(seat.returnToken),
			joined_at: seat.at,
			entered_by: seat.enteredBy ?? null,
			simulated: seat.simulated ?? null,
			removed_at: null,
			removed_by: null
		})
		.execute();
	await seatLate(tx, seat.journey, (participant) => participant === id);
	return id;
}

export async function newPerson(tx: Query, name: string, email: string, at: number): Promise<string> {
	const id = newId();
	await tx
		.insertInto('person')
		.values({ id, name, email: sameEmail(email), hosts_at: null, created_at: at })
		.execute();
	return id;
}

/** Phones begin an address with a capital; it is found again whatever its case. Mail goes to it as it was typed. */
const sameEmail = (email: string) => email.toLowerCase() || null;

async function headCount(db: Query, journey: string): Promise<number> {
	const { people } = await db
		.selectFrom('participant')
		.select((eb) => eb.fn.countAll<number>().as('people'))
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(people);
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
