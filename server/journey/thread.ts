import { mayFacilitate, type Seat } from '#domain/journey/access.ts';
import { became, cameFrom, gapsIn, type Gap, type Lineage, type ThingKind } from '#domain/journey/thread.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { harvestOfJourney } from '#server/parts/harvest/harvest.ts';
import { embargoOf } from './embargo.ts';

/** A card or something harvested, as everyone in the journey may see it. */
export interface ThreadThing {
	id: string;
	kind: ThingKind;
	name: string;
	/** What it says in one line beside its name; empty for a card. */
	says: string;
	/** The step that it was made in. */
	step: string;
	/** Of a card with an organisation: its id. */
	organisation: string | null;
	gap: Gap | null;
}

/** What one thing came from and what it became. */
export interface ThreadOf {
	thing: ThreadThing;
	cameFrom: ThreadThing[];
	became: ThreadThing[];
}

/** The thread of a journey, read from rows alone: nothing here needs an old document. */
export const createThread = ({ db }: Pick<Context, 'db'>) => ({
	/** Everything that was revealed and harvested, each with its gap (L2, L3). */
	async overview(journey: string, seat: Seat): Promise<ThreadThing[]> {
		return [...(await lineageOf(db, journey, seat)).things];
	},

	/** One of them with all that it rests on and all that rests on it (L1), or null. */
	async of(journey: string, seat: Seat, id: string): Promise<ThreadOf | null> {
		const lineage = await lineageOf(db, journey, seat);
		const thing = lineage.things.find((one) => one.id === id);
		return thing ? { thing, cameFrom: cameFrom(lineage, id), became: became(lineage, id) } : null;
	}
});

export type Thread = ReturnType<typeof createThread>;

async function lineageOf(db: Query, journey: string, seat: Seat): Promise<Lineage<ThreadThing>> {
	const steps = await stepsIn(db, journey);
	const seen = await seenBy(db, journey, seat, steps);
	const things = [...(await harvestedIn(db, journey, steps, seen)), ...(await cardsOf(db, journey, seen))];
	const known = new Set(things.map(({ id }) => id));
	const links = (await linksOf(db, journey)).filter(({ from, to }) => known.has(from) && known.has(to));
	const bare = { things, links, notNow: await notNowIn(db, journey) };
	const gaps = gapsIn(bare);
	return { ...bare, things: things.map((thing) => ({ ...thing, gap: gaps.get(thing.id) ?? null })) };
}

/** The steps of the run-sheet: of one that was taken out nothing is on any screen (D11). */
function stepsIn(db: Query, journey: string): Promise<{ id: string; kind: string; name: string }[]> {
	return db
		.selectFrom('step')
		.select(['id', 'kind', 'name'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.execute();
}

type Steps = Awaited<ReturnType<typeof stepsIn>>;

/** Their names by id, without those that this person may not look into now. */
async function seenBy(db: Query, journey: string, seat: Seat, steps: Steps): Promise<Map<string, string>> {
	const isEmbargoed = mayFacilitate(seat) ? () => false : await embargoOf(db, journey);
	return new Map(steps.filter(({ kind }) => !isEmbargoed(kind)).map(({ id, name }) => [id, name]));
}

type Bare = Omit<ThreadThing, 'gap'>;

async function harvestedIn(
	db: Query,
	journey: string,
	steps: Steps,
	seen: ReadonlyMap<string, string>
): Promise<Bare[]> {
	const inSheet = new Set(steps.map(({ id }) => id));
	const harvest = (await harvestOfJourney(db, journey)).filter(({ step }) => inSheet.has(step));
	return harvest.map(({ id, kind, name, step, texts }) => ({
		id,
		kind,
		name,
		says: texts.vision ?? texts.meaning ?? texts.what ?? texts.text ?? '',
		step: seen.get(step) ?? '',
		organisation: null
	}));
}

/** The cards on the tables of these steps. */
async function cardsOf(db: Query, journey: string, seen: ReadonlyMap<string, string>): Promise<Bare[]> {
	const cards = await db
		.selectFrom('card')
		.innerJoin('step', 'step.id', 'card.step_id')
		.select(['card.id', 'card.text', 'card.step_id', 'card.organisation_id as organisation'])
		.where('step.journey_id', '=', journey)
		.where('card.hidden_at', 'is', null)
		.orderBy('step.position')
		.orderBy('card.shuffle')
		.execute();
	return cards.flatMap(({ id, text, step_id, organisation }) => {
		const step = seen.get(step_id);
		return step === undefined ? [] : [{ id, kind: 'card', name: text, says: '', step, organisation }];
	});
}

/** Solutions that are "niet nu"; one whose reason was taken back is undecided again (Z13). */
async function notNowIn(db: Query, journey: string): Promise<Set<string>> {
	const rows = await db
		.selectFrom('not_now')
		.innerJoin('step', 'step.id', 'not_now.step_id')
		.select('not_now.solution_id as id')
		.where('step.journey_id', '=', journey)
		.where('not_now.ended_at', 'is', null)
		.execute();
	return new Set(rows.map(({ id }) => id));
}

async function linksOf(db: Query, journey: string): Promise<{ from: string; to: string }[]> {
	const between = await db
		.selectFrom('harvest_link')
		.innerJoin('harvest', 'harvest.id', 'harvest_link.from_id')
		.select(['from_id as from', 'to_id as to'])
		.where('harvest.journey_id', '=', journey)
		.execute();
	const toCards = await db
		.selectFrom('harvest_card')
		.innerJoin('harvest', 'harvest.id', 'harvest_card.harvest_id')
		.select(['harvest_id as from', 'card_id as to'])
		.where('harvest.journey_id', '=', journey)
		.execute();
	return [...between, ...toCards];
}
