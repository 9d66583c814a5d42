import { tidy } from '#domain/text/text.ts';
import type * as Y from 'yjs';
import {
	boardDocument,
	readBoard,
	type BoardCard,
	type BoardGroup,
	type BoardPlace,
	type BoardView
} from '#wire/parts/board/board.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import type { Context } from '#server/app/context.ts';

/** What lies where on the board of a step, as everyone at the table may see it. */
export function boardOf(context: Context, step: string): Promise<BoardView> {
	return context.sync.read(boardDocument(step), readBoard);
}

/**
 * Writes down in rows how the board lies: groups, and which card is in which. Dots, the harvest and exports read
 * rows only. A group that is gone keeps its row, so that its dots come back when it does (W7).
 */
export async function persistBoard(tx: Query, step: string, board: BoardView, now: number): Promise<void> {
	await persistGroups(tx, step, board, now);
	await persistPlaces(tx, step, board);
}

async function persistGroups(tx: Query, step: string, board: BoardView, now: number): Promise<void> {
	const rows = await tx.selectFrom('card_group').selectAll().where('step_id', '=', step).execute();
	const before = new Map(rows.map((row) => [row.id, row]));
	for (const [index, { id, title }] of board.groups.entries()) {
		const row = { title: tidy(title), position: index + 1, gone_at: null };
		const was = before.get(id);
		before.delete(id);
		if (was && was.title === row.title && was.position === row.position && was.gone_at === null) continue;
		await tx
			.insertInto('card_group')
			.values({ id, step_id: step, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'id']).doUpdateSet(row))
			.execute();
	}
	for (const { id, gone_at } of before.values())
		if (gone_at === null)
			await tx
				.updateTable('card_group')
				.set({ gone_at: now })
				.where('step_id', '=', step)
				.where('id', '=', id)
				.execute();
}

/** A hidden card is on no board and keeps its place. */
async function persistPlaces(tx: Query, step: string, board: BoardView): Promise<void> {
	const rows = await tx
		.selectFrom('card')
		.select(['id', 'group_id', 'on_card_id'])
		.where('step_id', '=', step)
		.execute();
	const before = new Map(rows.map((row) => [row.id, row]));
	const piles = [
		...board.loose.map((card) => ({ card, group: null })),
		...board.groups.flatMap((group) => group.cards.map((card) => ({ card, group: group.id })))
	];
	for (const { card, group } of piles) {
		for (const [id, on] of [
			[card.id, null] as const,
			...card.under.map((under) => [under.id, card.id] as const)
		]) {
			const was = before.get(id);
			if (!was || (was.group_id === group && was.on_card_id === on)) continue;
			await tx.updateTable('card').set({ group_id: group, on_card_id: on }).where('id', '=', id).execute();
		}
	}
}

/** Makes the board hold exactly the cards that may be seen. Rows decide; repeating it changes nothing. */
export function projectBoard(context: Context, step: string): Promise<void> {
	// One at a time: who read the rows before a card was hidden must not bring it back after.
	return context.runExclusive(`board ${step}`, async () => {
		const { db } = context;
		const rows = await db
			.selectFrom('card')
			.selectAll()
			.where('step_id', '=', step)
			.orderBy('shuffle')
			.execute();
		if (rows.length === 0) return;
		const isLost = await context.sync.read(boardDocument(step), isBlank);
		const groups = isLost ? await groupsOn(db, step) : [];
		await context.sync.change(boardDocument(step), (doc) => {
			if (isLost) projectGroups(doc, groups, rows);
			projectCards(doc, rows);
		});
	});
}

const groupsOn = (db: Query, step: string) =>
	db.selectFrom('card_group').selectAll().where('step_id', '=', step).where('gone_at', 'is', null).execute();

type CardRow = Database['card'];

/** Nothing was ever on it, or the document is lost; then it lies again as it was last written down. */
export const isBlank = (doc: Y.Doc) =>
	['cards', 'groups', 'place'].every((root) => doc.getMap(root).size === 0);

function projectGroups(doc: Y.Doc, groups: Database['card_group'][], rows: CardRow[]): void {
	for (const { id, title, position } of groups)
		doc.getMap<BoardGroup>('groups').set(id, { title, order: position * 1000 });
	for (const [index, { id, group_id: group, on_card_id: on }] of rows.entries())
		if (group !== null || on !== null)
			doc.getMap<BoardPlace>('place').set(id, { group, on, order: (index + 1) * 1000 });
}

function projectCards(doc: Y.Doc, rows: CardRow[]): void {
	const cards = doc.getMap<BoardCard>('cards');
	for (const row of rows) {
		const there = cards.get(row.id);
		if (row.hidden_at !== null) {
			if (there) cards.delete(row.id);
			continue;
		}
		const onBehalf = row.entered_by !== null && row.confirmed_at === null;
		const isSame =
			there?.organisation === row.organisation_id && there.order === row.shuffle && there.text === row.text;
		if (isSame && there.onBehalf === onBehalf) continue;
		cards.set(row.id, {
			text: row.text,
			prompt: row.prompt,
			organisation: row.organisation_id,
			order: row.shuffle,
			onBehalf
		});
	}
}
