import * as v from 'valibot';
import { domains, faultsOf, readDetails, type AmbitionDetails } from '#domain/kinds/ambitions/ambition.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { AmbitionsState } from '#wire/kinds/ambitions/state.ts';
import type { Missing } from '#wire/journey/facts.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import type { Query } from '#server/db/open.ts';
import { ambitionsChosen } from '#server/journey/gates.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import {
	consentActs,
	consentState,
	myConsent,
	openOn,
	wordsOf,
	type Subject
} from '#server/parts/consent/consent.ts';
import {
	harvestActs,
	harvestIn,
	linkableTo,
	linksOf,
	pensClosed,
	withCards,
	type Harvested
} from '#server/parts/harvest/harvest.ts';
import { table } from '#server/parts/board/table.ts';

// Ambition cards: what was chosen is written out by tables of mixed organisations, until each card is complete.

export default {
	kind: 'ambitions',

	async facts(db, step, context) {
		return stageOf(step.kind, step.stage).opens === 'consent'
			? consentState(db, step, await subjectsOf(db, step), context.now())
			: cardsState(db, step);
	},

	async mine(at) {
		const { context, step } = at;
		const { opens } = stageOf(step.kind, step.stage);
		if (opens === 'nothing') return {};
		if (opens === 'consent') return { consent: await myConsent(at, await subjectsOf(context.db, step)) };
		return { harvest: await withCards(context.db, await ambitionsOf(context.db, step)) };
	},

	writesAt: ambitionsOf,

	async gate(db, step, stage) {
		if (stage === 'writing') return ambitionsChosen(db, step.journey_id);
		if (stage === 'consenting') return incomplete(db, step);
		return stage === 'harvested' ? notAgreed(db, step) : [];
	},

	...table,

	acts: {
		link: harvestActs.link,
		...consentActs(subjectsOf),

		/** Whether the ambition serves a domain. */
		domain: act(
			'anyone',
			v.object({ ambition: v.string(), domain: v.picklist(domains), on: v.picklist(['yes', 'no']) }),
			(at, { ambition, domain, on }) =>
				changeDetails(at, ambition, (details) => ({
					...details,
					domains: domains.filter((d) => (d === domain ? on === 'yes' : details.domains.includes(d)))
				}))
		),

		/** The organisation that leads; it is then not one of the others (X5). */
		lead: act('anyone', v.object({ ambition: v.string(), organisation: v.string() }), (at, given) =>
			changeDetails(at, given.ambition, ({ others, ...details }, table) => {
				const lead = table.find((id) => id === given.organisation) ?? null;
				return { ...details, lead, others: others.filter((other) => other !== lead) };
			})
		),

		/** Whether an organisation carries it beside the one that leads. */
		party: act(
			'anyone',
			v.object({ ambition: v.string(), organisation: v.string(), on: v.picklist(['yes', 'no']) }),
			(at, { ambition, organisation, on }) =>
				changeDetails(at, ambition, (details, table) => ({
					...details,
					others: table.filter((id) =>
						id === organisation ? on === 'yes' && id !== details.lead : details.others.includes(id)
					)
				}))
		),

		/** The table that writes it; 0 for none. */
		giveToTable: act(
			'facilitator',
			v.object({
				ambition: v.string(),
				table: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number))
			}),
			({ context, step }, given) =>
				context.db.transaction().execute(async (tx): Promise<Outcome> => {
					const found = (await ambitionsOf(tx, step)).find((ambition) => ambition.id === given.ambition);
					if (!found) return refused('harvest-gone');
					await keep(tx, found.id, { ...found.details, table: given.table === 0 ? null : given.table });
					return { ok: true };
				})
		)
	}
} satisfies KindServer;

/** All ambitions of the journey: they were chosen in an earlier step. */
function ambitionsOf(db: Query, step: StepRow): Promise<Harvested[]> {
	return harvestIn(db, step.journey_id, ['ambition']);
}

async function cardsState(db: Query, step: StepRow): Promise<AmbitionsState> {
	const items = await ambitionsOf(db, step);
	const links = await linksOf(db, items);
	const linkable = await linkableTo(db, step.journey_id, 'ambition');
	const values = new Set(linkable.filter((item) => item.kind === 'value').map((item) => item.id));
	return {
		part: 'ambitions',
		cards: items.map(({ id, name, texts, details }) => {
			const mine = links.get(id) ?? [];
			const chosen = readDetails(details);
			return {
				id,
				name,
				links: mine,
				details: chosen,
				table: typeof details.table === 'number' ? details.table : null,
				text: texts.text ?? '',
				faults: faultsOf({ texts, details: chosen, values: mine.filter((to) => values.has(to)).length })
			};
		}),
		linkable
	};
}

/** Each ambition is agreed on by itself: its texts, what was chosen, and what it rests on. Any of them asks again. */
async function subjectsOf(db: Query, step: StepRow): Promise<Subject[]> {
	const items = await ambitionsOf(db, step);
	const links = await linksOf(db, items);
	const values = new Map((await harvestIn(db, step.journey_id, ['value'])).map((v) => [v.id, v.name]));
	const organisations = new Map((await organisationsOf(db, step.journey_id)).map((o) => [o.id, o.name]));
	return items.map((item) => {
		const { domains, lead, others } = readDetails(item.details);
		const named = (ids: readonly (string | null)[], names: Map<string, string>) =>
			ids.flatMap((id) => names.get(id ?? '') ?? []).join(', ');
		const chosen = {
			values: named(links.get(item.id) ?? [], values),
			domains: domains.join(', '),
			parties: named([lead, ...others], organisations)
		};
		const words = Object.entries(chosen).map(([field, text]) => ({ harvest: item.id, field, text }));
		return { id: item.id, kind: 'ambition', name: item.name, words: [...wordsOf(item), ...words] };
	});
}

/** What some organisation has not consented to, by name. */
async function notAgreed(db: Query, step: StepRow): Promise<Missing[]> {
	const subjects = await subjectsOf(db, step);
	const open = await Promise.all(subjects.map((subject) => openOn(db, step, subject)));
	const names = subjects.filter((_, index) => open[index]!.length > 0).map(({ name }) => name);
	return names.length ? [{ reason: 'cards-open', names }] : [];
}

/** Nobody is asked for consent to a card that is not complete. */
async function incomplete(db: Query, step: StepRow): Promise<Missing[]> {
	const { cards } = await cardsState(db, step);
	const names = cards.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
	return names.length ? [{ reason: 'cards-incomplete', names }] : [];
}

/** `change` gets what is chosen now and the organisations at the table, in their order; what it answers is kept. */
function changeDetails(
	{ context, step, seat }: Acting,
	ambition: string,
	change: (details: AmbitionDetails, table: string[]) => AmbitionDetails
): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const closed = await pensClosed(tx, step.id, seat.role);
		if (closed) return closed;
		const found = (await ambitionsOf(tx, step)).find((item) => item.id === ambition);
		if (!found) return refused('harvest-gone');
		const organisations = (await organisationsOf(tx, step.journey_id)).map(({ id }) => id);
		await keep(tx, ambition, { ...found.details, ...change(readDetails(found.details), organisations) });
		return { ok: true };
	});
}

async function keep(tx: Query, ambition: string, details: object): Promise<void> {
	await tx
		.updateTable('harvest')
		.set({ details: JSON.stringify(details) })
		.where('id', '=', ambition)
		.execute();
}
