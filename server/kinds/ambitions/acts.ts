import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { domains, readDetails, type AmbitionDetails } from '#domain/kinds/ambitions/ambition.ts';
import { changed, stepAct, unchanged, type AtStep, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { whileTexts } from '#server/parts/harvest/acts.ts';
import { harvestIn, type Harvested } from '#server/parts/harvest/harvest.ts';
import { tableOf } from './cards.ts';

// What is chosen on a card and not written. Each act says how it shall be, so that doing it twice changes nothing (X10).

const onOrOff = v.picklist(['yes', 'no']);

/** Whether the ambition serves a domain. */
const domain = stepAct({
	name: 'domain',
	who: 'participants',
	when: whileTexts,
	input: v.object({ ambition: v.string(), domain: v.picklist(domains), on: onOrOff }),
	run: (tx, at, { ambition, domain, on }) =>
		choose(tx, at, ambition, (details) => ({
			...details,
			domains: domains.filter((d) => (d === domain ? on === 'yes' : details.domains.includes(d)))
		}))
});

/** The organisation that leads; it is then not one of the others (X5). */
const lead = stepAct({
	name: 'lead',
	who: 'participants',
	when: whileTexts,
	input: v.object({ ambition: v.string(), organisation: v.string() }),
	run: (tx, at, { ambition, organisation }) =>
		choose(tx, at, ambition, ({ others, ...details }, table) => {
			const lead = table.find((id) => id === organisation) ?? null;
			return { ...details, lead, others: others.filter((other) => other !== lead) };
		})
});

/** Whether an organisation carries it beside the one that leads. */
const party = stepAct({
	name: 'party',
	who: 'participants',
	when: whileTexts,
	input: v.object({ ambition: v.string(), organisation: v.string(), on: onOrOff }),
	run: (tx, at, { ambition, organisation, on }) =>
		choose(tx, at, ambition, (details, table) => ({
			...details,
			others: table.filter((id) =>
				id === organisation ? on === 'yes' && id !== details.lead : details.others.includes(id)
			)
		}))
});

const giveToTable = stepAct({
	name: 'give-to-table',
	who: 'facilitators',
	input: v.object({
		ambition: v.string(),
		table: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number))
	}),
	/** The table that writes it; 0 for none. */
	async run(tx, { journey }, given) {
		const found = await ambitionIn(tx, journey, given.ambition);
		if (!found) return refused('harvest-gone');
		const table = given.table === 0 ? null : given.table;
		if (tableOf(found) === table) return unchanged();
		await keepDetails(tx, found, { table });
		return changed();
	}
});

export const ambitionActs = { domain, lead, party, giveToTable };

/** `choice` gets what is chosen now and the organisations at the table, in their order; what it returns is kept. */
async function choose(
	tx: Query,
	{ journey }: AtStep,
	ambition: string,
	choice: (details: AmbitionDetails, table: string[]) => AmbitionDetails
): Promise<Done> {
	const found = await ambitionIn(tx, journey, ambition);
	if (!found) return refused('harvest-gone');
	const organisations = (await organisationsOf(tx, journey)).map(({ id }) => id);
	const before = readDetails(found.details);
	const after = choice(before, organisations);
	if (isDeepStrictEqual(after, before)) return unchanged();
	await keepDetails(tx, found, after);
	return changed();
}

const ambitionIn = async (tx: Query, journey: string, id: string): Promise<Harvested | undefined> =>
	(await harvestIn(tx, journey, ['ambition'])).find((item) => item.id === id);

/** What else is chosen on it stays. */
async function keepDetails(tx: Query, { id, details }: Harvested, chosen: object): Promise<void> {
	await tx
		.updateTable('harvest')
		.set({ details: JSON.stringify({ ...details, ...chosen }) })
		.where('id', '=', id)
		.execute();
}
