import { newCards } from '#domain/parts/cards/reveal.ts';
import { ownDocument, readNotebook, type Own } from '#wire/parts/cards/own.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { notebooksOf } from '#server/journey/notebooks.ts';
import { atTable } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { laidAmong, slices, type Laid } from './card-rows.ts';
import { correctionsOf, idsIn } from './late.ts';

// How many cards people wrote and have not laid yet: numbers, never words (A2).

/**
 * Counts what somebody has written, in all of their notebooks, and never words (A2); called after each change of an own
 * document. Returns whether the counts changed: most changes are of a sentence that is no card yet, and write nothing.
 */
export async function countWritten(context: Context, step: string, participant: string): Promise<boolean> {
	const written: Own[] = [];
	for (const notebook of await notebooksOf(context.db, participant))
		written.push(await context.sync.read(ownDocument(step, notebook), readNotebook));
	// In one transaction, so that a reveal comes before or after it and is counted well either way.
	return context.db.transaction().execute(async (tx) => {
		if (await isUncounted(tx, step)) return false;
		const laid = await laidAmong(tx, idsIn(written));
		return keepCounts(tx, step, [countOf(step, participant, written, laid)], context.now());
	});
}

/** A correction waits as a card does (V6). */
export function countOf(step: string, participant: string, written: readonly Own[], laid: Laid): Counts {
	const cards = written.flatMap((one) => one.cards);
	const late = written.flatMap((own) => correctionsOf(step, participant, own, laid));
	return { participant, cards: cards.length, waiting: newCards(cards, laid).length + late.length };
}

/** In an anonymous step, where such a count would say who wrote (N13). */
async function isUncounted(tx: Query, id: string): Promise<boolean> {
	const step = await tx.selectFrom('step').selectAll().where('id', '=', id).executeTakeFirst();
	return step !== undefined && isAnonymousStep(step);
}

/** The step became anonymous: what was counted until now is gone, and who was ready. */
export async function forgetCounts(tx: Query, step: string): Promise<void> {
	for (const table of ['written', 'ready'] as const)
		await tx.deleteFrom(table).where('step_id', '=', step).execute();
}

export interface Counts {
	participant: string;
	cards: number;
	waiting: number;
}

/** Writes down those that changed; returns whether any did. Who has written nothing yet gets no row. */
export async function keepCounts(
	tx: Query,
	step: string,
	counts: readonly Counts[],
	at: number
): Promise<boolean> {
	const [some, none] = [counts.filter(hasAny), counts.filter((one) => !hasAny(one))];
	const changes: bigint[] = [];
	for (const slice of slices(some)) changes.push(await keepSome(tx, step, slice, at));
	for (const slice of slices(none)) changes.push(await keepNone(tx, step, slice, at));
	return changes.some((rows) => rows > 0n);
}

/** Whoever took all of it back may have a correction that waits. */
const hasAny = ({ cards, waiting }: Counts) => cards > 0 || waiting > 0;

async function keepSome(tx: Query, step_id: string, counts: readonly Counts[], at: number): Promise<bigint> {
	const kept = await tx
		.insertInto('written')
		.values(
			counts.map(({ participant, cards, waiting }) => ({
				step_id,
				participant_id: participant,
				cards,
				waiting,
				at
			}))
		)
		.onConflict((oc) =>
			oc
				.columns(['step_id', 'participant_id'])
				.doUpdateSet(({ ref }) => ({
					cards: ref('excluded.cards'),
					waiting: ref('excluded.waiting'),
					at: ref('excluded.at')
				}))
				.where(({ eb, or, ref }) =>
					or([
						eb('written.cards', '!=', ref('excluded.cards')),
						eb('written.waiting', '!=', ref('excluded.waiting'))
					])
				)
		)
		.executeTakeFirst();
	return kept.numInsertedOrUpdatedRows ?? 0n;
}

async function keepNone(tx: Query, step: string, counts: readonly Counts[], at: number): Promise<bigint> {
	const emptied = await tx
		.updateTable('written')
		.set({ cards: 0, waiting: 0, at })
		.where('step_id', '=', step)
		.where(
			'participant_id',
			'in',
			counts.map(({ participant }) => participant)
		)
		.where(({ eb, or }) => or([eb('cards', '>', 0), eb('waiting', '>', 0)]))
		.executeTakeFirst();
	return emptied.numUpdatedRows;
}

/** Counts again what everybody wrote: a crash between a document and its count leaves them apart. */
export async function countAll(context: Context, step: StepRow): Promise<void> {
	if (isAnonymousStep(step)) return;
	for (const { id } of await atTable(context.db, step.journey_id))
		await countWritten(context, step.id, id).catch((error: unknown) =>
			context.log.error({ error, step: step.id, participant: id }, 'what somebody wrote could not be counted')
		);
}
