import * as v from 'valibot';
import { harvestMost } from '#domain/bounds.ts';
import { decidePoles } from '#domain/kinds/both-and/tension.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { persistStepBoard, stepBoardDocuments, type StepBoard } from '#server/documents/step-board.ts';
import { createReading } from '#server/journey/reading.ts';
import { insertHarvest } from '#server/parts/harvest/insert.ts';
import { linkableTo } from '#server/parts/harvest/state.ts';
import { shownIn, tensionIn } from './rows.ts';
import { whileNaming } from './stages.ts';

// The list of tensions: proposed, taken off and brought back, and shown large.

const addTension = stepAct({
	name: 'harvest',
	who: 'participants',
	when: whileNaming,
	input: v.object({ id: madeId, poleA: v.string(), poleB: v.string(), theme: v.optional(v.string(), '') }),
	/** Two poles, and if they know the theme where it plays. The form makes the id, so that a replay names it once. */
	async run(tx, at, { id, poleA, poleB, theme }) {
		const named = decidePoles(poleA, poleB);
		if (!named.ok) return refused(named.reason, named.field);
		const there = await tx.selectFrom('harvest').select('step_id').where('id', '=', id).executeTakeFirst();
		if (there) return there.step_id === at.step.id ? unchanged() : refused('form-malformed', 'id');
		const themes = await linkableTo(createReading(tx, at.journey, at.now), 'tension');
		if (theme && !themes.some((item) => item.id === theme)) return refused('link-unknown', 'theme');
		if (await isFull(tx, 'harvest.step_id', at.step.id, harvestMost)) return refused('too-many', 'poleA');
		await insertHarvest(tx, at, { id, kind: 'tension', texts: { poleA: named.a, poleB: named.b } });
		if (theme)
			await tx.insertInto('harvest_link').values({ from_id: id, to_id: theme, at: at.now }).execute();
		return changed({ audit: { subject: id, detail: { kind: 'tension' } } });
	}
});

const dropTension = stepAct({
	name: 'drop-harvest',
	who: 'facilitators',
	input: v.object({ tension: v.string() }),
	documents: ({ context, step }) => stepBoardDocuments(context, step),
	/** Off the list; its row, texts and quadrants stay, and come back with `bringBackTension` (M10). */
	async run(tx, { step, now }, { tension }, read: StepBoard | null) {
		const found = await listed(tx, step.id, tension);
		if (!found) return refused('harvest-gone');
		if (found.dropped_at !== null) return unchanged();
		// What was written in the last second is in its row too, for what is off the list is written down no more.
		await persistStepBoard(tx, step, read, now);
		await setDropped(tx, tension, now);
		return changed({ audit: { subject: tension } });
	}
});

const bringBackTension = stepAct({
	name: 'bring-back-harvest',
	who: 'facilitators',
	input: v.object({ tension: v.string() }),
	async run(tx, { step }, { tension }) {
		const found = await listed(tx, step.id, tension);
		if (!found) return refused('harvest-gone');
		if (found.dropped_at === null) return unchanged();
		await setDropped(tx, tension, null);
		return changed({ audit: { subject: tension }, project: [step.id] });
	}
});

const showTension = stepAct({
	name: 'show-tension',
	who: 'facilitators',
	input: v.object({ tension: v.string() }),
	/** Large on the beamer: one tension, or with '' all of them. */
	async run(tx, { step }, { tension }) {
		if (tension !== '' && !(await tensionIn(tx, step.id, tension))) return refused('harvest-gone');
		const shown = tension || null;
		if (shown === shownIn(step)) return unchanged();
		const settings = JSON.stringify({ ...(JSON.parse(step.settings) as object), shown });
		await tx.updateTable('step').set({ settings }).where('id', '=', step.id).execute();
		return changed();
	}
});

export const tensionActs = { addTension, dropTension, bringBackTension, showTension };

/** On the list, or taken off it. */
function listed(tx: Query, step: string, id: string) {
	return tx
		.selectFrom('harvest')
		.select('dropped_at')
		.where('id', '=', id)
		.where('step_id', '=', step)
		.executeTakeFirst();
}

async function setDropped(tx: Query, id: string, at: number | null): Promise<void> {
	await tx.updateTable('harvest').set({ dropped_at: at }).where('id', '=', id).execute();
}
