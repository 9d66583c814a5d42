import { decideReveal, fewestCards, fewestWriters } from '#domain/parts/anonymity/anonymity.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { shuffle } from '#domain/parts/cards/shuffle.ts';
import type { Missing } from '#domain/journey/gates.ts';
import type { OwnCardView } from '#wire/parts/cards/own.ts';
import type { AtStep } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { newId, random } from '#server/app/secrets.ts';
import { cardRow, slices } from '#server/parts/cards/card-rows.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import type { Written } from '#server/parts/cards/written.ts';
import { isAnonymousStep } from './anonymous-step.ts';
import { everybody } from './own-documents.ts';

// Steps in which nobody knows who wrote what (N-rules): the words move to rows that have no writer, and the documents in
// which they were written are thrown away.

/** What a reveal that would open this stage lacks, by counts (N4). No reason opens this gate. */
export async function enoughToReveal(db: Query, step: StepRow, stage: string): Promise<Missing[]> {
	if (stageOf(step.kind, stage).opens !== 'board' || !isAnonymousStep(step)) return [];
	const { cards, writers } = await db
		.selectFrom('written')
		.innerJoin('participant', 'participant.id', 'written.participant_id')
		.select((eb) => [eb.fn.sum<number>('waiting').as('cards'), eb.fn.countAll<number>().as('writers')])
		.where('step_id', '=', step.id)
		.where('waiting', '>', 0)
		.where('participant.removed_at', 'is', null)
		.where('participant.role', '!=', 'observer')
		.executeTakeFirstOrThrow();
	const fresh = { cards: Number(cards ?? 0), writers: Number(writers) };
	if (decideReveal(fresh, await onTable(db, step.id)) !== 'too-few') return [];
	return [
		...lacks('reveal-cards', fresh.cards, fewestCards),
		...lacks('reveal-writers', fresh.writers, fewestWriters)
	];
}

const lacks = (reason: string, there: number, fewest: number): Missing[] =>
	there < fewest ? [{ reason, names: [String(there)], final: true }] : [];

async function onTable(db: Query, step: string): Promise<number> {
	const { cards } = await db
		.selectFrom('card')
		.select((eb) => eb.fn.countAll<number>().as('cards'))
		.where('step_id', '=', step)
		.executeTakeFirstOrThrow();
	return Number(cards);
}

/**
 * The reveal of an anonymous step (N6), in the transaction that opens the table. The rows have ids of their own; all
 * cards of the step, the ones that lay there before too, get a new order that nobody can repeat and one time, so that
 * nothing tells who came late. `emptying` says which documents have to go; `forget` does it. Returns how many.
 */
export async function revealAnonymously(
	tx: Query,
	{ step, seat, now }: Pick<AtStep, 'step' | 'seat' | 'now'>,
	written: readonly Written[]
): Promise<Outcome<{ revealed: number }>> {
	const cards = written.flatMap((one) => one.cards);
	const writers = written.filter((one) => one.cards.length > 0).length;
	const decision = decideReveal({ cards: cards.length, writers }, await onTable(tx, step.id));
	if (decision === 'too-few') return refused('gate-closed');
	if (decision === 'wait') return { ok: true, revealed: 0 };
	await layShuffled(tx, step, cards, now);
	await markForEmptying(tx, step, new Set(written.map((one) => one.writer.id)));
	await append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'reveal',
		subject: step.id,
		detail: { cards: cards.length },
		by: seat
	});
	return { ok: true, revealed: cards.length };
}

async function layShuffled(
	tx: Query,
	step: StepRow,
	cards: readonly OwnCardView[],
	now: number
): Promise<void> {
	const prompts = promptsOf(step).map((prompt) => prompt.id);
	const before = await tx.selectFrom('card').select('id').where('step_id', '=', step.id).execute();
	const fresh = cards.map((card) => cardRow({ ...card, id: newId() }, step.id, prompts, now));
	const places = new Map(
		shuffle([...before, ...fresh], random).map(({ id }, place): [string, number] => [id, place])
	);
	for (const { id } of before)
		await tx
			.updateTable('card')
			.set({ shuffle: places.get(id)!, revealed_at: now })
			.where('id', '=', id)
			.execute();
	// Written in that order too: a table without an order of its own gives its rows as they came.
	const rows = fresh
		.map((row) => ({ ...row, shuffle: places.get(row.id)! }))
		.sort((a, b) => a.shuffle - b.shuffle);
	for (const slice of slices(rows)) await tx.insertInto('card').values(slice).execute();
}

/**
 * Everybody's document goes, whether or not they wrote and of who left the table too: what is left says nothing about who
 * wrote. Only one that could not be read stays, for its words lie nowhere else. `read`: whose were.
 */
async function markForEmptying(tx: Query, step: StepRow, read: ReadonlySet<string>): Promise<void> {
	const people = await everybody(tx, step.journey_id);
	const gone = people.filter(({ isAtTable, id }) => read.has(id) || !isAtTable).map(({ id }) => id);
	for (const slice of slices(gone)) {
		await tx
			.insertInto('emptying')
			.values(slice.map((participant_id) => ({ step_id: step.id, participant_id })))
			.execute();
		for (const table of ['written', 'ready'] as const)
			await tx
				.deleteFrom(table)
				.where('step_id', '=', step.id)
				.where('participant_id', 'in', slice)
				.execute();
	}
}
