import * as v from 'valibot';
import { organisationKinds } from '#domain/journey/organisations.ts';
import { sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { checkInitials, checkLine, checkName } from '#domain/text/text.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
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

/** What a form says of where somebody sits: an organisation at the table or, as `guest`, none. */
export async function placeIn(
	db: Query,
	journey: string,
	given: string
): Promise<Outcome<{ organisation: string | null }>> {
	if (given === 'guest') return { ok: true, organisation: null };
	const isThere = (await organisationsOf(db, journey)).some(({ id }) => id === given);
	return isThere ? { ok: true, organisation: given } : refused('organisation-unknown', 'organisation');
}

export const renameOrganisation = act({
	name: 'rename-organisation',
	who: 'facilitators',
	input: v.object({ organisation: v.string(), name: v.string(), short: v.string(), initials: v.string() }),
	/** Other words for an organisation at the table; its kind, colour and place stay. */
	async run(tx, { journey }, given) {
		const checked = checkWords(given);
		if (!checked.ok) return checked;
		const { words } = checked;
		const before = (await organisationsOf(tx, journey)).find(({ id }) => id === given.organisation);
		if (!before) return refused('organisation-unknown');
		if (before.name === words.name && before.short === words.short && before.initials === words.initials)
			return unchanged();
		await tx.updateTable('organisation').set(words).where('id', '=', before.id).execute();
		const { name, initials } = words;
		return changed({ audit: { subject: before.id, detail: { name, initials } } });
	}
});

type Words = Pick<Database['organisation'], 'name' | 'short' | 'initials'>;

function checkWords(given: Words): Outcome<{ words: Words }> {
	const name = checkLine(given.name, sheetNameLimit);
	if (!name.ok) return refused(name.reason, 'name');
	const short = checkName(given.short);
	if (!short.ok) return refused(short.reason, 'short');
	const initials = checkInitials(given.initials);
	if (!initials.ok) return refused(initials.reason, 'initials');
	return { ok: true, words: { name: name.text, short: short.text, initials: initials.text } };
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
