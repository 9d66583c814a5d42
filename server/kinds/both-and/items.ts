import * as v from 'valibot';
import { linesMost } from '#domain/bounds.ts';
import { itemLimit, quadrants } from '#domain/kinds/both-and/tension.ts';
import { checkLine } from '#domain/text/text.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import { madeId } from '#server/documents/values.ts';
import { tensionIn } from './rows.ts';
import { speaksFor } from './speaking.ts';
import { whileMapping } from './stages.ts';

// What stands in the four quadrants of a tension.

const addItem = stepAct({
	name: 'add-item',
	who: 'participants',
	when: whileMapping,
	input: v.object({
		id: madeId,
		tension: v.string(),
		quadrant: v.picklist(quadrants),
		text: v.string(),
		organisation: v.optional(v.string())
	}),
	/** The organisation is kept, never the person (M9). */
	async run(tx, at, { id, tension, quadrant, text, organisation }) {
		const checked = checkLine(text, itemLimit);
		if (!checked.ok) return refused(checked.reason, 'text');
		if (!(await tensionIn(tx, at.step.id, tension))) return refused('harvest-gone');
		if (await isFull(tx, 'tension_item.tension_id', tension, linesMost)) return refused('too-many', 'text');
		const added = await tx
			.insertInto('tension_item')
			.values({
				id,
				tension_id: tension,
				quadrant,
				text: checked.text,
				organisation_id: await speaksFor(tx, at, organisation),
				at: at.now,
				removed_at: null
			})
			.onConflict((oc) => oc.doNothing())
			.executeTakeFirst();
		return added.numInsertedOrUpdatedRows ? changed() : unchanged();
	}
});

/** Off the map for everyone; its row stays. A tension that was dropped comes back as it was (M10). */
const removing = (name: string, isRemoved: boolean) =>
	stepAct({
		name,
		who: 'participants',
		when: whileMapping,
		input: v.object({ id: v.string() }),
		async run(tx, { step, now }, { id }) {
			const found = await tx
				.selectFrom('tension_item')
				.innerJoin('harvest', 'harvest.id', 'tension_item.tension_id')
				.select(['tension_item.removed_at', 'harvest.dropped_at'])
				.where('tension_item.id', '=', id)
				.where('harvest.step_id', '=', step.id)
				.executeTakeFirst();
			if (!found) return refused('item-gone');
			if (found.dropped_at !== null) return refused('harvest-gone');
			if ((found.removed_at !== null) === isRemoved) return unchanged();
			await tx
				.updateTable('tension_item')
				.set({ removed_at: isRemoved ? now : null })
				.where('id', '=', id)
				.execute();
			return changed();
		}
	});

export const itemActs = {
	addItem,
	removeItem: removing('remove-item', true),
	bringBackItem: removing('bring-back-item', false)
};
