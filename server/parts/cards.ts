import * as v from 'valibot';
import type * as Y from 'yjs';
import { stageOf } from '#domain/kinds.ts';
import { newCards, placeNew } from '#domain/reveal.ts';
import { suggestGroups } from '#domain/similar.ts';
import { checkCard, tidy } from '#domain/text.ts';
import type { BoardCard, BoardGroup, BoardPlace } from '#wire/board.ts';
import { readOwn, type OwnCard, type OwnCardView } from '#wire/own.ts';
import type { Room } from '#wire/rooms.ts';
import { append } from '../audit.ts';
import type { Query } from '../db/open.ts';
import type { Database } from '../db/schema.ts';
import { madeId } from '../document-values.ts';
import { refused, type Ground, type Outcome, type Refused } from '../ground.ts';
import { act, type Acting, type StepRow } from '../kinds.ts';
import { dutchStem } from './stem.ts';

// Cards, for any kind that has them: written alone, revealed together, then on the board.

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
export async function myCards({
	ground,
	step,
	seat
}: Acting): Promise<(OwnCardView & { revealed: boolean })[]> {
	const written = await ground.sync.read(ownRoom(step.id, seat.participant), readOwn);
	const revealed = await revealedAmong(ground.db, written);
	return written.map((card) => ({ ...card, revealed: revealed.has(card.id) }));
}

export const cardActs = {
	/** `id` is made by the form, so that a replayed post writes one card (C8). */
	addCard: act(
		'anyone',
		v.object({ id: madeId, prompt: v.string(), text: v.string() }),
		async (at, given) => {
			const closed = mayWrite(at);
			if (closed) return closed;
			return writeCard(at, at.seat.participant, given);
		}
	),

	editCard: act('anyone', v.object({ id: madeId, text: v.string() }), async (at, given) => {
		const text = checkCard(given.text);
		if (!text.ok) return refused(text.reason, 'text');
		return changeOwn(at, given.id, (cards, card) => cards.set(given.id, { ...card, text: text.text }));
	}),

	removeCard: act('anyone', v.object({ id: madeId }), (at, { id }) =>
		changeOwn(at, id, (cards) => cards.delete(id))
	),

	/** "Dit klopt": a card that was written down for me is mine (C9). */
	confirmCard: act('anyone', v.object({ id: madeId }), async (at, { id }) => {
		const { ground, step, seat } = at;
		const isOwn = await ground.sync.change(ownRoom(step.id, seat.participant), (doc) => {
			const cards = doc.getMap<OwnCard>('cards');
			const card = cards.get(id);
			if (!card) return false;
			const { onBehalf, ...mine } = card;
			if (onBehalf) cards.set(id, mine);
			return true;
		});
		const onTable = await ground.db
			.selectFrom('card')
			.select('confirmed_at')
			.where('id', '=', id)
			.where('participant_id', '=', seat.participant)
			.executeTakeFirst();
		if (!isOwn && !onTable) return refused('card-gone');
		if (onTable?.confirmed_at !== null) return { ok: true };
		await ground.db.updateTable('card').set({ confirmed_at: at.now }).where('id', '=', id).execute();
		await layOnBoard(ground, step.id);
		return { ok: true };
	}),

	ready: act(
		'anyone',
		v.object({ on: v.picklist(['yes', 'no']) }),
		async ({ ground, step, seat, now }, { on }) => {
			if (seat.role === 'observer') return refused('observer');
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
		}
	),

	/** My cards that came too late for the reveal, onto the table (V2). */
	layMine: act('anyone', v.object({}), async (at) =>
		at.seat.role === 'observer' ? refused('observer') : layCards(at, { writers: [at.seat.participant] })
	),

	/** Everybody's cards that came too late for the reveal (V2). */
	layAll: act('facilitator', v.object({}), (at) => layCards(at, {})),

	/** Off the table for everyone; the row stays, and `showCard` brings it back (V5). */
	hideCard: act('facilitator', v.object({ id: madeId }), (at, { id }) => setHidden(at, id, true)),
	showCard: act('facilitator', v.object({ id: madeId }), (at, { id }) => setHidden(at, id, false)),

	/** "Namens": labelled until that person confirms it (C9). */
	addOnBehalf: act(
		'facilitator',
		v.object({ id: madeId, participant: v.string(), prompt: v.string(), text: v.string() }),
		async (at, given) => {
			const closed = mayWrite(at);
			if (closed) return closed;
			const seat = await at.ground.db
				.selectFrom('participant')
				.select('id')
				.where('id', '=', given.participant)
				.where('journey_id', '=', at.step.journey_id)
				.where('removed_at', 'is', null)
				.where('role', '!=', 'observer')
				.executeTakeFirst();
			if (!seat) return refused('participant-unknown', 'participant');
			return writeCard(at, seat.id, { ...given, onBehalf: at.seat.participant });
		}
	),

	/** Similar cards, to look at: nothing is ever grouped by itself (S1). */
	suggest: {
		...act('anyone', v.object({}), async ({ ground, step }): Promise<Outcome> => {
			if (opens(step) !== 'board') return refused('board-not-open');
			const cards = await ground.db
				.selectFrom('card')
				.select(['id', 'text'])
				.where('step_id', '=', step.id)
				.where('hidden_at', 'is', null)
				.orderBy('shuffle')
				.execute();
			return { ok: true, suggestions: suggestGroups(cards, dutchStem) } as Outcome;
		}),
		asks: true
	}
};

/** A lock closes the board, never somebody's own room: what is written then waits there (A3). */
function mayWrite({ step, seat }: Acting): Refused | null {
	if (seat.role === 'observer') return refused('observer');
	return ['cards', 'board'].includes(opens(step)) ? null : refused('writing-not-open');
}

/** Why no card comes onto the table now, or null (A6). */
async function tableClosed(tx: Query, step: StepRow): Promise<Refused | null> {
	const { paused_at, ...now } = await tx
		.selectFrom('step')
		.innerJoin('room', 'room.journey_id', 'step.journey_id')
		.select(['step.kind', 'step.stage', 'step.locked_at', 'room.paused_at'])
		.where('step.id', '=', step.id)
		.executeTakeFirstOrThrow();
	if (stageOf(now.kind, now.stage).opens !== 'board') return refused('board-not-open');
	if (now.locked_at !== null) return refused('locked');
	return paused_at === null ? null : refused('paused');
}

async function writeCard(
	at: Acting,
	participant: string,
	given: { id: string; prompt: string; text: string; onBehalf?: string }
): Promise<Outcome> {
	const text = checkCard(given.text);
	if (!text.ok) return refused(text.reason, 'text');
	if (!promptsOf(at.step).some((prompt) => prompt.id === given.prompt))
		return refused('prompt-unknown', 'prompt');
	const room = ownRoom(at.step.id, participant);
	await at.ground.sync.change(room, (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		if (cards.has(given.id)) return;
		const { prompt, onBehalf } = given;
		cards.set(given.id, { text: text.text, prompt, at: at.now, ...(onBehalf && { onBehalf }) });
	});
	await countWritten(at.ground, at.step.id, participant);
	// While the table is open it goes there at once; the writer's other cards stay where they are. Else it waits.
	if (opens(at.step) === 'board') await layCards(at, { writers: [participant], card: given.id });
	return { ok: true };
}

/** Changes a card of one's own that is not on the table yet; on the table it belongs to everyone (V4). */
async function changeOwn(
	{ ground, step, seat }: Acting,
	id: string,
	change: (cards: { set(id: string, card: OwnCard): void; delete(id: string): void }, card: OwnCard) => void
): Promise<Outcome> {
	if ((await revealedAmong(ground.db, [{ id }])).size > 0) return refused('card-revealed');
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

/**
 * Counts what somebody has written; called after each change of an own room. Counts, never words (A2). Answers
 * whether they changed: most changes are of a sentence that is no card yet, and write nothing.
 */
export async function countWritten(ground: Ground, step: string, participant: string): Promise<boolean> {
	const written = await ground.sync.read(ownRoom(step, participant), readOwn);
	// In one transaction, so that a reveal comes before or after it and is counted well either way.
	return ground.db.transaction().execute(async (tx) => {
		const waiting = newCards(written, await revealedAmong(tx, written)).length;
		return keepCounts(tx, step, participant, { cards: written.length, waiting }, ground.now());
	});
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
export async function countAll(ground: Ground, step: StepRow): Promise<void> {
	for (const { id } of await writersOf(ground.db, step.journey_id))
		await countWritten(ground, step.id, id).catch((error: unknown) =>
			ground.log.error({ error, step: step.id, participant: id }, 'what somebody wrote could not be counted')
		);
}

function writersOf(db: Query, journey: string) {
	return db
		.selectFrom('participant')
		.select(['id', 'organisation_id'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('role', '!=', 'observer')
		.execute();
}

/** Of whom, and which one; everybody's and all of them where it is left out. */
interface Which {
	writers?: readonly string[];
	card?: string;
}

/** Onto the open table with what waits. */
async function layCards(at: Acting, which: Which): Promise<Outcome<{ revealed: number }>> {
	const laid = await at.ground.db
		.transaction()
		.execute(async (tx): Promise<Outcome<{ revealed: number }>> => {
			const closed = await tableClosed(tx, at.step);
			return closed ?? { ok: true, revealed: await revealCards(tx, at, which) };
		});
	if (laid.ok) await layOnBoard(at.ground, at.step.id);
	return laid;
}

type Written = { writer: { id: string; organisation_id: string | null }; cards: OwnCardView[] };

/**
 * The reveal (V1, V2): copies the cards that nobody saw yet into rows, shuffled; `layOnBoard` brings them to the
 * board. In the transaction that opens the board, so that no crash leaves a board without its cards. Answers how many.
 */
export async function revealCards(tx: Query, at: Acting, which: Which = {}): Promise<number> {
	const { ground, step, now } = at;
	const writers = await writersOf(tx, step.journey_id);
	const chosen = writers.filter((writer) => which.writers?.includes(writer.id) ?? true);
	const written = (await Promise.all(chosen.map((writer) => readWritten(ground, step, writer)))).flat();
	const all = written.flatMap(({ writer, cards }) => cards.map((card) => ({ ...card, writer })));
	const revealed = await revealedAmong(tx, all);
	const fresh = newCards(all, revealed).filter((card) => which.card === undefined || card.id === which.card);
	const prompts = promptsOf(step).map((prompt) => prompt.id);
	const places = placeNew(await nextPlace(tx, step.id), fresh.length, ground.random);
	const rows = fresh.map((card, index) => ({
		id: card.id,
		step_id: step.id,
		// A socket can bring a card to a prompt that there is not; its words are not lost.
		prompt: prompts.includes(card.prompt) ? card.prompt : (prompts[0] ?? ''),
		text: tidy(card.text),
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

/** One room that can't be read holds nobody else up: its cards wait, and can be laid when it is well again. */
async function readWritten(ground: Ground, step: StepRow, writer: Written['writer']): Promise<Written[]> {
	try {
		return [{ writer, cards: await ground.sync.read(ownRoom(step.id, writer.id), readOwn) }];
	} catch (error) {
		ground.log.error(
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

/** Makes the board hold exactly the cards that may be seen. Rows decide; repeating it changes nothing. */
export function layOnBoard(ground: Ground, step: string): Promise<void> {
	// One at a time: who read the rows before a card was hidden must not bring it back after.
	return ground.inTurn(`board ${step}`, async () => {
		const { db } = ground;
		const rows = await db
			.selectFrom('card')
			.selectAll()
			.where('step_id', '=', step)
			.orderBy('shuffle')
			.execute();
		if (rows.length === 0) return;
		const groups = await db
			.selectFrom('card_group')
			.selectAll()
			.where('step_id', '=', step)
			.where('gone_at', 'is', null)
			.execute();
		await ground.sync.change(boardRoom(step), (doc) => {
			if (isBlank(doc)) layGroups(doc, groups, rows);
			layRows(doc, rows);
		});
	});
}

type CardRow = Database['card'];

/** Nothing was ever on it, or the document is lost; then it lies again as it was last written down. */
const isBlank = (doc: Y.Doc) => ['cards', 'groups', 'place'].every((root) => doc.getMap(root).size === 0);

function layGroups(doc: Y.Doc, groups: Database['card_group'][], rows: CardRow[]): void {
	for (const { id, title, position } of groups)
		doc.getMap<BoardGroup>('groups').set(id, { title, order: position * 1000 });
	for (const [index, { id, group_id: group, on_card_id: on }] of rows.entries())
		if (group !== null || on !== null)
			doc.getMap<BoardPlace>('place').set(id, { group, on, order: (index + 1) * 1000 });
}

function layRows(doc: Y.Doc, rows: CardRow[]): void {
	const cards = doc.getMap<BoardCard>('cards');
	for (const row of rows) {
		const there = cards.get(row.id);
		if (row.hidden_at !== null) {
			if (there) cards.delete(row.id);
			continue;
		}
		const onBehalf = row.entered_by !== null && row.confirmed_at === null;
		if (there && there.onBehalf === onBehalf && there.organisation === row.organisation_id) continue;
		cards.set(row.id, {
			text: row.text,
			prompt: row.prompt,
			organisation: row.organisation_id,
			order: row.shuffle,
			onBehalf
		});
	}
}

async function setHidden(at: Acting, id: string, hidden: boolean): Promise<Outcome> {
	const { ground, step, seat, now } = at;
	const outcome = await ground.db.transaction().execute(async (tx): Promise<Outcome> => {
		const card = await tx
			.selectFrom('card')
			.select('hidden_at')
			.where('id', '=', id)
			.where('step_id', '=', step.id)
			.executeTakeFirst();
		if (!card) return refused('card-gone');
		if ((card.hidden_at !== null) === hidden) return { ok: true };
		await tx
			.updateTable('card')
			.set(hidden ? { hidden_at: now, hidden_by: seat.participant } : { hidden_at: null, hidden_by: null })
			.where('id', '=', id)
			.execute();
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

/** Of these cards, the ids that lie on a table already. */
async function revealedAmong(db: Query, cards: readonly { id: string }[]): Promise<Set<string>> {
	const revealed = new Set<string>();
	for (const slice of slices(cards)) {
		const ids = slice.map((card) => card.id);
		const rows = await db.selectFrom('card').select('id').where('id', 'in', ids).execute();
		for (const { id } of rows) revealed.add(id);
	}
	return revealed;
}

/** A statement takes a limited number of values. */
function* slices<T>(items: readonly T[]): Generator<T[]> {
	for (let from = 0; from < items.length; from += 500) yield items.slice(from, from + 500);
}
