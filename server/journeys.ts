import { mayFacilitate } from '#domain/access.ts';
import { organisationKinds } from '#domain/organisations.ts';
import { kindOf } from '#domain/kinds.ts';
import { checkInitials, checkLine, checkName } from '#domain/text.ts';
import { append } from './audit.ts';
import type { Query } from './db/open.ts';
import { refused, type Ground, type Outcome } from './ground.ts';
import { seatIn, sitDown, type SeatOf } from './people.ts';
import { newId, newToken } from './secrets.ts';
import { readTemplate } from './templates.ts';

/** Letters in a name of a journey, a meeting, a step. */
const nameLimit = 80;
/** People a meeting has room for, unless the facilitator says otherwise. */
const usualRoom = 250;

export function openJourneys(ground: Ground) {
	const { db, now } = ground;

	return {
		/** A journey from the template "Waarden eerst", with the six kinds of organisation at the table. */
		async create(
			person: string,
			given: { name: string; meeting: string; place: string; date: string; locale: 'nl' | 'en' }
		): Promise<Outcome<{ journey: string }>> {
			const name = checkLine(given.name, nameLimit);
			if (!name.ok) return refused(name.reason, 'name');
			const place = checkLine(given.place || '–', nameLimit);
			if (!place.ok) return refused(place.reason, 'place');
			const meetingName = given.meeting ? checkLine(given.meeting, nameLimit) : null;
			if (meetingName && !meetingName.ok) return refused(meetingName.reason, 'meeting');
			if (!/^\d{4}-\d{2}-\d{2}$/.test(given.date) || Number.isNaN(Date.parse(given.date)))
				return refused('date-invalid', 'date');
			const template = readTemplate('waarden-eerst', given.locale);
			return db.transaction().execute(async (tx) => {
				const host = await tx
					.selectFrom('person')
					.select('hosts_at')
					.where('id', '=', person)
					.executeTakeFirst();
				if (!host?.hosts_at) return refused('not-a-host');
				const journey = newId();
				await tx
					.insertInto('journey')
					.values({
						id: journey,
						name: name.text,
						created_at: now(),
						created_by: person,
						beamer_token: newToken(),
						rehearsal_at: null
					})
					.execute();
				await sitDown(tx, {
					journey,
					person,
					organisation: null,
					role: 'lead',
					returnToken: newToken(),
					at: now()
				});
				await addOrganisations(tx, journey, given.locale);
				let position = 0;
				for (const [index, meeting] of template.meetings.entries()) {
					const id = newId();
					await tx
						.insertInto('meeting')
						.values({
							id,
							journey_id: journey,
							name: (index === 0 && meetingName?.text) || meeting.name,
							place: place.text,
							date: given.date,
							starts_at: meeting.startsAt,
							removed_at: null,
							position: index + 1,
							code: null,
							opened_at: null,
							closed_at: null,
							room_for: usualRoom
						})
						.execute();
					for (const step of meeting.steps) {
						position += 1;
						await tx
							.insertInto('step')
							.values({
								id: newId(),
								journey_id: journey,
								meeting_id: id,
								kind: step.kind,
								name: step.name,
								question: step.question,
								script: step.script,
								minutes: step.minutes,
								form: step.form,
								entered_at: null,
								deadline: null,
								removed_at: null,
								position,
								stage: kindOf(step.kind).stages[0].name,
								stage_at: now(),
								stage_by: null,
								locked_at: null,
								locked_by: null,
								settings: JSON.stringify(step.settings),
								note: ''
							})
							.execute();
					}
				}
				await tx
					.insertInto('room')
					.values({
						journey_id: journey,
						meeting_id: null,
						step_id: null,
						moved_at: now(),
						moved_by: person,
						pulls: 0,
						paused_at: null,
						paused_by: null,
						timer_ends_at: null,
						timer_left_ms: null,
						timer_total_ms: null
					})
					.execute();
				await append(tx, { journey, at: now(), act: 'create-journey', subject: journey, by: { person } });
				return { ok: true, journey };
			});
		},

		/** The journeys that a person has a seat in, newest first. */
		list(person: string) {
			return db
				.selectFrom('participant')
				.innerJoin('journey', 'journey.id', 'participant.journey_id')
				.select(['journey.id', 'journey.name', 'participant.role', 'journey.created_at as createdAt'])
				.where('participant.person_id', '=', person)
				.where('participant.removed_at', 'is', null)
				.orderBy('journey.created_at', 'desc')
				.execute();
		},

		/** Everything that the set-up page shows, or null. */
		async setup(journey: string) {
			const found = await db
				.selectFrom('journey')
				.select(['id', 'name', 'beamer_token as beamerToken'])
				.where('id', '=', journey)
				.executeTakeFirst();
			if (!found) return null;
			return {
				...found,
				organisations: await organisationsOf(db, journey),
				meetings: await db
					.selectFrom('meeting')
					.select([
						'id',
						'name',
						'place',
						'date',
						'code',
						'opened_at as openedAt',
						'closed_at as closedAt',
						'room_for as roomFor'
					])
					.where('journey_id', '=', journey)
					.orderBy('position')
					.execute(),
				steps: await db
					.selectFrom('step')
					.select([
						'id',
						'meeting_id as meeting',
						'kind',
						'name',
						'question',
						'minutes',
						'stage',
						'script',
						'settings'
					])
					.where('journey_id', '=', journey)
					.orderBy('position')
					.execute()
			};
		},

		/** Other words for an organisation at the table; its kind, colour and place stay. */
		async renameOrganisation(
			by: SeatOf,
			journey: string,
			given: { organisation: string; name: string; short: string; initials: string }
		): Promise<Outcome> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const name = checkLine(given.name, nameLimit);
			if (!name.ok) return refused(name.reason, 'name');
			const short = checkName(given.short);
			if (!short.ok) return refused(short.reason, 'short');
			const initials = checkInitials(given.initials);
			if (!initials.ok) return refused(initials.reason, 'initials');
			const outcome = await db.transaction().execute(async (tx): Promise<Outcome> => {
				const changed = await tx
					.updateTable('organisation')
					.set({ name: name.text, short: short.text, initials: initials.text })
					.where('id', '=', given.organisation)
					.where('journey_id', '=', journey)
					.executeTakeFirst();
				if (!changed.numUpdatedRows) return refused('organisation-unknown');
				await append(tx, {
					journey,
					at: now(),
					act: 'rename-organisation',
					subject: given.organisation,
					detail: { name: name.text, initials: initials.text },
					by
				});
				return { ok: true };
			});
			if (outcome.ok) ground.announce(journey);
			return outcome;
		},

		/** The journey that a beamer's link belongs to, or null. */
		async ofBeamer(token: string): Promise<{ journey: string; name: string } | null> {
			const row = await db
				.selectFrom('journey')
				.select(['id as journey', 'name'])
				.where('beamer_token', '=', token)
				.executeTakeFirst();
			return row ?? null;
		},

		seat: (journey: string, person: string) => seatIn(db, journey, person)
	};
}

export type Journeys = ReturnType<typeof openJourneys>;

export function organisationsOf(db: Query, journey: string) {
	return db
		.selectFrom('organisation')
		.select(['id', 'kind', 'name', 'short', 'initials', 'slot'])
		.where('journey_id', '=', journey)
		.orderBy('position')
		.execute();
}

const firstNames = {
	nl: ['Welzijnsorganisatie', 'GGD', 'Gemeente', 'Woningcorporatie', 'Politie', 'Zorggroep'],
	en: [
		'Welfare organisation',
		'Public health service',
		'Municipality',
		'Housing corporation',
		'Police',
		'Care group'
	]
};

async function addOrganisations(tx: Query, journey: string, locale: 'nl' | 'en'): Promise<void> {
	await tx
		.insertInto('organisation')
		.values(
			organisationKinds.map((o, index) => ({
				id: newId(),
				journey_id: journey,
				kind: o.kind,
				name: firstNames[locale][index] ?? o.short,
				short: o.short,
				initials: o.initials,
				slot: o.slot,
				position: index + 1
			}))
		)
		.execute();
}
