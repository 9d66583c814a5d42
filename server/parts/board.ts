import { tidy } from '#domain/text.ts';
import { readBoard, type BoardView } from '#wire/board.ts';
import type { Query } from '../db/open.ts';
import type { Ground } from '../ground.ts';

/** What lies where on the board of a step, as everyone at the table may see it. */
export function boardOf(ground: Ground, step: string): Promise<BoardView> {
	return ground.sync.read({ kind: 'board', step }, readBoard);
}

/**
 * Writes down in rows how the board lies: groups, and which card is in which. Dots, the harvest and exports read
 * rows only. A group that is gone keeps its row, so that its dots come back when it does (W7).
 */
export async function settleBoard(tx: Query, ground: Ground, step: string, now: number): Promise<void> {
	const board = await boardOf(ground, step);
	await settleGroups(tx, step, board, now);
	await settlePlaces(tx, step, board);
}

async function settleGroups(tx: Query, step: string, board: BoardView, now: number): Promise<void> {
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
async function settlePlaces(tx: Query, step: string, board: BoardView): Promise<void> {
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
