import * as v from 'valibot';
import { decideAnonymity } from '#domain/parts/anonymity/anonymity.ts';
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';
import { suggestGroups } from '#domain/parts/cards/similar.ts';
import { checkCard } from '#domain/text/text.ts';
import { readOwn, type OwnCard, type OwnCardView } from '#wire/parts/cards/own.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { refused, type Outcome, type Refused } from '#server/acts/outcome.ts';
import { act, type Acting } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymity.ts';
import { projectBoard } from '#server/parts/board/board.ts';
import { penStep, pensHeld } from '#server/journey/pens.ts';
import { promptsOf } from './prompts.ts';
import { countWritten, ownRoom, revealCards, revealedAmong, type Which } from './reveal.ts';
import { dutchStem } from './stem.ts';

// Cards, for any kind that has them: written alone, revealed together, then on the board.

const opens = (step: Pick<StepRow, 'kind' | 'stage'>) => stageOf(step.kind, step.stage).opens;
/** The private rooms of an anonymous step: open only while people write (N9). */
const isClosed = (step: StepRow) => isAnonymousStep(step) && opens(step) !== 'cards';

/** One's own cards of a step, oldest first, each with whether it lies on the table. For `load`, without a socket too. */
export async function myCards({
	context,
	step,
	seat
}: Acting): Promise<(OwnCardView & { revealed: boolean })[]> {
	// What is still there waits for more of it, and is nobody's any more on a screen (N5, N9).
	if (isClosed(step)) return [];
	const written = await context.sync.read(ownRoom(step.id, seat.participant), readOwn);
	const revealed = await revealedAmong(context.db, written);
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
		const { context, step, seat } = at;
		const isOwn = await context.sync.change(ownRoom(step.id, seat.participant), (doc) => {
			const cards = doc.getMap<OwnCard>('cards');
			const card = cards.get(id);
			if (!card) return false;
			const { onBehalf, ...mine } = card;
			if (onBehalf) cards.set(id, mine);
			return true;
		});
		const onTable = await context.db
			.selectFrom('card')
			.select('confirmed_at')
			.where('id', '=', id)
			.where('participant_id', '=', seat.participant)
			.executeTakeFirst();
		if (!isOwn && !onTable) return refused('card-gone');
		if (onTable?.confirmed_at !== null) return { ok: true };
		await context.db.updateTable('card').set({ confirmed_at: at.now }).where('id', '=', id).execute();
		await projectBoard(context, step.id);
		return { ok: true };
	}),

	ready: act(
		'anyone',
		v.object({ on: v.picklist(['yes', 'no']) }),
		async ({ context, step, seat, now }, { on }) => {
			if (seat.role === 'observer') return refused('observer');
			if (!stageOf(step.kind, step.stage).readiness) return refused('nothing-to-be-ready-for');
			const row = { step_id: step.id, stage: step.stage, participant_id: seat.participant };
			if (on === 'yes')
				await context.db
					.insertInto('ready')
					.values({ ...row, at: now })
					.onConflict((oc) => oc.doNothing())
					.execute();
			else
				await context.db
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

	/** With names or without: as long as nothing was promised, and nothing lies on the table with its writers (N2). */
	setAnonymous: act('facilitator', v.object({ on: v.picklist(['yes', 'no']) }), (at, { on }) =>
		setAnonymous(at, on === 'yes')
	),

	/** Off the table for everyone; the row stays, and `showCard` brings it back (V5). */
	hideCard: act('facilitator', v.object({ id: madeId }), (at, { id }) => setHidden(at, id, true)),
	showCard: act('facilitator', v.object({ id: madeId }), (at, { id }) => setHidden(at, id, false)),

	/** "Namens": labelled until that person confirms it (C9). */
	addOnBehalf: act(
		'facilitator',
		v.object({ id: madeId, participant: v.string(), prompt: v.string(), text: v.string() }),
		async (at, given) => {
			// The facilitator would know whose it is (N11).
			if (isAnonymousStep(at.step)) return refused('anonymous-no-behalf');
			const closed = mayWrite(at);
			if (closed) return closed;
			const seat = await at.context.db
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
		...act('anyone', v.object({}), async ({ context, step }): Promise<Outcome> => {
			if (opens(step) !== 'board') return refused('board-not-open');
			const cards = await context.db
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
	if (isClosed(step)) return refused('writing-not-open');
	return ['cards', 'board'].includes(opens(step)) ? null : refused('writing-not-open');
}

/** Why no card comes onto the table now, or null (A6). */
async function tableClosed(tx: Query, step: StepRow): Promise<Refused | null> {
	const now = await penStep(tx, step.id);
	return opens(now) === 'board' ? pensHeld(now) : refused('board-not-open');
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
	await at.context.sync.change(room, (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		if (cards.has(given.id)) return;
		const { prompt, onBehalf } = given;
		cards.set(given.id, { text: text.text, prompt, at: at.now, ...(onBehalf && { onBehalf }) });
	});
	await countWritten(at.context, at.step.id, participant);
	// While the table is open it goes there at once; the writer's other cards stay where they are. Else it waits.
	if (opens(at.step) === 'board') await layCards(at, { writers: [participant], card: given.id });
	return { ok: true };
}

/** Changes a card of one's own that is not on the table yet; on the table it belongs to everyone (V4). */
async function changeOwn(
	{ context, step, seat }: Acting,
	id: string,
	change: (cards: { set(id: string, card: OwnCard): void; delete(id: string): void }, card: OwnCard) => void
): Promise<Outcome> {
	if (isClosed(step)) return refused('writing-not-open');
	if ((await revealedAmong(context.db, [{ id }])).size > 0) return refused('card-revealed');
	const found = await context.sync.change(ownRoom(step.id, seat.participant), (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		const card = cards.get(id);
		if (card) change(cards, card);
		return card !== undefined;
	});
	if (!found) return refused('card-gone');
	await countWritten(context, step.id, seat.participant);
	return { ok: true };
}

/** Onto the open table with what waits; in an anonymous step it waits for the next reveal (N11). */
async function layCards(at: Acting, which: Which): Promise<Outcome<{ revealed: number }>> {
	if (isAnonymousStep(at.step)) return refused('anonymous-waits');
	const laid = await at.context.db
		.transaction()
		.execute(async (tx): Promise<Outcome<{ revealed: number }>> => {
			const closed = await tableClosed(tx, at.step);
			if (closed) return closed;
			const revealed = await revealCards(tx, at, which);
			return typeof revealed === 'number' ? { ok: true, revealed } : revealed;
		});
	if (laid.ok) await projectBoard(at.context, at.step.id);
	return laid;
}

async function setAnonymous({ context, step, seat, now }: Acting, anonymous: boolean): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const row = await tx.selectFrom('step').selectAll().where('id', '=', step.id).executeTakeFirstOrThrow();
		const count = async (table: 'written' | 'card') => {
			const { rows } = await tx
				.selectFrom(table)
				.select((eb) => eb.fn.countAll<number>().as('rows'))
				.where('step_id', '=', step.id)
				.executeTakeFirstOrThrow();
			return Number(rows);
		};
		const facts = {
			kind: row.kind,
			anonymous: isAnonymousStep(row),
			begun: row.stage !== kindOf(row.kind).stages[0].name,
			written: await count('written'),
			revealed: await count('card')
		};
		const decision = decideAnonymity(facts, anonymous);
		if (!decision.ok) return refused(decision.reason);
		if (facts.anonymous === anonymous) return { ok: true };
		const settings = JSON.stringify({ ...(JSON.parse(row.settings) as object), anonymous });
		await tx.updateTable('step').set({ settings }).where('id', '=', step.id).execute();
		await append(tx, {
			journey: step.journey_id,
			at: now,
			act: 'set-anonymous',
			subject: step.id,
			detail: { anonymous },
			by: seat
		});
		return { ok: true };
	});
}

async function setHidden(at: Acting, id: string, hidden: boolean): Promise<Outcome> {
	const { context, step, seat, now } = at;
	const outcome = await context.db.transaction().execute(async (tx): Promise<Outcome> => {
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
	if (outcome.ok) await projectBoard(context, step.id);
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
