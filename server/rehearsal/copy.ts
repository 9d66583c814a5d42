import { dayOf } from '#domain/journey/moments.ts';
import { peopleEach } from '#domain/rehearsal/rehearsal.ts';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Query } from '#server/db/open.ts';
import { insertOrganisation, organisationsOf } from '#server/journey/organisations.ts';
import { insertJourney } from '#server/journey/new-journey.ts';
import { sitDown } from '#server/journey/sitting-down.ts';
import { insertTemplate, sheetOf } from '#server/journey/templates.ts';
import { newPerson } from '#server/people/people.ts';
import { newId, newToken } from '#server/app/secrets.ts';

/** A rehearsal: the run-sheet and the organisations of a journey, nothing that was made in it, and simulated people (Y1). */
export async function copyJourney(
	tx: Query,
	from: string,
	to: { id: string; place: string; person: string; now: number }
): Promise<void> {
	await copySheet(tx, from, to);
	const organisations = await organisationKeys(tx, to.id);
	for (const person of simulated()) await seatSimulated(tx, to.id, person, organisations, to.now);
}

async function copySheet(
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
	const admitted = { how: 'facilitator', by: null } as const;
	await sitDown(tx, { ...lead, admitted, returnToken: newToken() });
	for (const [index, organisation] of (await organisationsOf(tx, from)).entries())
		await insertOrganisation(tx, to.id, { ...organisation, id: newId(), position: index + 1 });
	const meetings = await sheetOf(tx, from);
	const date = dayOf(to.now);
	await insertTemplate(
		tx,
		{ name, meetings },
		{ journey: to.id, place: to.place, date, startsAt: null, firstMeeting: null, now: to.now }
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
		admitted: { how: 'simulated', by: null },
		simulated: key
	});
}

/** Organisation ids by the keys of Wilgenmeer: the ones of the same kind. */
export async function organisationKeys(db: Query, journey: string): Promise<Map<string, string>> {
	const here = await organisationsOf(db, journey);
	const pairs = wilgenmeer.organisations.flatMap(({ key, kind }) => {
		const found = here.find((organisation) => organisation.kind === kind);
		return found ? [[key, found.id] as const] : [];
	});
	return new Map(pairs);
}

/** The simulated people at the table, each with whom of Wilgenmeer they play. */
export async function simulatedIn(db: Query, journey: string) {
	const rows = await db
		.selectFrom('participant')
		.select([
			'id as participant',
			'person_id as person',
			'simulated as key',
			'organisation_id as organisation'
		])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('simulated', 'is not', null)
		.orderBy('joined_at')
		.orderBy('id')
		.execute();
	return rows.map(({ key, ...row }) => ({ ...row, key: key! }));
}
