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
export async function settleBoard(db: Query, ground: Ground, step: string, now: number): Promise<void> {
	const board = await boardOf(ground, step);
	await db
		.updateTable('card_group')
		.set({ gone_at: now })
		.where('step_id', '=', step)
		.where('gone_at', 'is', null)
		.where('id', 'not in', [...board.groups.map((g) => g.id), ''])
		.execute();
	for (const [index, group] of board.groups.entries()) {
		const row = { title: group.title, position: index + 1, gone_at: null };
		await db
			.insertInto('card_group')
			.values({ id: group.id, step_id: step, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'id']).doUpdateSet(row))
			.execute();
	}
	const lies = [
		...board.loose.map((card) => ({ card, group: null })),
		...board.groups.flatMap((group) => group.cards.map((card) => ({ card, group: group.id })))
	];
	for (const { card, group } of lies) {
		await place(db, step, card.id, group, null);
		for (const under of card.under) await place(db, step, under.id, group, card.id);
	}
}

async function place(db: Query, step: string, card: string, group: string | null, on: string | null): Promise<void> {
	await db
		.updateTable('card')
		.set({ group_id: group, on_card_id: on })
		.where('id', '=', card)
		.where('step_id', '=', step)
		.execute();
}
