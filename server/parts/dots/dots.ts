import * as v from 'valibot';
import { checkDotRules, decideDots, totals, type Dot } from '#domain/parts/dots/dots.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { GroupTotal } from '#wire/journey/facts.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { act } from '#server/kinds/kinds.ts';
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

export const dotActs = {
	/** `dots` is the new number on this group, so that a double click or a replay changes nothing (W3). */
	dots: act(
		'anyone',
		v.object({ group: v.string(), dots: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number)) }),
		async ({ context, step: { id }, seat, now }, given) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const step = await stepNow(tx, id);
				const room = await tx
					.selectFrom('room')
					.select('paused_at')
					.where('journey_id', '=', step.journey_id)
					.executeTakeFirstOrThrow();
				const groups = await groupsOf(tx, step.id);
				const mine = await myDots(tx, step.id, seat.participant);
				const decision = decideDots(
					{
						opens: stageOf(step.kind, step.stage).opens,
						lockedAt: step.locked_at,
						pausedAt: room.paused_at,
						closedAt: (await closing(tx, step.id))?.closed_at ?? null,
						groupExists: groups.some((group) => group.id === given.group),
						mine,
						...dotRules(step),
						role: seat.role
					},
					given.group,
					given.dots
				);
				if (!decision.ok) return refused(decision.reason, 'dots');
				const before = mine.find((dots) => dots.group === given.group)?.dots ?? 0;
				if (decision.dots === before) return { ok: true };
				if (decision.dots > before) await forgetResting(tx, step.id, seat.participant);
				const row = { dots: decision.dots, organisation_id: seat.organisation, at: now };
				await tx
					.insertInto('dot')
					.values({ step_id: step.id, group_id: given.group, participant_id: seat.participant, ...row })
					.onConflict((oc) => oc.columns(['step_id', 'group_id', 'participant_id']).doUpdateSet(row))
					.execute();
				return { ok: true };
			})
	),

	/** From now on the totals are public; no dot moves any more. */
	closeWeighing: act('facilitator', v.object({}), ({ context, step: { id }, seat, now }) =>
		context.db.transaction().execute(async (tx): Promise<Outcome> => {
			const step = await stepNow(tx, id);
			if (stageOf(step.kind, step.stage).opens !== 'dots') return refused('weighing-not-open');
			if (await closing(tx, step.id)) return { ok: true };
			await tx
				.insertInto('weighing')
				.values({ step_id: step.id, closed_at: now, closed_by: seat.participant })
				.execute();
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'close-weighing',
				subject: step.id,
				by: seat
			});
			return { ok: true };
		})
	),

	/** The counter-act: the dots are as they were, and can move again. What was seen stays seen. */
	reopenWeighing: act('facilitator', v.object({}), ({ context, step, seat, now }) =>
		context.db.transaction().execute(async (tx): Promise<Outcome> => {
			const reopened = await tx.deleteFrom('weighing').where('step_id', '=', step.id).executeTakeFirst();
			if (!reopened.numDeletedRows) return { ok: true };
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'reopen-weighing',
				subject: step.id,
				by: seat
			});
			return { ok: true };
		})
	),

	/** How many dots each person has, and how many of them on one group at most (W2). */
	setDots: act(
		'facilitator',
		v.object({
			each: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number)),
			most: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number))
		}),
		({ context, step: { id }, seat, now }, { each, most }) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const step = await stepNow(tx, id);
				const checked = checkDotRules(each, most);
				if (!checked.ok) return refused(checked.reason, 'each');
				await tx
					.updateTable('step')
					.set({ settings: JSON.stringify({ ...JSON.parse(step.settings), dotsEach: each, dotsMost: most }) })
					.where('id', '=', step.id)
					.execute();
				await append(tx, {
					journey: step.journey_id,
					at: now,
					act: 'set-dots',
					subject: step.id,
					detail: { each, most },
					by: seat
				});
				return { ok: true };
			})
	)
};

/** The act read its step before it got its turn; the stage may have changed meanwhile. */
function stepNow(tx: Query, step: string): Promise<StepRow> {
	return tx.selectFrom('step').selectAll().where('id', '=', step).executeTakeFirstOrThrow();
}

/** Dots on groups that are gone rest; whoever gives a new one takes them back for good (W7). */
async function forgetResting(tx: Query, step: string, participant: string): Promise<void> {
	await tx
		.deleteFrom('dot')
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.where('group_id', 'in', (eb) =>
			eb.selectFrom('card_group').select('id').where('step_id', '=', step).where('gone_at', 'is not', null)
		)
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

function closing(db: Query, step: string) {
	return db.selectFrom('weighing').select('closed_at').where('step_id', '=', step).executeTakeFirst();
}
