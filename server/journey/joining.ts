import { isShort, readCode } from '#domain/journey/code.ts';
import { closedAt, decideJoin } from '#domain/journey/joining.ts';
import { mayWait } from '#domain/journey/admitting.ts';
import { isSameName } from '#domain/journey/merging.ts';
import { checkEmail, checkFunction, checkName } from '#domain/text/text.ts';
import { append } from '#server/acts/audit.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { Once } from '#server/app/once.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { queueReturnLink } from '#server/mail/queue.ts';
import { newPerson, reads } from '#server/people/people.ts';
import type { Who } from '#server/people/who.ts';
import { Guesses } from './guesses.ts';
import { cameFor, invitedAs } from './invited.ts';
import { JoinPace } from './join-pace.ts';
import { organisationsOf } from './organisations.ts';
import { alsoOpens } from './openings.ts';
import { headCount, isAtTable, notebookOf, seatIn, seatsAt } from './seats.ts';
import { sitDown } from './sitting-down.ts';

// Sitting down at the table with a code (J-rules).

export interface Joining {
	code: string;
	name: string;
	email: string;
	/** An organisation at the table, or `guest`. */
	organisation: string;
	/** What they do there, for who is asked whether they belong to it; may be empty. */
	job?: string;
	/** Who they are already, by their own word: the same person in the same journey keeps the same seat (J5, J35). */
	who: Who | null;
	locale: 'nl' | 'en';
	/** Asked where somebody of that name, who is not connected, sits at that organisation: whether they are the same. */
	same?: 'yes' | 'no' | '';
	/** Where the request comes from. */
	address: string;
}

export interface Joined {
	journey: string;
	person: string;
	/** Given once, here; only its hash is kept. Null: this person had a seat, and has its link. */
	returnToken: string | null;
	/** Whether a mail goes to the address that was given; null: none was. */
	mails: boolean | null;
}

export function createJoining(context: Context) {
	// Who was refused may send the same form again.
	const once = new Once<Outcome<Joined>>(({ ok }) => ok);
	const guesses = new Guesses(context.now, () =>
		context.log.warn('many wrong codes: for a day six digits are not enough to join, twelve are')
	);
	const door: Door = { guesses, pace: new JoinPace() };

	return {
		meetingOf: (typed: string, address: string) => meetingOf(context, guesses, typed, address),

		/** Sits down, once for each form: a second tap on a slow phone gets the answer of the first (J9). */
		join: ({ form = '', ...given }: Joining & { form?: string }): Promise<Outcome<Joined>> =>
			once.do(form, () => join(context, door, given))
	};
}

/** The meeting that a code opens, with its organisations, or the reason why it opens none (J1–J4, J6). */
async function meetingOf(
	{ db, now }: Context,
	guesses: Guesses,
	typed: string,
	address: string
): Promise<Outcome<{ meeting: JoinableMeeting }>> {
	const code = readCode(typed);
	if (!code) return refused('code-malformed', 'code');
	const isKnown = isShort(code) ? guesses.begin(address, code) : () => {};
	if (!isKnown) return refused('code-in-full', 'code');
	const meeting = await findMeeting(db, code, now());
	if (meeting) isKnown();
	const decision = decideJoin(meeting && { ...meeting, people: 0 }, true);
	if (!decision.ok || !meeting) return refused(decision.ok ? 'code-unknown' : decision.reason, 'code');
	return { ok: true, meeting };
}

/** What is counted of those who come to it. */
interface Door {
	guesses: Guesses;
	pace: JoinPace;
}

async function join(context: Context, { guesses, pace }: Door, given: Joining): Promise<Outcome<Joined>> {
	// First what costs least: who has no code gets no further (C18).
	const found = await meetingOf(context, guesses, given.code, given.address);
	if (!found.ok) return found;
	const person = given.who?.person ?? null;
	if (!context.paces.form(person, given.address)) return refused('too-fast', 'code');
	const checked = checkVisitor(given);
	if (!checked.ok) return checked;
	const { code, id, journey } = found.meeting;
	const isBack = person !== null && (await seatIn(context.db, journey, person)) !== null;
	if (!isBack && !pace.allows(id, given.address)) return refused('joining-busy', 'code');
	const joined = await context.db
		.transaction()
		.execute((tx) => takeSeat(tx, context, { ...given, ...checked.visitor, code }));
	if (joined.ok && joined.returnToken !== null) context.announce(joined.journey, 'rights');
	return joined;
}

type Visitor = Required<Pick<Joining, 'name' | 'email' | 'job'>>;

function checkVisitor(given: Pick<Joining, 'name' | 'email' | 'job'>): Outcome<{ visitor: Visitor }> {
	const name = checkName(given.name);
	if (!name.ok) return refused(name.reason, 'name');
	const email = checkEmail(given.email);
	if (!email.ok) return refused(email.reason, 'email');
	const job = checkFunction(given.job ?? '');
	if (!job.ok) return refused(job.reason, 'job');
	return { ok: true, visitor: { name: name.text, email: email.text, job: job.text } };
}

async function takeSeat(tx: Query, context: Context, given: Joining & Visitor): Promise<Outcome<Joined>> {
	const now = context.now();
	const meeting = await findMeeting(tx, given.code, now);
	// Also one that this session does not open.
	const seat = meeting && given.who ? await seatIn(tx, meeting.journey, given.who.person) : null;
	if (seat?.removedAt) return refused('removed');
	const { admitted, waiting } = meeting ? await headCount(tx, meeting.journey) : { admitted: 0, waiting: 0 };
	const decision = decideJoin(meeting && { ...meeting, people: admitted }, seat !== null);
	if (!decision.ok || !meeting) return refused(decision.ok ? 'code-unknown' : decision.reason, 'code');
	const organisation = given.organisation === 'guest' ? null : given.organisation;
	if (organisation === '') return refused('organisation-missing', 'organisation');
	if (organisation && !meeting.organisations.some(({ id }) => id === organisation))
		return refused('organisation-unknown', 'organisation');
	const { journey } = meeting;
	// They sit there, and came with a link to another journey: it opens no more than that (J12).
	if (seat && given.who && notebookOf(given.who, seat) === null) return refused('seat-not-here');
	if (seat) return { ok: true, journey, person: seat.person, returnToken: null, mails: null };
	const same = given.same === 'no' ? null : await namesake(tx, context, { ...given, journey, organisation });
	if (same !== null && !given.same) return refused('same-name', 'name');
	const invited = organisation === null || same !== null ? null : await invitedAs(tx, organisation, given);
	if (!mayWait(waiting, invited !== null)) return refused('too-many-waiting', 'code');
	return sit(tx, { ...given, journey, organisation, invited, saysIs: same, at: now });
}

/** Who has that name there and is not connected, if one is: perhaps the same person on another device (J45). */
async function namesake(
	tx: Query,
	{ present }: Context,
	{ journey, organisation, name }: { journey: string; organisation: string | null; name: string }
): Promise<string | null> {
	const alike = (await seatsAt(tx, journey, organisation)).filter(
		(seat) => isAtTable(seat) && isSameName(seat.name, name)
	);
	const here = present(
		journey,
		alike.map(({ participant }) => participant)
	);
	return alike.find(({ participant }) => !here.has(participant))?.participant ?? null;
}

/** A newcomer: a person, a seat, a mail with its link, and what the audit keeps of it. */
async function sit(
	tx: Query,
	given: Visitor & Pick<Joining, 'who' | 'locale'> & NewPlace
): Promise<Outcome<Joined>> {
	const { journey, organisation, invited, saysIs, at, job, email: to, locale } = given;
	const person = given.who?.person ?? (await newPerson(tx, given.name, given.email, at, { locale }));
	if (given.who) await reads(tx, person, locale);
	const returnToken = newToken();
	const participant = await sitDown(tx, {
		...{ journey, person, organisation, returnToken, job, saysIs, at },
		role: 'participant',
		admitted: invited === null ? null : { how: 'invited', by: null }
	});
	if (given.who) await alsoOpens(tx, given.who, participant);
	const linkHash = hashOf(returnToken);
	const mails =
		to === '' ? null : await queueReturnLink(tx, { to, journey, participant, locale, linkHash, at });
	const by = { person, participant };
	await append(tx, { journey, at, act: 'join', subject: participant, by });
	if (invited !== null) {
		await cameFor(tx, invited, participant);
		await append(tx, { journey, at, act: 'admit', subject: participant, detail: { how: 'invited' }, by });
	}
	return { ok: true, journey, person, returnToken, mails };
}

interface NewPlace {
	journey: string;
	organisation: string | null;
	/** The line of the organisation's list that this person came for. */
	invited: string | null;
	/** Whose seat they say to have already. */
	saysIs: string | null;
	/** Ms since 1970. */
	at: number;
}

interface JoinableMeeting {
	id: string;
	name: string;
	place: string;
	date: string;
	/** All of it, however much was typed. */
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
			'meeting.code',
			'journey.id as journey',
			'journey.name as journeyName',
			'meeting.opened_at',
			'meeting.closed_at',
			'meeting.room_for as roomFor'
		])
		.where('code', '>=', code)
		.where('code', '<', `${code}:`) // Behind every digit.
		.executeTakeFirst();
	if (!row?.code) return null;
	const { opened_at, closed_at, ...meeting } = row;
	const organisations = (await organisationsOf(db, row.journey)).map(({ id, name, slot, initials }) => ({
		id,
		name,
		slot,
		initials
	}));
	return {
		...meeting,
		code: row.code,
		organisations,
		openedAt: opened_at,
		closedAt: closedAt({ opened_at, closed_at }, now)
	};
}
