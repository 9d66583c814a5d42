import * as v from 'valibot';
import { stageOf } from '#domain/kinds.ts';
import { newCards, placeNew } from '#domain/reveal.ts';
import { suggestGroups } from '#domain/similar.ts';
import { checkCard } from '#domain/text.ts';
import type { BoardCard } from '#wire/board.ts';
import { readOwn, type OwnCard, type OwnCardView } from '#wire/own.ts';
import type { Room } from '#wire/rooms.ts';
import { append } from '../audit.ts';
import type { Query } from '../db/open.ts';
import { refused, type Ground, type Outcome } from '../ground.ts';
import { act, type Acting, type StepRow } from '../kinds.ts';
import { dutchStem } from './stem.ts';

// Cards, for any kind that has them: written alone, revealed together, then on the board.

const cardId = v.pipe(v.string(), v.regex(/^[a-z0-9]{10,32}$/));
const promptSettings = v.object({
	prompts: v.array(v.object({ text: v.string(), hint: v.optional(v.string(), '') }))
});

/** The prompts of a step; the id of a prompt is its place, from 1. */
export function promptsOf(step: Pick<StepRow, 'settings'>): { id: string; text: string; hint: string }[] {
	const { prompts } = v.parse(promptSettings, JSON.parse(step.settings));
	return prompts.map((prompt, index) => ({ id: String(index + 1), ...prompt }));
}

const ownRoom = (step: string, participant: string): Room => ({ kind: 'own', step, participant });
const boardRoom = (step: string): Room => ({ kind: 'board', step });
const opens = (step: StepRow) => stageOf(step.kind, step.stage).opens;

/** One's own cards of a step, oldest first, each with whether it lies on the table. For `load`, without a socket too. */
export async function myCards({ ground, step, seat }: Acting): Promise<(OwnCardView & { revealed: boolean })[]> {
	const written = await ground.sync.read(ownRoom(step.id, seat.participant), readOwn);
	const revealed = await revealedIds(ground.db, step.id);
	return written.map((card) => ({ ...card, revealed: revealed.has(card.id) }));
}

export const cardActs = {
	/** `id` is made by the form, so that a replayed post writes one card (C8). */
	addCard: act('anyone', v.object({ id: cardId, prompt: v.string(), text: v.string() }), async (at, given) => {
		const closed = mayWrite(at);
		if (closed) return closed;
		const written = await writeCard(at, at.seat.participant, given);
		return written.ok && laysDown(at.step) ? revealCards(at, [at.seat.participant]) : written;
	}),

	editCard: act('anyone', v.object({ id: cardId, text: v.string() }), async (at, given) => {
		const text = checkCard(given.text);
		if (!text.ok) return refused(text.reason, 'text');
		return changeOwn(at, given.id, (cards, card) => cards.set(given.id, { ...card, text: text.text }));
	}),

	removeCard: act('anyone', v.object({ id: cardId }), (at, { id }) => changeOwn(at, id, (cards) => cards.delete(id))),

	/** "Dit klopt": a card that was written down for me is mine (C9). */
	confirmCard: act('anyone', v.object({ id: cardId }), async (at, { id }) => {
		const { ground, step, seat } = at;
		const confirmed = await ground.sync.change(ownRoom(step.id, seat.participant), (doc) => {
			const cards = doc.getMap<OwnCard>('cards');
			const card = cards.get(id);
			if (!card) return false;
			const { onBehalf: _, ...mine } = card;
			cards.set(id, mine);
			return true;
		});
		if (!confirmed) return refused('card-gone');
		await ground.db
			.updateTable('card')
			.set({ confirmed_at: at.now })
			.where('id', '=', id)
			.where('participant_id', '=', seat.participant)
			.execute();
		await layOnBoard(ground, step.id);
		return { ok: true };
	}),

	ready: act('anyone', v.object({ on: v.picklist(['yes', 'no']) }), async ({ ground, step, seat, now }, { on }) => {
		if (!stageOf(step.kind, step.stage).readiness) return refused('nothing-to-be-ready-for');
		const row = { step_id: step.id, stage: step.stage, participant_id: seat.participant };
		if (on === 'yes')
			await ground.db
				.insertInto('ready')
				.values({ ...row, at: now })
				.onConflict((oc) => oc.doNothing())
				.execute();
		else
			await ground.db
				.deleteFrom('ready')
				.where('step_id', '=', row.step_id)
				.where('stage', '=', row.stage)
				.where('participant_id', '=', row.participant_id)
				.execute();
		return { ok: true };
	}),

	/** My cards that came too late for the reveal, onto the table (V2). */
	layMine: act('anyone', v.object({}), (at) =>
		laysDown(at.step) ? revealCards(at, [at.seat.participant]) : Promise.resolve(refused('board-not-open'))
	),

	/** Everybody's cards that came too late for the reveal (V2). */
	layAll: act('facilitator', v.object({}), (at) =>
		laysDown(at.step) ? revealCards(at) : Promise.resolve(refused('board-not-open'))
	),

	/** Off the table for everyone; the row stays, and `showCard` brings it back (V5). */
	hideCard: act('facilitator', v.object({ id: cardId }), (at, { id }) => setHidden(at, id, true)),
	showCard: act('facilitator', v.object({ id: cardId }), (at, { id }) => setHidden(at, id, false)),

	/** "Namens": labelled until that person confirms it (C9). */
	addOnBehalf: act(
		'facilitator',
		v.object({ id: cardId, participant: v.string(), prompt: v.string(), text: v.string() }),
		async (at, given) => {
			const closed = mayWrite(at);
			if (closed) return closed;
			const seat = await at.ground.db
				.selectFrom('participant')
				.select('id')
				.where('id', '=', given.participant)
				.where('journey_id', '=', at.step.journey_id)
				.where('removed_at', 'is', null)
				.executeTakeFirst();
			if (!seat) return refused('participant-unknown', 'participant');
			const written = await writeCard(at, seat.id, { ...given, onBehalf: at.seat.participant });
			return written.ok && laysDown(at.step) ? revealCards(at, [seat.id]) : written;
		}
	),

	/** Similar cards, to look at: nothing is ever grouped by itself (S1). */
	suggest: act('anyone', v.object({}), async ({ ground, step }): Promise<Outcome> => {
		if (opens(step) !== 'board') return refused('board-not-open');
		const cards = await ground.db
			.selectFrom('card')
			.select(['id', 'text'])
			.where('step_id', '=', step.id)
			.where('hidden_at', 'is', null)
			.orderBy('shuffle')
			.execute();
		return { ok: true, suggestions: suggestGroups(cards, dutchStem) } as Outcome;
	})
};

/** A lock closes the board, never somebody's own room: what is written then waits there (A3). */
function mayWrite({ step }: Acting) {
	return ['cards', 'board'].includes(opens(step)) ? null : refused('writing-not-open');
}

/** Whether a card goes onto the table as it is written. */
const laysDown = (step: StepRow) => opens(step) === 'board' && step.locked_at === null;

async function writeCard(
	at: Acting,
	participant: string,
	given: { id: string; prompt: string; text: string; onBehalf?: string }
): Promise<Outcome> {
	const text = checkCard(given.text);
	if (!text.ok) return refused(text.reason, 'text');
	if (!promptsOf(at.step).some((prompt) => prompt.id === given.prompt)) return refused('prompt-unknown', 'prompt');
	const room = ownRoom(at.step.id, participant);
	await at.ground.sync.change(room, (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		if (cards.has(given.id)) return;
		const { prompt, onBehalf } = given;
		cards.set(given.id, { text: text.text, prompt, at: at.now, ...(onBehalf && { onBehalf }) });
	});
	await countWritten(at.ground, at.step.id, participant);
	return { ok: true };
}

/** Changes a card of one's own that is not on the table yet; on the table it belongs to everyone (V4). */
async function changeOwn(
	{ ground, step, seat }: Acting,
	id: string,
	change: (cards: { set(id: string, card: OwnCard): void; delete(id: string): void }, card: OwnCard) => void
): Promise<Outcome> {
	if ((await revealedIds(ground.db, step.id)).has(id)) return refused('card-revealed');
	const found = await ground.sync.change(ownRoom(step.id, seat.participant), (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		const card = cards.get(id);
		if (card) change(cards, card);
		return card !== undefined;
	});
	if (!found) return refused('card-gone');
	await countWritten(ground, step.id, seat.participant);
	return { ok: true };
}

/** Counts what somebody has written; called after each change of an own room. Counts, never words (A2). */
export async function countWritten(ground: Ground, step: string, participant: string): Promise<void> {
	const written = await ground.sync.read(ownRoom(step, participant), readOwn);
	const revealed = await revealedIds(ground.db, step);
	const counts = { cards: written.length, waiting: newCards(written, revealed).length, at: ground.now() };
	await ground.db
		.insertInto('written')
		.values({ step_id: step, participant_id: participant, ...counts })
		.onConflict((oc) => oc.columns(['step_id', 'participant_id']).doUpdateSet(counts))
		.execute();
}

/**
 * The reveal (V1, V2): copies the cards that nobody saw yet into rows, shuffled, and lays them on the board.
 * `only`: of these participants; everybody's otherwise. Safe to repeat.
 */
export async function revealCards(at: Acting, only?: readonly string[]): Promise<Outcome<{ revealed: number }>> {
	const { ground, step, now } = at;
	const writers = await ground.db
		.selectFrom('participant')
		.select(['id', 'organisation_id'])
		.where('journey_id', '=', step.journey_id)
		.where('removed_at', 'is', null)
		.$if(only !== undefined, (q) => q.where('id', 'in', [...(only ?? []), '']))
		.execute();
	const written = await Promise.all(
		writers.map(async (writer) => {
			const cards = await ground.sync.read(ownRoom(step.id, writer.id), readOwn);
			return cards.map((card) => ({ ...card, writer }));
		})
	);
	const revealed = await ground.db.transaction().execute(async (tx) => {
		const known = await revealedIds(tx, step.id);
		const fresh = newCards(written.flat(), known);
		const places = placeNew(known.size, fresh.length, ground.random);
		const rows = fresh.map((card, index) => ({
			id: card.id,
			step_id: step.id,
			prompt: card.prompt,
			text: card.text,
			participant_id: card.writer.id,
			organisation_id: card.writer.organisation_id,
			shuffle: places[index]!,
			revealed_at: now,
			entered_by: card.onBehalf ?? null,
			confirmed_at: null,
			hidden_at: null,
			hidden_by: null,
			group_id: null,
			on_card_id: null
		}));
		// In slices: a statement takes a limited number of values.
		for (let from = 0; from < rows.length; from += 500)
			await tx
				.insertInto('card')
				.values(rows.slice(from, from + 500))
				.onConflict((oc) => oc.doNothing())
				.execute();
		await tx
			.updateTable('written')
			.set({ waiting: 0 })
			.where('step_id', '=', step.id)
			.where('participant_id', 'in', [...writers.map((w) => w.id), ''])
			.execute();
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
	});
	await layOnBoard(ground, step.id);
	return { ok: true, revealed };
}

/** Makes the board hold exactly the cards that may be seen. Rows decide; repeating it changes nothing. */
export async function layOnBoard(ground: Ground, step: string): Promise<void> {
	const rows = await ground.db.selectFrom('card').selectAll().where('step_id', '=', step).orderBy('shuffle').execute();
	if (rows.length === 0) return;
	await ground.sync.change(boardRoom(step), (doc) => {
		const cards = doc.getMap<BoardCard>('cards');
		for (const row of rows) {
			if (row.hidden_at !== null) {
				cards.delete(row.id);
				continue;
			}
			const onBehalf = row.entered_by !== null && row.confirmed_at === null;
			const there = cards.get(row.id);
			if (there && there.onBehalf === onBehalf && there.organisation === row.organisation_id) continue;
			cards.set(row.id, {
				text: row.text,
				prompt: row.prompt,
				organisation: row.organisation_id,
				order: row.shuffle,
				onBehalf
			});
		}
	});
}

async function setHidden(at: Acting, id: string, hidden: boolean): Promise<Outcome> {
	const { ground, step, seat, now } = at;
	const outcome = await ground.db.transaction().execute(async (tx): Promise<Outcome> => {
		const changed = await tx
			.updateTable('card')
			.set(hidden ? { hidden_at: now, hidden_by: seat.participant } : { hidden_at: null, hidden_by: null })
			.where('id', '=', id)
			.where('step_id', '=', step.id)
			.executeTakeFirst();
		if (!changed.numUpdatedRows) return refused('card-gone');
		await append(tx, {
			journey: step.journey_id,
			at: now,
			act: hidden ? 'hide-card' : 'show-card',
			subject: id,
			by: seat
		});
		return { ok: true };
	});
	if (outcome.ok) await layOnBoard(ground, step.id);
	return outcome;
}

/** The cards that were taken off the table. */
export function hiddenCards(db: Query, step: string): Promise<{ id: string; text: string }[]> {
	return db
		.selectFrom('card')
		.select(['id', 'text'])
		.where('step_id', '=', step)
		.where('hidden_at', 'is not', null)
		.orderBy('shuffle')
		.execute();
}

async function revealedIds(db: Query, step: string): Promise<Set<string>> {
	const rows = await db.selectFrom('card').select('id').where('step_id', '=', step).execute();
	return new Set(rows.map((row) => row.id));
}
