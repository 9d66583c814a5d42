import { kindOf } from '#domain/kinds/kinds.ts';
import type { Context } from '#server/app/context.ts';
import { takesNothing, type Query } from '#server/db/open.ts';
import { persistStep } from '#server/documents/persistence.ts';
import { stepOnSheet, type StepRow } from '#server/journey/step-rows.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import { dotsState, groupsOf } from '#server/parts/dots/dots.ts';
import { harvestOf } from '#server/parts/harvest/harvest.ts';
import { csvOf, type Cell } from './csv.ts';
import type { StepExport } from './shapes.ts';

/**
 * One step of the run-sheet (D11) as far as it was revealed, or null. What lies in its documents is written down in rows
 * first; on a disk that takes nothing it is as it was last written down (P10).
 */
export async function exportStep(context: Context, journey: string, id: string): Promise<StepExport | null> {
	const { db, log } = context;
	const step = await stepOnSheet(db, journey, id);
	if (!step) return null;
	await persistStep(context, step).catch((error: unknown) => {
		if (!takesNothing(error)) throw error;
		log.error({ error, step: id }, 'an export has a board as it was last written down');
	});
	const { name } = await db
		.selectFrom('journey')
		.select('name')
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	const rows = await cardsOf(db, step.id);
	const groups = await groupsOf(db, step.id);
	const titles = new Map(groups.map((group) => [group.id, group.title]));
	return {
		journey: name,
		step: { name: step.name, question: step.question, kind: step.kind, stage: step.stage },
		cards: cardsIn(step, rows, titles),
		groups: await groupsIn(db, step, groups, rows),
		harvest: await harvestIn(db, step.id)
	};
}

/** One line for each card. `columns` are the headings, in the reader's language. Opens in a spreadsheet as it is. */
export function stepCsv({ cards, groups, harvest }: StepExport, columns: CardColumns): string {
	return csvOf([Object.values(columns), ...cardRows({ cards, groups, harvest })]);
}

export interface CardColumns {
	prompt: string;
	card: string;
	organisation: string;
	group: string;
	on: string;
	dots: string;
	share: string;
	harvest: string;
}

/** A share is told in four decimals. */
const shareParts = 10_000;

const shareOf = (group: StepExport['groups'][number] | undefined): number | null =>
	group ? group.share && Math.round(group.share * shareParts) / shareParts : null;

/** The cells of each card, in the order of `CardColumns`. */
export function cardRows({
	cards,
	groups,
	harvest
}: Pick<StepExport, 'cards' | 'groups' | 'harvest'>): Cell[][] {
	const byId = new Map(groups.map((group) => [group.id, group]));
	return cards.map((card) => {
		const group = card.groupId === null ? undefined : byId.get(card.groupId);
		return [
			card.prompt,
			card.text,
			card.organisation,
			card.group,
			card.on,
			group?.dots ?? null,
			shareOf(group),
			harvest.find((item) => item.cards.includes(card.id))?.name ?? null
		];
	});
}

const cardsOf = (db: Query, step: string) =>
	db
		.selectFrom('card')
		.leftJoin('organisation', 'organisation.id', 'card.organisation_id')
		.select([
			'card.id',
			'card.prompt',
			'card.text',
			'organisation.name as organisation',
			'card.group_id as group',
			'card.on_card_id as on',
			'card.entered_by as enteredBy',
			'card.confirmed_at as confirmedAt',
			'card.revealed_at as revealedAt'
		])
		.where('card.step_id', '=', step)
		.where('card.hidden_at', 'is', null)
		.orderBy('card.shuffle')
		.execute();

type CardRows = Awaited<ReturnType<typeof cardsOf>>;

function cardsIn(step: StepRow, rows: CardRows, titles: ReadonlyMap<string, string>): StepExport['cards'] {
	const asksCards = kindOf(step.kind).stages.some((stage) => stage.opens === 'cards');
	const prompts = new Map(asksCards ? promptsOf(step).map(({ id, text }) => [id, text]) : []);
	const texts = new Map(rows.map((card) => [card.id, card.text]));
	return rows.map((card) => ({
		id: card.id,
		prompt: prompts.get(card.prompt) ?? '',
		text: card.text,
		organisation: card.organisation,
		group: card.group === null ? null : (titles.get(card.group) ?? null),
		groupId: card.group !== null && titles.has(card.group) ? card.group : null,
		on: card.on === null ? null : (texts.get(card.on) ?? null),
		onBehalf: card.enteredBy !== null && card.confirmedAt === null,
		revealedAt: new Date(card.revealedAt).toISOString()
	}));
}

async function groupsIn(
	db: Query,
	step: StepRow,
	groups: readonly { id: string; title: string }[],
	cards: CardRows
): Promise<StepExport['groups']> {
	const { totals } = await dotsState(db, step);
	return groups.map((group) => {
		const total = totals?.find((t) => t.group === group.id);
		return {
			...group,
			cards: cards.filter((card) => card.group === group.id).length,
			dots: total?.dots ?? null,
			share: total?.share ?? null
		};
	});
}

async function harvestIn(db: Query, step: string): Promise<StepExport['harvest']> {
	const lineage = await db
		.selectFrom('harvest_card')
		.innerJoin('harvest', 'harvest.id', 'harvest_card.harvest_id')
		.innerJoin('card', 'card.id', 'harvest_card.card_id')
		.select(['harvest.id', 'harvest_card.card_id as card'])
		.where('harvest.step_id', '=', step)
		.where('card.hidden_at', 'is', null)
		.execute();
	return (await harvestOf(db, step)).map(({ id, kind, name, texts }) => ({
		id,
		kind,
		name,
		texts,
		cards: lineage.filter((l) => l.id === id).map((l) => l.card)
	}));
}
