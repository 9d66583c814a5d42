import * as v from 'valibot';
import { tableSize } from '#domain/journey/tables.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { clearTables, drawTablesOf, tablesOf } from '#server/journey/seating.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// Who sits with whom in a step (D6, D7). `drawn` is when the tables that the facilitator saw were drawn, or '' where
// there were none: a double click draws once.

const input = v.object({ drawn: v.string() });

const draw = stepAct({
	name: 'draw-tables',
	who: 'facilitators',
	input,
	/** Draws of everybody who is there. */
	async run(tx, { context, step }, { drawn }) {
		if (tableSize(step.form) === null) return refused('no-tables');
		if (drawn !== (await drawnAt(tx, step))) return unchanged();
		const tables = await drawTablesOf(tx, context, step);
		return tables > 0
			? changed({ audit: { subject: step.id, detail: { tables } } })
			: refused('too-few-for-tables');
	}
});

const clear = stepAct({
	name: 'clear-tables',
	who: 'facilitators',
	input,
	/** The counter-act: nobody has a table any more. */
	async run(tx, { step }, { drawn }) {
		if (drawn === '' || drawn !== (await drawnAt(tx, step))) return unchanged();
		await clearTables(tx, step.id);
		return changed({ audit: { subject: step.id } });
	}
});

export const tableActs = { drawTables: draw, clearTables: clear };

const drawnAt = async (tx: Query, step: StepRow) => String((await tablesOf(tx, step))?.drawnAt ?? '');
