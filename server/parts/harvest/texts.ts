import * as Y from 'yjs';
import { harvestFields, inLines, nameOf } from '#domain/parts/harvest/harvest.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { tidy, tidyLines } from '#domain/text/text.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { writtenAt, type Harvested } from './harvest.ts';

// The texts of a harvest: written together on the board, kept in rows. While organisations consent to them they stand
// still: then the rows lead, which only an amendment changes (I13), and the board follows them.

/** By `<harvest id>.<field>`, tidied. */
export type WrittenTexts = ReadonlyMap<string, string>;

export function readTexts(doc: Y.Doc): WrittenTexts {
	const texts = doc.getMap<Y.Text>('texts');
	return new Map([...texts].map(([key, text]) => [key, tidied(key, text.toString())]));
}

const tidied = (key: string, text: string): string =>
	(inLines.has(key.slice(key.indexOf('.') + 1)) ? tidyLines : tidy)(text);

const standStill = (step: StepRow): boolean => stageOf(step.kind, step.stage).opens === 'consent';

/** Writes the texts of the board into the rows. Rows are what exports and later steps read. */
export async function persistTexts(tx: Query, step: StepRow, written: WrittenTexts): Promise<void> {
	if (standStill(step)) return;
	for (const item of await writtenAt(tx, step)) {
		const texts = harvestFields[item.kind].map((field) => [
			field,
			written.get(`${item.id}.${field}`) ?? item.texts[field] ?? ''
		]);
		await keepTexts(tx, item, Object.fromEntries(texts) as Record<string, string>);
	}
}

/** In the rows, with the name that follows from them. Writes nothing when they are the same. */
export async function keepTexts(
	tx: Query,
	{ id, kind, name, texts: before }: Harvested,
	texts: Record<string, string>
): Promise<void> {
	if (JSON.stringify(texts) === JSON.stringify(before) && name === nameOf(kind, texts)) return;
	await tx
		.updateTable('harvest')
		.set({ texts: JSON.stringify(texts), name: nameOf(kind, texts) })
		.where('id', '=', id)
		.execute();
}

/** Gives each its texts on the board, made by the server alone so that two people never make them twice. */
export function projectTexts(context: Context, step: StepRow): Promise<void> {
	// One at a time: who read the rows before an amendment must not bring the old text back after it.
	return context.runExclusive(`board ${step.id}`, async () => {
		const items = await writtenAt(context.db, step);
		if (items.length === 0) return;
		await context.sync.change(boardDocument(step.id), (doc) => {
			const texts = doc.getMap<Y.Text>('texts');
			for (const { id, kind, texts: kept } of items)
				for (const field of harvestFields[kind]) {
					const [key, text] = [`${id}.${field}`, kept[field] ?? ''];
					const there = texts.get(key);
					if (!there) texts.set(key, new Y.Text(text));
					else if (standStill(step) && tidied(key, there.toString()) !== tidied(key, text))
						replace(there, text);
				}
		});
	});
}

/** Puts another text in the place of one on the board. Safe to repeat. */
export async function replaceText(context: Context, step: string, key: string, text: string): Promise<void> {
	await context.sync.change(boardDocument(step), (doc) => {
		const kept = doc.getMap<Y.Text>('texts').get(key);
		if (kept && kept.toString() !== text) replace(kept, text);
	});
}

function replace(there: Y.Text, text: string): void {
	there.delete(0, there.length);
	there.insert(0, text);
}
