import * as v from 'valibot';
import { totals, type Dot } from '#domain/parts/dots/dots.ts';
import type { GroupTotal } from '#wire/parts/dots/state.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// Weighing, for any kind that has it. The server counts; totals go to nobody before the facilitator closes (W5).

const dotSettings = v.object({ dotsEach: v.number(), dotsMost: v.number() });

export interface DotRules {
	each: number;
	most: number;
}

export function dotRules(step: Pick<StepRow, 'settings'>): DotRules {
	const { dotsEach, dotsMost } = v.parse(dotSettings, JSON.parse(step.settings));
	return { each: dotsEach, most: dotsMost };
}

export interface DotsState {
	closedAt: number | null;
	totals: GroupTotal[] | null;
	givers: number | null;
}

/** What may be known of the dots now: nothing but the rules, until the weighing is closed (W5). */
export async function dotsState(db: Query, step: StepRow): Promise<DotsState> {
	const closed = await closing(db, step.id);
	if (!closed) return { closedAt: null, totals: null, givers: null };
	const dots = await dotsOf(db, step.id);
	const groups = await groupsOf(db, step.id);
	const there = new Set(groups.map((g) => g.id));
	return {
		closedAt: closed.closed_at,
		totals: totals(dots, groups),
		givers: new Set(dots.filter((d) => there.has(d.group)).map((d) => d.participant)).size
	};
}

/** What this person gave, on groups that exist. */
export async function myDots(
	db: Query,
	step: string,
	participant: string
): Promise<{ group: string; dots: number }[]> {
	return db
		.selectFrom('dot')
		.innerJoin('card_group', (join) =>
			join.onRef('card_group.id', '=', 'dot.group_id').onRef('card_group.step_id', '=', 'dot.step_id')
		)
		.select(['dot.group_id as group', 'dot.dots'])
		.where('dot.step_id', '=', step)
		.where('dot.participant_id', '=', participant)
		.where('card_group.gone_at', 'is', null)
		.execute();
}

/** The groups of a step as they were when the board was last written down. */
export function groupsOf(db: Query, step: string): Promise<{ id: string; title: string }[]> {
	return db
		.selectFrom('card_group')
		.select(['id', 'title'])
		.where('step_id', '=', step)
		.where('gone_at', 'is', null)
		.orderBy('position')
		.execute();
}

async function dotsOf(db: Query, step: string): Promise<Dot[]> {
	return db
		.selectFrom('dot')
		.select(['group_id as group', 'participant_id as participant', 'organisation_id as organisation', 'dots'])
		.where('step_id', '=', step)
		.where('dots', '>', 0)
		.execute();
}

/** When the weighing was closed; undefined: it was not. */
export function closing(db: Query, step: string) {
	return db.selectFrom('weighing').select('closed_at').where('step_id', '=', step).executeTakeFirst();
}
