import * as v from 'valibot';
import { decideOpening, type Missing } from '#domain/journey/gates.ts';
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { lacksOf } from '#server/parts/anonymity/anonymity.ts';
import type { Told } from '#server/parts/anonymity/told.ts';
import { createReading, type Reading } from './reading.ts';
import { unnamed } from './speakers.ts';
import type { StepRow } from './step-rows.ts';

// Gates: whether a stage may begin, and who opened it all the same (G-rules). What must be there, its kind asks.

/**
 * What keeps the next stage of a step closed now; nothing, when a facilitator opened it with a reason. `told`: what everybody
 * knows of the cards of an anonymous step.
 */
export async function gateOf(reading: Reading, step: StepRow, told: Told | null): Promise<Missing[]> {
	const next = neighbour(step.kind, step.stage, 1);
	const missing = next ? await missingFor(reading, step, next.name, told) : [];
	if (!next || missing.length === 0) return [];
	const isOpened = (await openingOf(reading.db, step.id, next.name)) !== undefined;
	return isOpened ? missing.filter(({ final }) => final) : missing;
}

/** What is missing for a stage, whether or not it was opened all the same. */
const missingFor = async (
	reading: Reading,
	step: StepRow,
	stage: string,
	told: Told | null
): Promise<Missing[]> => [
	...(stageOf(step.kind, stage).opens === 'board' ? lacksOf(told) : []),
	...((await kindServer(step.kind).gate?.(reading, step, stage)) ?? []),
	...(stageOf(step.kind, stage).opens === 'consent' ? await unnamed(reading) : [])
];

/** Who opened a gate, why and when; undefined: nobody. */
const openingOf = (db: Query, step: string, stage: string) =>
	db
		.selectFrom('gate_opening')
		.select('reason')
		.where('step_id', '=', step)
		.where('stage', '=', stage)
		.executeTakeFirst();

/** The reason with which the next stage of a step was opened, for the console; null where it was not. */
export async function openedWith(db: Query, step: Pick<StepRow, 'id' | 'kind' | 'stage'>) {
	const next = neighbour(step.kind, step.stage, 1);
	return (next && (await openingOf(db, step.id, next.name))?.reason) ?? null;
}

const openGate = stepAct({
	name: 'open-gate',
	who: 'facilitators',
	input: v.object({ stage: v.string(), reason: v.string(), was }),
	documents: async ({ context, step }) => ({ held: [], read: () => context.told.told(step) }),
	/**
	 * Opens the next stage although something is missing, with a written reason that is kept, and goes into the audit
	 * (G5). The same again changes nothing.
	 */
	async run(tx, at, given, told: Told | null) {
		const { journey, step, seat, now } = at;
		if (neighbour(step.kind, step.stage, 1)?.name !== given.stage) return refused('gate-not-closed');
		const { stage, ...written } = given;
		const opened = await openingOf(tx, step.id, stage);
		const about = { subject: step.id, acts: ['open-gate'], of: { stage } };
		const edit = await editing(tx, at, written, opened ?? {}, about);
		if (!edit.ok) return edit;
		if (opened && (!given.was || opened.reason === edit.fields.reason)) return unchanged();
		const missing = await missingFor(createReading(tx, journey, now), step, stage, told);
		const decision = decideOpening(missing, edit.fields.reason);
		if (!decision.ok) return refused(decision.reason, 'reason');
		const reason = decision.text;
		const row = { reason, at: now, participant_id: seat.participant };
		await tx
			.insertInto('gate_opening')
			.values({ step_id: step.id, stage, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'stage']).doUpdateSet(row))
			.execute();
		const inWords = missing.map(({ reason, names }) => [reason, ...names].join(', ')).join('; ');
		return changed({ audit: { subject: step.id, detail: { stage, reason, missing: inWords } } });
	}
});

const closeGate = stepAct({
	name: 'close-gate',
	who: 'facilitators',
	input: v.object({ stage: v.string() }),
	/** The counter-act, while the stage was not entered (G6). The audit keeps both. */
	async run(tx, { step }, { stage }) {
		if (neighbour(step.kind, step.stage, 1)?.name !== stage) return refused('gate-entered');
		const closed = await tx
			.deleteFrom('gate_opening')
			.where('step_id', '=', step.id)
			.where('stage', '=', stage)
			.executeTakeFirst();
		return closed.numDeletedRows ? changed({ audit: { subject: step.id, detail: { stage } } }) : unchanged();
	}
});

export const gateActs = { openGate, closeGate };
