import { newCards, placeNew } from '#domain/parts/cards/reveal.ts';
import type { AtStep } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { atTable } from '#server/journey/seats.ts';
import { revealAnonymously } from '#server/parts/anonymity/anonymity.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { cardRow, laidBefore, slices } from './card-rows.ts';
import { keepCounts } from './counts.ts';
import { promptsOf } from './prompts.ts';
import type { Written } from './written.ts';

// From the documents of single people to rows that everyone may read. Before that, only counts come out of those documents.

/**
 * The reveal (V1, V2): copies the cards that nobody saw yet into rows, shuffled. In the transaction that opens the
 * board, so that no crash leaves a board without its cards. Returns how many, or, in an anonymous step, why none (N4);
 * then nothing was written.
 */
export async function revealCards(
	tx: Query,
	at: AtStep,
	read: readonly Written[],
	only?: { notebook: string }
): Promise<Outcome<{ revealed: number }>> {
	const { step } = at;
	// Of everybody, or removing one person and letting them back would tell how many they wrote (N15).
	if (isAnonymousStep(step)) return revealAnonymously(tx, at, read);
	const here = new Set((await atTable(tx, step.journey_id)).map(({ id }) => id));
	const written = read.filter(({ writer }) => here.has(writer.id));
	return { ok: true, revealed: await layCards(tx, at, written, only) };
}

/**
 * What these people wrote, in a step with names; `only`: of it this card, or what lies in this notebook, while all of it
 * is counted. Returns how many were laid.
 */
export async function layCards(
	tx: Query,
	at: AtStep,
	written: readonly Written[],
	only: { card?: string; notebook?: string } = {}
): Promise<number> {
	const { context, step, now } = at;
	const prompts = promptsOf(step).map((prompt) => prompt.id);
	const all = written.flatMap(({ cards, ...place }) => cards.map((card) => ({ ...card, ...place })));
	const { revealed, place } = await laidBefore(tx, step.id, all);
	const fresh = newCards(all, revealed).filter(
		({ id, notebook }) => id === (only.card ?? id) && notebook === (only.notebook ?? notebook)
	);
	const places = placeNew(place, fresh.length, context.random);
	const rows = fresh.map((card, index) => ({
		...cardRow(card, step.id, prompts, now),
		participant_id: card.writer.id,
		organisation_id: card.writer.organisation_id,
		shuffle: places[index]!,
		entered_by: card.onBehalf ?? null
	}));
	for (const slice of slices(rows)) await tx.insertInto('card').values(slice).execute();
	await countLaid(tx, at, written, new Set([...revealed, ...rows.map((row) => row.id)]));
	if (rows.length) await noteReveal(tx, at, rows.length);
	return rows.length;
}

/** What still waits of what each of them wrote. */
async function countLaid(
	tx: Query,
	{ step, now }: AtStep,
	written: readonly Written[],
	laid: ReadonlySet<string>
): Promise<void> {
	const byWriter = Map.groupBy(written, ({ writer }) => writer.id);
	const counts = [...byWriter].map(([participant, notebooks]) => {
		const cards = notebooks.flatMap((one) => one.cards);
		return { participant, cards: cards.length, waiting: newCards(cards, laid).length };
	});
	await keepCounts(tx, step.id, counts, now);
}

/** Its own line in the audit: the reveal is part of another act. */
const noteReveal = (tx: Query, { step, seat, now }: AtStep, cards: number): Promise<void> =>
	append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'reveal',
		subject: step.id,
		detail: { cards },
		by: seat
	});
