import * as v from 'valibot';
import { harvestFields, inLines } from '#domain/parts/harvest/harvest.ts';
import { checkLine, tidyLines, type Checked } from '#domain/text/text.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import { writtenAt } from '#server/parts/harvest/harvest.ts';
import { keepTexts } from '#server/parts/harvest/texts.ts';

/** Visible characters in a text that a facilitator amends. */
const textLimit = 2000;

export const amend = stepAct({
	name: 'amend',
	who: 'facilitators',
	when: { opens: ['consent'], else: 'consent-not-open' },
	input: v.object({ harvest: v.string(), field: v.string(), text: v.string(), was }),
	/**
	 * Another text, which asks everybody again (I1). Its counter-act is amending it back. The board follows the row: while
	 * organisations consent nobody writes there (I13).
	 */
	async run(tx, at, { harvest, field, ...given }) {
		const { step } = at;
		const item = (await writtenAt(tx, step)).find(({ id }) => id === harvest);
		if (!item || !harvestFields[item.kind].includes(field)) return refused('harvest-gone');
		const about = { subject: harvest, acts: ['amend'], of: { field } };
		const edit = await editing(tx, at, given, { text: item.texts[field] ?? '' }, about);
		if (!edit.ok) return edit;
		const checked = checkText(field, edit.fields.text);
		if (!checked.ok) return refused(checked.reason, 'text');
		if (checked.text === (item.texts[field] ?? '')) return unchanged();
		await keepTexts(tx, item, { ...item.texts, [field]: checked.text });
		return changed({ audit: { subject: harvest, detail: { field } }, project: [step.id] });
	}
});

/** A text of a harvest as it is kept: on one line, or where it is a list on several. */
function checkText(field: string, raw: string): Checked {
	const checked = checkLine(raw, textLimit);
	return checked.ok && inLines.has(field) ? { ok: true, text: tidyLines(raw) } : checked;
}
