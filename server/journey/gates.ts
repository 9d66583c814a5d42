import {
	decideOpening,
	missingAmbitions,
	missingSolutions,
	missingThemes,
	missingValues,
	type Missing
} from '#domain/journey/gates.ts';
import { hasStage, kinds, neighbour } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused } from '#server/acts/outcome.ts';
import { asItWas, type Change } from '#server/acts/in-room.ts';
import type { Acting } from '#server/kinds/kinds.ts';
import type { StepRow } from './step-rows.ts';
import { enoughToReveal } from '#server/parts/anonymity/anonymity.ts';
import { openOn, valuesTogether } from '#server/parts/consent/consent.ts';
import { harvestIn, linksOf } from '#server/parts/harvest/harvest.ts';

// Gates: what must be there before a stage may begin, and who opened one all the same (G-rules).

/** What keeps the next stage of a step closed now; nothing, when a facilitator opened it with a reason. */
export async function gateOf(db: Query, step: StepRow, context: Context): Promise<Missing[]> {
	const next = neighbour(step.kind, step.stage, 1);
	const missing = next ? await missingFor(db, step, next.name, context) : [];
	if (!next || missing.length === 0) return [];
	const isOpened = (await openingOf(db, step.id, next.name)) !== undefined;
	return isOpened ? missing.filter(({ final }) => final) : missing;
}

/** What is missing for a stage, whether or not it was opened all the same. */
const missingFor = async (db: Query, step: StepRow, stage: string, context: Context): Promise<Missing[]> => [
	...(await enoughToReveal(db, step, stage)),
	...((await context.kinds.get(step.kind)?.gate?.(db, step, stage)) ?? [])
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

/**
 * Opens the next stage although something is missing, with a written reason that is kept, and goes into the audit
 * (G5). The same again changes nothing.
 */
export async function openGate(
	tx: Query,
	{ step, seat, now, context }: Acting,
	given: { stage: string; reason: string }
): Promise<Change> {
	if (neighbour(step.kind, step.stage, 1)?.name !== given.stage) return refused('gate-not-closed');
	if (await openingOf(tx, step.id, given.stage)) return asItWas;
	const missing = await missingFor(tx, step, given.stage, context);
	const decision = decideOpening(missing, given.reason);
	if (!decision.ok) return refused(decision.reason, 'reason');
	const row = { step_id: step.id, stage: given.stage, reason: decision.text };
	await tx
		.insertInto('gate_opening')
		.values({ ...row, at: now, participant_id: seat.participant })
		.execute();
	return {
		ok: true,
		subject: step.id,
		detail: {
			stage: given.stage,
			reason: decision.text,
			missing: missing.map(({ reason, names }) => [reason, ...names].join(', ')).join('; ')
		}
	};
}

/** The counter-act, while the stage was not entered (G6). The audit keeps both. */
export async function closeGate(tx: Query, step: StepRow, stage: string): Promise<Change> {
	if (neighbour(step.kind, step.stage, 1)?.name !== stage) return refused('gate-entered');
	const closed = await tx
		.deleteFrom('gate_opening')
		.where('step_id', '=', step.id)
		.where('stage', '=', stage)
		.executeTakeFirst();
	return closed.numDeletedRows ? { ok: true, subject: step.id, detail: { stage } } : asItWas;
}

/** The values of the journey, consented to by every organisation (G2). */
export async function valuesAgreed(db: Query, journey: string): Promise<Missing[]> {
	const steps = await db
		.selectFrom('step')
		.selectAll()
		.where('journey_id', '=', journey)
		.where('kind', 'in', consentsToValues)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
	const open = new Set<string>();
	let values = 0;
	for (const step of steps)
		for (const subject of await valuesTogether(db, step)) {
			values += 1;
			for (const name of await openOn(db, step, subject)) open.add(name);
		}
	return missingValues({ values, open: [...open] });
}

/** Kinds that harvest values and put them to the organisations. */
const consentsToValues = kinds
	.filter(({ kind, harvest }) => harvest === 'value' && hasStage(kind, 'consent'))
	.map(({ kind }) => kind);

/** Themes, each with its vision sentence and at least two values (G3). */
export async function themesThere(db: Query, journey: string): Promise<Missing[]> {
	const themes = await harvestIn(db, journey, ['theme']);
	const links = await linksOf(db, themes);
	return missingThemes(
		themes.map(({ id, name, texts }) => ({
			name,
			vision: texts.vision ?? '',
			values: links.get(id)?.length ?? 0
		}))
	);
}

/** At least one solution (G4). */
export async function solutionsThere(db: Query, journey: string): Promise<Missing[]> {
	return missingSolutions((await harvestIn(db, journey, ['solution'])).length);
}

/** At least one ambition was chosen (G4). */
export async function ambitionsChosen(db: Query, journey: string): Promise<Missing[]> {
	return missingAmbitions((await harvestIn(db, journey, ['ambition'])).length);
}
