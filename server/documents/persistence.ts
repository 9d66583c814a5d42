import { idsIn } from '#wire/documents.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import type { Context } from '#server/app/context.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { WrittenTexts } from '#server/sync/live-document.ts';
import { ensureBoard } from './projection.ts';
import { persistStepBoard, readStepBoard } from './step-board.ts';
import { createTextWriters } from './text-writers.ts';

/** What people do on a board is in the rows so soon after, ms: also what they did in the last second before a lock. */
const persistAfter = 1000;

/** Writes down how the board of a step lies now. The document is read before the transaction. */
export async function persistStep(context: Context, step: StepRow): Promise<void> {
	await ensureBoard(context, step);
	const read = await readStepBoard(context, step);
	if (!read) return;
	await context.db.transaction().execute(async (tx) => {
		const now = await tx.selectFrom('step').select('stage').where('id', '=', step.id).executeTakeFirst();
		// Who moved it meanwhile wrote it down, and rows may have changed since.
		if (now?.stage === step.stage) await persistStepBoard(tx, step, read, context.now());
	});
}

/**
 * Writes down in rows what lies in the document of a board, a moment after it changed. Rows are what dots, exports
 * and later steps read, and what is left when the documents are lost (H4).
 */
export function createPersistence(context: Context, persisted: (journey: string) => void) {
	const waiting = new Map<string, NodeJS.Timeout>();
	const writers = createTextWriters(context);

	async function persist(step: string): Promise<void> {
		clearTimeout(waiting.get(step));
		waiting.delete(step);
		const row = await context.db.selectFrom('step').selectAll().where('id', '=', step).executeTakeFirst();
		if (!row) return;
		const written = writers.take(step);
		try {
			await persistStep(context, row);
			await writers.audit(row, written);
		} catch (error) {
			writers.putBack(step, written);
			throw error;
		}
		persisted(row.journey_id);
	}

	/** The document still has it, and the next change or change of stage writes it down. */
	const trouble = (step: string, error: unknown) =>
		context.log.error({ error, step }, 'a board was not written down');

	return {
		/** Something changed in this document, and in which of its texts who wrote. */
		soon(document: string, written: WrittenTexts): void {
			const [step] = idsIn(boardDocument, document) ?? [];
			if (step === undefined) return;
			writers.wrote(step, written);
			if (waiting.has(step)) return;
			waiting.set(
				step,
				setTimeout(() => void persist(step).catch((error: unknown) => trouble(step, error)), persistAfter)
			);
		},
		/** Writes down at once what waits. */
		async now(): Promise<void> {
			for (const step of [...waiting.keys()])
				await persist(step).catch((error: unknown) => trouble(step, error));
		}
	};
}
