import { organisationKinds } from '#domain/journey/organisations.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema.ts';
import { newId } from '#server/app/secrets.ts';

/** The organisations at the table, in their fixed order. */
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

export async function addOrganisations(tx: Query, journey: string, locale: 'nl' | 'en'): Promise<void> {
	for (const [index, { kind, short, initials, slot }] of organisationKinds.entries()) {
		const name = firstNames[locale][index] ?? short;
		await addOrganisation(tx, journey, { kind, name, short, initials, slot, position: index + 1 });
	}
}

export async function addOrganisation(
	tx: Query,
	journey: string,
	{ kind, name, short, initials, slot, position }: Omit<Database['organisation'], 'id' | 'journey_id'>
): Promise<void> {
	await tx
		.insertInto('organisation')
		.values({ id: newId(), journey_id: journey, kind, name, short, initials, slot, position })
		.execute();
}
