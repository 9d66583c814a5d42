import * as v from 'valibot';
import { harvestMost } from '#domain/bounds.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import { restsOn } from '#domain/parts/harvest/harvest.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { persistStepBoard, stepBoardDocuments, type StepBoard } from '#server/documents/step-board.ts';
import { groupsOf } from '#server/parts/dots/dots.ts';
import { harvestIn, writtenAt } from './harvest.ts';
import { insertHarvest, linkCards } from './insert.ts';

/** What a pen on the texts of a harvest may, acts on what was harvested may too (A4, A6, A14). */
export const whileTexts = {
	opens: ['texts'],
	else: 'harvest-not-open',
	unlocked: true,
	unleft: true
} as const;

export const link = stepAct({
	name: 'link',
	who: 'participants',
	when: whileTexts,
	input: v.object({ from: v.string(), to: v.string(), on: v.picklist(['yes', 'no']) }),
	/** Says what something rests on (H5): a theme on a value. `on` says how it shall be, so that a double click changes nothing. */
	async run(tx, { step, now }, { from, to, on }) {
		const mine = (await writtenAt(tx, step)).find((item) => item.id === from);
		if (!mine) return refused('harvest-gone');
		const theirs = await harvestIn(tx, step.journey_id, restsOn[mine.kind]);
		if (!theirs.some((item) => item.id === to)) return refused('link-unknown');
		const is = await isLinked(tx, from, to);
		if (is === (on === 'yes')) return unchanged();
		if (is) await tx.deleteFrom('harvest_link').where('from_id', '=', from).where('to_id', '=', to).execute();
		else await tx.insertInto('harvest_link').values({ from_id: from, to_id: to, at: now }).execute();
		return changed();
	}
});

const harvestGroup = stepAct({
	name: 'harvest',
	who: 'facilitators',
	when: { opens: ['dots', 'texts'], else: 'harvest-not-open' },
	input: v.object({ group: v.string() }),
	/** A group becomes what its step harvests, with the cards that it came from (H1, H2). Doing it twice changes nothing. */
	async run(tx, at, { group }) {
		const { step } = at;
		const { harvest: kind } = kindOf(step.kind);
		if (!kind) return refused('harvest-not-open');
		const found = (await groupsOf(tx, step.id)).find((g) => g.id === group);
		if (!found) return refused('group-gone');
		const there = await harvestOfGroup(tx, step.id, group);
		const id = there?.id ?? newId();
		if (there) await tx.updateTable('harvest').set({ dropped_at: null }).where('id', '=', id).execute();
		else if (await isFull(tx, 'harvest.step_id', at.step.id, harvestMost)) return refused('too-many');
		else await insertHarvest(tx, at, { id, kind, group, texts: { name: found.title } });
		await linkCards(tx, step.id, id, group);
		if (there?.dropped_at === null) return unchanged();
		return changed({ audit: { subject: id, detail: { kind, group } }, project: [step.id] });
	}
});

const dropHarvest = stepAct({
	name: 'drop-harvest',
	who: 'facilitators',
	input: v.object({ harvest: v.string() }),
	documents: ({ context, step }) => stepBoardDocuments(context, step),
	/** The counter-act: it is not harvested now. Row, texts and lineage stay, and come back with `harvestGroup` (H3). */
	async run(tx, { step, now }, { harvest }, read: StepBoard | null) {
		await persistStepBoard(tx, step, read, now);
		const dropped = await tx
			.updateTable('harvest')
			.set({ dropped_at: now })
			.where('id', '=', harvest)
			.where('step_id', '=', step.id)
			.where('dropped_at', 'is', null)
			.executeTakeFirst();
		if (!dropped.numUpdatedRows) return refused('harvest-gone');
		return changed({ audit: { subject: harvest } });
	}
});

export const harvestActs = { harvestGroup, dropHarvest, link };

async function isLinked(tx: Query, from: string, to: string): Promise<boolean> {
	const row = await tx
		.selectFrom('harvest_link')
		.select('from_id')
		.where('from_id', '=', from)
		.where('to_id', '=', to)
		.executeTakeFirst();
	return row !== undefined;
}

function harvestOfGroup(tx: Query, step: string, group: string) {
	return tx
		.selectFrom('harvest')
		.select(['id', 'dropped_at'])
		.where('step_id', '=', step)
		.where('group_id', '=', group)
		.executeTakeFirst();
}
