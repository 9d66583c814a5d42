import { newCards, placeNew } from '#domain/parts/cards/reveal.ts';
import type { AtStep } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { atTable } from '#server/journey/seats.ts';
import { revealAnonymously } from '#server/parts/anonymity/anonymity.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { cardRow, laidBefore, slices, type Laid } from './card-rows.ts';
import { countOf, keepCounts } from './counts.ts';
import { correctionsOf, idsIn, layCorrections } from './late.ts';
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
	only?: { notebook?: string; corrected?: boolean }
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
 * is counted; `corrected`: what changed of cards that lie there too (V6). Returns how many were laid.
 */
export async function layCards(
	tx: Query,
	at: AtStep,
	written: readonly Written[],
	only: { card?: string; notebook?: string; corrected?: boolean } = {}
): Promise<number> {
	const { context, step, now } = at;
	const prompts = promptsOf(step).map((prompt) => prompt.id);
	const all = written.flatMap(({ cards, ...place }) => cards.map((card) => ({ ...card, ...place })));
	const { laid, place } = await laidBefore(tx, step.id, idsIn(written));
	const fresh = newCards(all, laid).filter(
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
	for (const row of rows) laid.set(row.id, row);
	const late = only.corrected ? await layLate(tx, at, written, laid) : 0;
	await countLaid(tx, at, written, laid);
	if (rows.length) await noteReveal(tx, at, rows.length);
	return rows.length + late;
}

async function layLate(tx: Query, at: AtStep, written: readonly Written[], laid: Laid): Promise<number> {
	const late = written.flatMap((own) => correctionsOf(at.step.id, own.writer.id, own, laid));
	await layCorrections(tx, at, late);
	for (const { id, text } of late) {
		const row = laid.get(id)!;
		laid.set(id, text === null ? { ...row, hidden_at: at.now } : { ...row, text });
	}
	return late.length;
}

/** What still waits of what each of them wrote. */
async function countLaid(
	tx: Query,
	{ step, now }: AtStep,
	written: readonly Written[],
	laid: Laid
): Promise<void> {
	const byWriter = Map.groupBy(written, ({ writer }) => writer.id);
	const counts = [...byWriter].map(([participant, notebooks]) =>
		countOf(step.id, participant, notebooks, laid)
	);
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
