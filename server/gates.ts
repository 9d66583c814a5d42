import { neighbour } from '#domain/kinds.ts';
import type { Missing } from '#wire/facts.ts';
import type { Query } from './db/open.ts';
import type { Ground } from './ground.ts';
import type { StepRow } from './kinds.ts';

// Gates: what must be there before a stage may begin, and who opened one all the same (G-rules).

/** What keeps the next stage of a step closed now; nothing, when a facilitator opened it with a reason. */
export async function gateOf(db: Query, step: StepRow, ground: Ground): Promise<Missing[]> {
	const next = neighbour(step.kind, step.stage, 1);
	if (!next) return [];
	const missing = (await ground.kinds.get(step.kind)?.gate?.(db, step, next.name)) ?? [];
	if (missing.length === 0) return [];
	const opened = await db
		.selectFrom('gate_opening')
		.select('at')
		.where('step_id', '=', step.id)
		.where('stage', '=', next.name)
		.executeTakeFirst();
	return opened ? [] : missing;
}
