import { stageOf } from '#domain/kinds/kinds.ts';
import { newCards, placeNew } from '#domain/parts/cards/reveal.ts';
import { tidy } from '#domain/text/text.ts';
import { readOwn, type OwnCardView } from '#wire/parts/cards/own.ts';
import type { Room } from '#wire/rooms.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema.ts';
import type { Context } from '#server/app/context.ts';
import type { Refused } from '#server/acts/outcome.ts';
import type { Acting } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { atTable } from '#server/journey/seats.ts';
import { isAnonymousStep, revealAnonymously } from '#server/parts/anonymity/anonymity.ts';
import { promptsOf } from './prompts.ts';

// From the rooms of single people to rows that everyone may read. Before that, only counts come out of those rooms.

export const ownRoom = (step: string, participant: string): Room => ({ kind: 'own', step, participant });

/** Of whom, and which one; everybody's and all of them where it is left out. */
export interface Which {
	writers?: readonly string[];
	card?: string;
}

export type Written = { writer: { id: string; organisation_id: string | null }; cards: OwnCardView[] };

/**
 * The reveal (V1, V2): copies the cards that nobody saw yet into rows, shuffled; `projectBoard` brings them to the
 * board. In the transaction that opens the board, so that no crash leaves a board without its cards. Answers how many,
 * or, in an anonymous step, why none (N4); then nothing was written.
 */
export async function revealCards(tx: Query, at: Acting, which: Which = {}): Promise<number | Refused> {
	const { context, step, now } = at;
	const writers = await atTable(tx, step.journey_id);
	const chosen = writers.filter((writer) => which.writers?.includes(writer.id) ?? true);
	const written = (await Promise.all(chosen.map((writer) => readWritten(context, step, writer)))).flat();
	const prompts = promptsOf(step).map((prompt) => prompt.id);
	if (isAnonymousStep(step)) return revealAnonymously(tx, at, written, prompts);
	const all = written.flatMap(({ writer, cards }) => cards.map((card) => ({ ...card, writer })));
	const revealed = await revealedAmong(tx, all);
	const fresh = newCards(all, revealed).filter((card) => which.card === undefined || card.id === which.card);
	const places = placeNew(await nextPlace(tx, step.id), fresh.length, context.random);
	const rows = fresh.map((card, index) => ({
		...cardRow(card, step.id, prompts, now),
		participant_id: card.writer.id,
		organisation_id: card.writer.organisation_id,
		shuffle: places[index]!,
		entered_by: card.onBehalf ?? null
	}));
	for (const slice of slices(rows)) await tx.insertInto('card').values(slice).execute();
	const laid = new Set([...revealed, ...rows.map((row) => row.id)]);
	for (const { writer, cards } of written) {
		const counts = { cards: cards.length, waiting: newCards(cards, laid).length };
		await keepCounts(tx, step.id, writer.id, counts, now);
	}
	if (rows.length)
		await append(tx, {
			journey: step.journey_id,
			at: now,
			act: 'reveal',
			subject: step.id,
			detail: { cards: rows.length },
			by: at.seat
		});
	return rows.length;
}

/** A card on the table as an anonymous step keeps it: its words, and nothing about who wrote them. */
export function cardRow(
	card: { id: string; prompt: string; text: string },
	step: string,
	prompts: readonly string[],
	now: number
): Database['card'] {
	return {
		id: card.id,
		step_id: step,
		// A socket can bring a card to a prompt that there is not; its words are not lost.
		prompt: prompts.includes(card.prompt) ? card.prompt : (prompts[0] ?? ''),
		text: tidy(card.text),
		participant_id: null,
		organisation_id: null,
		shuffle: 0,
		revealed_at: now,
		entered_by: null,
		confirmed_at: null,
		hidden_at: null,
		hidden_by: null,
		group_id: null,
		on_card_id: null
	};
}

/** One room that can't be read holds nobody else up: its cards wait, and can be laid when it is well again. */
async function readWritten(context: Context, step: StepRow, writer: Written['writer']): Promise<Written[]> {
	try {
		return [{ writer, cards: await context.sync.read(ownRoom(step.id, writer.id), readOwn) }];
	} catch (error) {
		context.log.error(
			{ error, step: step.id, participant: writer.id },
			'the cards of one person could not be read'
		);
		return [];
	}
}

async function nextPlace(tx: Query, step: string): Promise<number> {
	const { last } = await tx
		.selectFrom('card')
		.select((eb) => eb.fn.max('shuffle').as('last'))
		.where('step_id', '=', step)
		.executeTakeFirstOrThrow();
	return last === null ? 0 : Number(last) + 1;
}

/**
 * Counts what somebody has written; called after each change of an own room. Counts, never words (A2). Answers
 * whether they changed: most changes are of a sentence that is no card yet, and write nothing.
 */
export async function countWritten(context: Context, step: string, participant: string): Promise<boolean> {
	const written = await context.sync.read(ownRoom(step, participant), readOwn);
	// In one transaction, so that a reveal comes before or after it and is counted well either way.
	return context.db.transaction().execute(async (tx) => {
		if (await isClosed(tx, step)) return false;
		const waiting = newCards(written, await revealedAmong(tx, written)).length;
		return keepCounts(tx, step, participant, { cards: written.length, waiting }, context.now());
	});
}

/** The room of an anonymous step, read before its reveal and counted after: that count would say who wrote (N7). */
async function isClosed(tx: Query, id: string): Promise<boolean> {
	const step = await tx.selectFrom('step').selectAll().where('id', '=', id).executeTakeFirst();
	return step !== undefined && isAnonymousStep(step) && stageOf(step.kind, step.stage).opens !== 'cards';
}

async function keepCounts(
	tx: Query,
	step: string,
	participant: string,
	counts: { cards: number; waiting: number },
	at: number
): Promise<boolean> {
	const before = await tx
		.selectFrom('written')
		.select(['cards', 'waiting'])
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.executeTakeFirst();
	const { cards, waiting } = before ?? { cards: 0, waiting: 0 };
	if (cards === counts.cards && waiting === counts.waiting) return false;
	const row = { ...counts, at };
	await tx
		.insertInto('written')
		.values({ step_id: step, participant_id: participant, ...row })
		.onConflict((oc) => oc.columns(['step_id', 'participant_id']).doUpdateSet(row))
		.execute();
	return true;
}

/** Counts again what everybody wrote: a crash between a document and its count leaves them apart. */
export async function countAll(context: Context, step: StepRow): Promise<void> {
	for (const { id } of await atTable(context.db, step.journey_id))
		await countWritten(context, step.id, id).catch((error: unknown) =>
			context.log.error({ error, step: step.id, participant: id }, 'what somebody wrote could not be counted')
		);
}

/** Of these cards, the ids that lie on a table already. */
export async function revealedAmong(db: Query, cards: readonly { id: string }[]): Promise<Set<string>> {
	const revealed = new Set<string>();
	for (const slice of slices(cards)) {
		const ids = slice.map((card) => card.id);
		const rows = await db.selectFrom('card').select('id').where('id', 'in', ids).execute();
		for (const { id } of rows) revealed.add(id);
	}
	return revealed;
}

/** A statement takes a limited number of values. */
export function* slices<T>(items: readonly T[]): Generator<T[]> {
	for (let from = 0; from < items.length; from += 500) yield items.slice(from, from + 500);
}
