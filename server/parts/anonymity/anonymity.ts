import { decideReveal } from '#domain/parts/anonymity/anonymity.ts';
import { shuffle } from '#domain/parts/cards/shuffle.ts';
import type { Missing } from '#domain/journey/gates.ts';
import type { OwnCardView } from '#wire/parts/cards/own.ts';
import type { AtStep } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { newId, random } from '#server/app/secrets.ts';
import { cardRow, onTable, slices } from '#server/parts/cards/card-rows.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import type { Written } from '#server/parts/cards/written.ts';
import { countedIn } from './counted.ts';
import type { Told } from './told.ts';

// Steps in which nobody knows who wrote what (N-rules): the words move to rows that have no writer, and the documents in
// which they were written are thrown away.

/** What everybody hears of a reveal that lacks something: not how much, nor of whom (N4, N14). No reason opens this gate. */
export const lacksOf = (told: Told | null): Missing[] =>
	told === null || told.isEnough ? [] : [{ reason: 'reveal-few', names: [], final: true }];

/**
 * The reveal of an anonymous step (N6), in the transaction that opens the table. The rows have ids of their own; all
 * cards of the step, the ones that lay there before too, get a new order that nobody can repeat and one time, so that
 * nothing tells who came late. `emptying` says which documents have to go; `forget` does it. Returns how many.
 */
export async function revealAnonymously(
	tx: Query,
	{ context, step, seat, now }: Pick<AtStep, 'context' | 'step' | 'seat' | 'now'>,
	written: readonly Written[]
): Promise<Outcome<{ revealed: number }>> {
	if (context.told.isRefused(step)) return refused('reveal-few');
	const cards = written.flatMap((one) => one.cards);
	const wrote = written.map(({ writer, cards }) => ({ participant: writer.id, cards: cards.length }));
	const decision = decideReveal(await countedIn(tx, step, wrote), await onTable(tx, step.id));
	if (decision === 'too-few') {
		context.told.refused(step);
		return refused('reveal-few');
	}
	if (decision === 'wait') return { ok: true, revealed: 0 };
	await layShuffled(tx, step, cards, now);
	await markForEmptying(tx, step, written);
	context.hands.lower(step);
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
async function markForEmptying(tx: Query, step: StepRow, read: readonly Written[]): Promise<void> {
	for (const slice of slices(read))
		await tx
			.insertInto('emptying')
			.values(slice.map(({ notebook }) => ({ step_id: step.id, notebook_id: notebook })))
			.execute();
}
