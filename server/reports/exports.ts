import { kindOf } from '#domain/kinds/kinds.ts';
import { csvOf } from './csv.ts';
import { stepIn } from '#server/journey/step-rows.ts';
import type { Context } from '#server/app/context.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import { dotsState } from '#server/parts/dots/dots.ts';
import { harvestOf } from '#server/parts/harvest/harvest.ts';

/** Everything of a step that was revealed, at any moment; no unrevealed card, no hidden one, no author (E1–E3). */
export interface StepExport {
	journey: string;
	step: { name: string; question: string; kind: string; stage: string };
	cards: {
		id: string;
		prompt: string;
		text: string;
		organisation: string | null;
		/** Title of its group; the id beside it, because two groups may have one title. */
		group: string | null;
		groupId: string | null;
		/** Text of the card that it lies on. */
		on: string | null;
		onBehalf: boolean;
		revealedAt: string;
	}[];
	groups: { id: string; title: string; cards: number; dots: number | null; share: number | null }[];
	harvest: { id: string; kind: string; name: string; texts: Record<string, string>; cards: string[] }[];
}

export function openExports(context: Context) {
	const { db } = context;

	async function read(journey: string, id: string): Promise<StepExport | null> {
		const step = await stepIn(db, journey, id);
		if (!step) return null;
		// Rows are what exports read; first what lies in the documents is written down as it is now.
		await db.transaction().execute(async (tx) => context.kinds.get(step.kind)?.persist?.(tx, context, step));
		const { name } = await db
			.selectFrom('journey')
			.select('name')
			.where('id', '=', journey)
			.executeTakeFirstOrThrow();
		const prompts = new Map(
			kindOf(step.kind).stages.some((s) => s.opens === 'cards')
				? promptsOf(step).map((p) => [p.id, p.text])
				: []
		);
		const cards = await db
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
			.where('card.step_id', '=', step.id)
			.where('card.hidden_at', 'is', null)
			.orderBy('card.shuffle')
			.execute();
		const groups = await db
			.selectFrom('card_group')
			.select(['id', 'title'])
			.where('step_id', '=', step.id)
			.where('gone_at', 'is', null)
			.orderBy('position')
			.execute();
		const titles = new Map(groups.map((group) => [group.id, group.title]));
		const texts = new Map(cards.map((card) => [card.id, card.text]));
		const { totals } = await dotsState(db, step);
		const lineage = await db
			.selectFrom('harvest_card')
			.innerJoin('harvest', 'harvest.id', 'harvest_card.harvest_id')
			.select(['harvest.id', 'harvest_card.card_id as card'])
			.where('harvest.step_id', '=', step.id)
			.execute();
		return {
			journey: name,
			step: { name: step.name, question: step.question, kind: step.kind, stage: step.stage },
			cards: cards.map((card) => ({
				id: card.id,
				prompt: prompts.get(card.prompt) ?? '',
				text: card.text,
				organisation: card.organisation,
				group: card.group === null ? null : (titles.get(card.group) ?? null),
				groupId: card.group !== null && titles.has(card.group) ? card.group : null,
				on: card.on === null ? null : (texts.get(card.on) ?? null),
				onBehalf: card.enteredBy !== null && card.confirmedAt === null,
				revealedAt: new Date(card.revealedAt).toISOString()
			})),
			groups: groups.map((group) => {
				const total = totals?.find((t) => t.group === group.id);
				return {
					...group,
					cards: cards.filter((card) => card.group === group.id).length,
					dots: total?.dots ?? null,
					share: total?.share ?? null
				};
			}),
			harvest: (await harvestOf(db, step.id)).map(({ id, kind, name, texts }) => ({
				id,
				kind,
				name,
				texts,
				cards: lineage.filter((l) => l.id === id).map((l) => l.card)
			}))
		};
	}

	return {
		json: read,

		/** One line for each card. `columns` are the headings, in the reader's language. Opens in a spreadsheet as it is. */
		async csv(
			journey: string,
			id: string,
			columns: {
				prompt: string;
				card: string;
				organisation: string;
				group: string;
				on: string;
				dots: string;
				share: string;
				harvest: string;
			}
		): Promise<string | null> {
			const found = await read(journey, id);
			if (!found) return null;
			const groups = new Map(found.groups.map((group) => [group.id, group]));
			const rows = found.cards.map((card) => {
				const group = card.groupId === null ? undefined : groups.get(card.groupId);
				return [
					card.prompt,
					card.text,
					card.organisation ?? '',
					card.group ?? '',
					card.on ?? '',
					group?.dots ?? '',
					group?.share === null || group?.share === undefined ? '' : group.share.toFixed(4),
					found.harvest.find((item) => item.cards.includes(card.id))?.name ?? ''
				];
			});
			return csvOf([Object.values(columns), ...rows]);
		}
	};
}

export type Exports = ReturnType<typeof openExports>;
