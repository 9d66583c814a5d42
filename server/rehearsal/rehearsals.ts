import {
	decideCrowd,
	decideRehearsal,
	decideThrowAway,
	peopleEach,
	type CrowdState,
	type Pace
} from '#domain/rehearsal/rehearsal.ts';
import type { Room } from '#wire/rooms.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { insertJourney } from '#server/journey/journeys.ts';
import { addOrganisation, organisationsOf } from '#server/journey/organisations.ts';
import { newPerson, sitDown, type People } from '#server/people/people.ts';
import { seatIn, type SeatOf } from '#server/journey/seats.ts';
import { newToken } from '#server/app/secrets.ts';
import { insertTemplate, sheetOf } from '#server/journey/templates.ts';
import { Crowd } from './crowd.ts';
import { Somebody, type Address } from './somebody.ts';
import { Table } from './table.ts';

/** Letters of a journey's id that begin the ids of what simulated people make in it. */
const markLength = 10;

/** Practising alone, with simulated people (Y-rules). */
export function openRehearsals(context: Context, people: People) {
	const { db, now, log } = context;
	const crowds = new Map<string, Crowd>();
	let address: Address | null = null;

	/** The crowd of a rehearsal, if this facilitator may say what it does. */
	async function crowdOf(by: SeatOf, journey: string): Promise<Outcome<{ crowd: Crowd }>> {
		const may = decideCrowd(by, await rehearsalAt(db, journey));
		if (!may.ok) return refused(may.reason);
		if (address === null) return refused('crowd-not-here');
		const to = address;
		const gather = () => tableOf(to, by, journey);
		const crowd = crowds.get(journey) ?? new Crowd(gather, () => context.announce(journey), log);
		crowds.set(journey, crowd);
		return { ok: true, crowd };
	}

	/** Everybody comes back with a personal link, as people do. */
	async function tableOf(to: Address, by: SeatOf, journey: string): Promise<Table> {
		const organisations = await organisationKeys(db, journey);
		const seats = await simulatedIn(db, journey);
		const seated = seats.map(async ({ participant, key, organisation }) => {
			const made = await people.newReturnLink(journey, participant, by);
			if (!made.ok) throw new Error(`a simulated person could not come: ${made.reason}`);
			const somebody = await Somebody.returning(to, made.token);
			const of = [...organisations].find(([, id]) => id === organisation)?.[0] ?? null;
			return { key, organisation: of, participant, somebody };
		});
		return new Table(await Promise.all(seated), organisations, journey.slice(0, markLength));
	}

	return {
		/** Since the program listens, simulated people know where it is. */
		reachedAt(where: Address): void {
			address = where;
		},

		/**
		 * A rehearsal of a journey: its run-sheet and organisations, nothing that was made in it, and simulated people of
		 * each organisation (Y1).
		 */
		async begin(
			by: SeatOf,
			journey: string,
			given: { id: string; place: string }
		): Promise<Outcome<{ journey: string }>> {
			const may = decideRehearsal(by, await rehearsalAt(db, journey));
			if (!may.ok) return refused(may.reason);
			return db.transaction().execute(async (tx) => {
				if (await seatIn(tx, given.id, by.person)) return { ok: true, journey: given.id };
				await copyJourney(tx, journey, { ...given, person: by.person, now: now() });
				const organisations = await organisationKeys(tx, given.id);
				for (const person of simulated()) await seatSimulated(tx, given.id, person, organisations, now());
				await append(tx, {
					journey: given.id,
					at: now(),
					act: 'begin-rehearsal',
					subject: journey,
					by: { person: by.person }
				});
				return { ok: true, journey: given.id };
			});
		},

		/** What the simulated people of a journey do; before they first came nothing, at the usual pace. */
		stateOf: (journey: string): CrowdState =>
			crowds.get(journey)?.state ?? { isRunning: false, pace: 'normal', isAsked: false },

		async start(by: SeatOf, journey: string): Promise<Outcome> {
			const found = await crowdOf(by, journey);
			if (!found.ok) return found;
			await found.crowd.start();
			context.announce(journey);
			return { ok: true };
		},

		/** The counter-act of `start`. */
		async stop(by: SeatOf, journey: string): Promise<Outcome> {
			const found = await crowdOf(by, journey);
			if (!found.ok) return found;
			await found.crowd.stop();
			context.announce(journey);
			return { ok: true };
		},

		async keepPace(by: SeatOf, journey: string, pace: Pace): Promise<Outcome> {
			const found = await crowdOf(by, journey);
			if (!found.ok) return found;
			found.crowd.keepPace(pace);
			context.announce(journey);
			return { ok: true };
		},

		/** With the pace `asked`: what there is to do now is done (Y4). */
		async ask(by: SeatOf, journey: string): Promise<Outcome> {
			const found = await crowdOf(by, journey);
			if (!found.ok) return found;
			found.crowd.ask();
			context.announce(journey);
			return { ok: true };
		},

		/** For good: every row and every word of every document (Y6). What was thrown away has no counter-act. */
		async throwAway(by: SeatOf, journey: string): Promise<Outcome> {
			const may = decideThrowAway(by, await rehearsalAt(db, journey));
			if (!may.ok) return refused(may.reason);
			await crowds.get(journey)?.leave();
			crowds.delete(journey);
			// Documents first: who is killed in between finds the rehearsal still there, and throws it away again.
			const rooms = await roomsOf(db, journey);
			await Promise.all(rooms.map((room) => context.sync.remove(room, 'rehearsal-over')));
			await db.transaction().execute((tx) => dropJourney(tx, journey));
			log.info({ journey }, 'a rehearsal was thrown away');
			return { ok: true };
		},

		async close(): Promise<void> {
			await Promise.all([...crowds.values()].map((crowd) => crowd.leave()));
		}
	};
}

export type Rehearsals = ReturnType<typeof openRehearsals>;

/** Since when the journey is a rehearsal; null: it is none, or there is no such journey. */
async function rehearsalAt(db: Query, journey: string): Promise<number | null> {
	const found = await db
		.selectFrom('journey')
		.select('rehearsal_at')
		.where('id', '=', journey)
		.executeTakeFirst();
	return found?.rehearsal_at ?? null;
}

async function copyJourney(
	tx: Query,
	from: string,
	to: { id: string; place: string; person: string; now: number }
): Promise<void> {
	const { name } = await tx
		.selectFrom('journey')
		.select('name')
		.where('id', '=', from)
		.executeTakeFirstOrThrow();
	await insertJourney(tx, { journey: to.id, name, person: to.person, at: to.now, rehearsalAt: to.now });
	const lead = { journey: to.id, person: to.person, organisation: null, role: 'lead' as const, at: to.now };
	await sitDown(tx, { ...lead, returnToken: newToken() });
	for (const [index, organisation] of (await organisationsOf(tx, from)).entries())
		await addOrganisation(tx, to.id, { ...organisation, position: index + 1 });
	const meetings = await sheetOf(tx, from);
	const date = new Date(to.now).toISOString().slice(0, 10);
	await insertTemplate(
		tx,
		{ name, meetings },
		{ journey: to.id, place: to.place, date, firstMeeting: null, now: to.now }
	);
}

/** Of each organisation of Wilgenmeer the one who decides and one who works there. */
const simulated = () =>
	wilgenmeer.organisations.flatMap(({ key }) =>
		wilgenmeer.people.filter(({ organisation }) => organisation === key).slice(0, peopleEach)
	);

async function seatSimulated(
	tx: Query,
	journey: string,
	{ key, organisation, role }: (typeof wilgenmeer.people)[number],
	organisations: ReadonlyMap<string, string>,
	at: number
): Promise<void> {
	const of = organisations.get(organisation ?? '');
	if (!of) return;
	await sitDown(tx, {
		journey,
		person: await newPerson(tx, `${role} (oefening)`, '', at),
		organisation: of,
		role: 'participant',
		returnToken: newToken(),
		at,
		simulated: key
	});
}

/** Organisation ids by the keys of Wilgenmeer: the ones of the same kind. */
async function organisationKeys(db: Query, journey: string): Promise<Map<string, string>> {
	const here = await organisationsOf(db, journey);
	const pairs = wilgenmeer.organisations.flatMap(({ key, kind }) => {
		const found = here.find((organisation) => organisation.kind === kind);
		return found ? [[key, found.id] as const] : [];
	});
	return new Map(pairs);
}

async function simulatedIn(db: Query, journey: string) {
	const rows = await db
		.selectFrom('participant')
		.select(['id as participant', 'simulated as key', 'organisation_id as organisation'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('simulated', 'is not', null)
		.orderBy('joined_at')
		.orderBy('id')
		.execute();
	return rows.map(({ key, ...row }) => ({ ...row, key: key! }));
}

/** Every room that the journey can have. */
async function roomsOf(db: Query, journey: string): Promise<Room[]> {
	const steps = await db.selectFrom('step').select('id').where('journey_id', '=', journey).execute();
	const seats = await db.selectFrom('participant').select('id').where('journey_id', '=', journey).execute();
	return [
		{ kind: 'journey', journey },
		...steps.flatMap(({ id: step }): Room[] => [
			{ kind: 'board', step },
			...seats.map(({ id: participant }): Room => ({ kind: 'own', step, participant }))
		])
	];
}

/** What belongs to the journey goes with its row; its audit goes too, and who sat nowhere else. */
async function dropJourney(tx: Query, journey: string): Promise<void> {
	const seats = await tx
		.selectFrom('participant')
		.select('person_id')
		.where('journey_id', '=', journey)
		.execute();
	const gone = await tx
		.deleteFrom('journey')
		.where('id', '=', journey)
		.where('rehearsal_at', 'is not', null)
		.executeTakeFirst();
	if (!gone.numDeletedRows) throw new Error('a journey that is no rehearsal was to be thrown away');
	await tx.deleteFrom('audit').where('journey_id', '=', journey).execute();
	for (const { person_id } of seats)
		await tx
			.deleteFrom('person')
			.where('id', '=', person_id)
			.where('hosts_at', 'is', null)
			.where('id', 'not in', tx.selectFrom('participant').select('person_id'))
			.where('id', 'not in', tx.selectFrom('journey').select('created_by'))
			.execute();
}
