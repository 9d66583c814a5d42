import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import { boardDocument, readBoard, type BoardView } from '#wire/parts/board/board.ts';
import type { Documents } from '#server/acts/documents.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { persistBoard } from '#server/parts/board/board.ts';
import { ensureBoard } from './projection.ts';
import { persistTexts, readTexts, type WrittenTexts } from '#server/parts/harvest/texts.ts';

// The board of a step as it lies: read first, and then written down in rows, which are what dots, exports and later
// steps read.

export interface TableDocuments {
	board: BoardView;
	texts: WrittenTexts;
}

/** Null where the stage shows no board. */
export function readTable(context: Context, step: StepRow): Promise<TableDocuments | null> {
	if (!showsBoard(stageOf(step.kind, step.stage).opens)) return Promise.resolve(null);
	return context.sync.read(boardDocument(step.id), (doc) => ({
		board: readBoard(doc),
		texts: readTexts(doc)
	}));
}

/** For acts that go by what lies on the board now: nobody moves anything until they are over. */
export async function tableDocuments(
	context: Context,
	step: StepRow
): Promise<Documents<TableDocuments | null>> {
	await ensureBoard(context, step);
	return { held: [boardDocument(step.id)], read: () => readTable(context, step) };
}

/** Changes nothing when it is there already. */
export async function persistTable(
	tx: Query,
	step: StepRow,
	read: TableDocuments | null,
	now: number
): Promise<void> {
	if (!read) return;
	await persistBoard(tx, step.id, read.board, now);
	await persistTexts(tx, step, read.texts);
}
