import * as v from 'valibot';
import { organisationsEver } from '#domain/bounds.ts';
import {
	firstKinds,
	freeSlot,
	organisationKinds,
	organisationsLeast,
	organisationsMost,
	slots
} from '#domain/journey/organisations.ts';
import { sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { checkInitials, checkLine, checkName } from '#domain/text/text.ts';
import { madeId } from '#server/documents/values.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { newId } from '#server/app/secrets.ts';
import { place } from './run-sheet/steps.ts';

/** Every organisation that ever sat at the table, in their fixed order. `removed_at`: since when it does not (J33). */
export const everyOrganisationOf = (db: Query, journey: string) =>
	db
		.selectFrom('organisation')
		.select(['id', 'kind', 'name', 'short', 'initials', 'slot', 'position', 'removed_at'])
		.where('journey_id', '=', journey)
		.orderBy('position')
		.execute();

/** Those that sit there now. */
export const organisationsOf = async (db: Query, journey: string) =>
	(await everyOrganisationOf(db, journey)).filter(sits);

export const sits = ({ removed_at }: Pick<Database['organisation'], 'removed_at'>): boolean =>
	removed_at === null;

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

/** The words of an organisation, as they come from a form. */
const words = { name: v.string(), short: v.string(), initials: v.string() };

const addOrganisation = act({
	name: 'add-organisation',
	who: 'facilitators',
	/** `id` is made by the form (D15). */
	input: v.object({ id: madeId, kind: v.picklist(organisationKinds.map(({ kind }) => kind)), ...words }),
	/** Another one, at the end of the table, in a colour that is free (J7, J32). */
	async run(tx, { journey }, { id, kind, ...given }) {
		const { every, table } = await placesOf(tx, journey);
		if (every.some((one) => one.id === id)) return unchanged();
		const checked = checkWords(given, every);
		if (!checked.ok) return checked;
		if (table.length >= organisationsMost) return refused('organisations-too-many');
		if (every.length >= organisationsEver) return refused('too-many');
		const slot = freeSlot(table.map((one) => one.slot));
		const position = (every.at(-1)?.position ?? 0) + 1;
		await insertOrganisation(tx, journey, { id, kind, ...checked.words, slot, position });
		return changed({ audit: { subject: id, detail: { kind, name: checked.words.name } } });
	}
});

const renameOrganisation = act({
	name: 'rename-organisation',
	who: 'facilitators',
	input: v.object({ organisation: v.string(), ...words, was }),
	/** Other words for an organisation at the table; its kind, colour and place stay. */
	async run(tx, at, { organisation, ...given }) {
		const { every, table } = await placesOf(tx, at.journey);
		const before = table.find(({ id }) => id === organisation);
		if (!before) return refused('organisation-unknown');
		const { name: full, short, initials: letters } = before;
		const stands = { name: full, short, initials: letters };
		const edit = await editing(tx, at, given, stands, { subject: before.id, acts: ['rename-organisation'] });
		if (!edit.ok) return edit;
		const checked = checkWords(
			edit.fields,
			every.filter(({ id }) => id !== organisation)
		);
		if (!checked.ok) return checked;
		const { words } = checked;
		if (before.name === words.name && before.short === words.short && before.initials === words.initials)
			return unchanged();
		await setOrganisation(tx, before.id, words);
		const { name, initials } = words;
		return changed({ audit: { subject: before.id, detail: { name, initials } } });
	}
});

const moveOrganisation = act({
	name: 'move-organisation',
	who: 'facilitators',
	input: v.object({ organisation: v.string(), place }),
	/** Says where it shall sit: the `place`th at the table, from 1. */
	async run(tx, { journey }, { organisation, place }) {
		const { every, table } = await placesOf(tx, journey);
		const moved = table.find(({ id }) => id === organisation);
		if (!moved) return refused('organisation-unknown');
		const after = table.filter((one) => one !== moved);
		after.splice(place - 1, 0, moved);
		if (after.every((one, index) => one === table[index])) return unchanged();
		const gone = every.filter((one) => !table.includes(one));
		for (const [index, { id }] of [...after, ...gone].entries())
			await setOrganisation(tx, id, { position: index + 1 });
		return changed({ audit: { subject: organisation, detail: { place } } });
	}
});

const removeOrganisation = act({
	name: 'remove-organisation',
	who: 'facilitators',
	rights: true,
	input: v.object({ organisation: v.string() }),
	/** It leaves the table; all that it made and said stays (J33). */
	async run(tx, { journey, now }, { organisation }) {
		const { every, table } = await placesOf(tx, journey);
		const found = every.find(({ id }) => id === organisation);
		if (!found) return refused('organisation-unknown');
		if (found.removed_at !== null) return unchanged();
		if (table.length <= organisationsLeast) return refused('organisations-too-few');
		await setOrganisation(tx, organisation, { removed_at: now });
		return changed({ audit: { subject: organisation } });
	}
});

const putBackOrganisation = act({
	name: 'put-back-organisation',
	who: 'facilitators',
	rights: true,
	input: v.object({ organisation: v.string() }),
	/** The counter-act: at the end of the table, in its own colour unless somebody has that now. */
	async run(tx, { journey }, { organisation }) {
		const { every, table } = await placesOf(tx, journey);
		const found = every.find(({ id }) => id === organisation);
		if (!found) return refused('organisation-unknown');
		if (found.removed_at === null) return unchanged();
		if (table.length >= organisationsMost) return refused('organisations-too-many');
		const slot = freeSlot(
			table.map((one) => one.slot),
			found.slot
		);
		const position = every.at(-1)!.position + 1;
		await setOrganisation(tx, organisation, { removed_at: null, slot, position });
		return changed({ audit: { subject: organisation } });
	}
});

export const organisationActs = {
	addOrganisation,
	renameOrganisation,
	moveOrganisation,
	removeOrganisation,
	putBackOrganisation
};

/** All that ever sat here in order, and those that do now. */
async function placesOf(tx: Query, journey: string) {
	const every = await everyOrganisationOf(tx, journey);
	return { every, table: every.filter(sits) };
}

async function setOrganisation(
	tx: Query,
	id: string,
	set: Partial<
		Pick<Database['organisation'], 'name' | 'short' | 'initials' | 'slot' | 'position' | 'removed_at'>
	>
): Promise<void> {
	await tx.updateTable('organisation').set(set).where('id', '=', id).execute();
}

type Words = Pick<Database['organisation'], 'name' | 'short' | 'initials'>;

/** `others`: initials are of one organisation alone, also of one that may come back (J7). */
function checkWords(given: Words, others: readonly Words[]): Outcome<{ words: Words }> {
	const name = checkLine(given.name, sheetNameLimit);
	if (!name.ok) return refused(name.reason, 'name');
	const short = checkName(given.short);
	if (!short.ok) return refused(short.reason, 'short');
	const initials = checkInitials(given.initials);
	if (!initials.ok) return refused(initials.reason, 'initials');
	const asKept = (letters: string) => letters.toLowerCase();
	if (others.some((one) => asKept(one.initials) === asKept(initials.text)))
		return refused('initials-taken', 'initials');
	return { ok: true, words: { name: name.text, short: short.text, initials: initials.text } };
}

const firstNames = {
	nl: ['Welzijnsorganisatie', 'GGD', 'Gemeente', 'Woningcorporatie', 'Politie', 'Zorggroep'],
	en: [
		'Social work organisation',
		'Public health service',
		'Municipality',
		'Housing corporation',
		'Police',
		'Care group'
	]
};

/** Those that a journey begins with. */
export async function addFirstOrganisations(tx: Query, journey: string, locale: 'nl' | 'en'): Promise<void> {
	for (const [index, { kind, short, initials }] of firstKinds.entries()) {
		const name = firstNames[locale][index] ?? short;
		const place = { slot: slots[index]!, position: index + 1 };
		await insertOrganisation(tx, journey, { id: newId(), kind, name, short, initials, ...place });
	}
}

export async function insertOrganisation(
	tx: Query,
	journey: string,
	organisation: Omit<Database['organisation'], 'journey_id' | 'removed_at'>
): Promise<void> {
	await tx
		.insertInto('organisation')
		.values({ ...organisation, journey_id: journey, removed_at: null })
		.execute();
}
