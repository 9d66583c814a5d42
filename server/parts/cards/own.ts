import * as v from 'valibot';
import { cardsEach } from '#domain/bounds.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { checkCard } from '#domain/text/text.ts';
import { ownDocument, readNotebook, readOwn, type OwnCard, type OwnCardView } from '#wire/parts/cards/own.ts';
import {
	changed,
	stepAct,
	boardHeld,
	unchanged,
	type AtStep,
	type Before,
	type Done
} from '#server/acts/act.ts';
import type { Documents } from '#server/acts/documents.ts';
import { refused, type Refused } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { notebooksOf } from '#server/journey/notebooks.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { laidAmong } from './card-rows.ts';
import { countWritten } from './counts.ts';
import { promptsOf } from './prompts.ts';
import { idsIn } from './late.ts';
import { layCards } from './reveal.ts';
import { writtenDocuments, type Written } from './written.ts';

// Cards in the documents of single people, by form: for a page without a socket, and for somebody without a device.

const opens = (step: Pick<StepRow, 'kind' | 'stage'>) => stageOf(step.kind, step.stage).opens;

/** The private documents of an anonymous step: open only while people write (N9). */
const isClosed = (step: StepRow) => isAnonymousStep(step) && opens(step) !== 'cards';

/**
 * One's own cards of a step, oldest first, each with whether it lies on the table, and of those that lie there the ones
 * that were taken back. For `load`, without a socket too.
 */
export async function myCards(
	context: Context,
	step: StepRow,
	notebook: string
): Promise<{ cards: (OwnCardView & { revealed: boolean })[]; taken: string[] }> {
	// What is still there waits for more of it, and is nobody's any more on a screen (N5, N9).
	if (isClosed(step)) return { cards: [], taken: [] };
	const own = await context.sync.read(ownDocument(step.id, notebook), readNotebook);
	const laid = await laidAmong(context.db, idsIn([own]));
	const cards = own.cards.map((card) => ({ ...card, revealed: laid.has(card.id) }));
	return { cards, taken: own.taken.filter((id) => laid.has(id)) };
}

export const addCard = stepAct({
	name: 'add-card',
	who: 'participants',
	/** `id` is made by the form, so that a replayed post writes one card (C8). */
	input: v.object({ id: madeId, prompt: v.string(), text: v.string() }),
	documents: async ({ context, step, seat }) =>
		!isClosed(step) ? writtenDocuments(context, step, seat.participant) : null,
	run: async (tx, at, given, read: Written[] | null) => writeCard(tx, at, at.seat, given, read)
});

export const addOnBehalf = stepAct({
	name: 'add-on-behalf',
	who: 'facilitators',
	input: v.object({ id: madeId, participant: v.string(), prompt: v.string(), text: v.string() }),
	documents: async ({ context, step }, { participant }) =>
		!isClosed(step) ? writtenDocuments(context, step, participant) : null,
	/** "Namens": labelled until that person confirms it (C9). */
	async run(tx, at, given, read: Written[] | null) {
		// The facilitator would know whose it is (N11).
		if (isAnonymousStep(at.step)) return refused('anonymous-no-behalf');
		const seat = await tx
			.selectFrom('participant')
			.select('id')
			.where('id', '=', given.participant)
			.where('journey_id', '=', at.journey)
			.where('removed_at', 'is', null)
			.where('role', '!=', 'observer')
			.executeTakeFirst();
		if (!seat) return refused('participant-unknown', 'participant');
		// The device that they have now, or had last, is the one that shows it.
		const notebook = (await notebooksOf(tx, seat.id)).at(-1)!;
		const writer = { participant: seat.id, notebook };
		return writeCard(tx, at, writer, { ...given, onBehalf: at.seat.participant }, read);
	}
});

export const editCard = stepAct({
	name: 'edit-card',
	who: 'anyone',
	input: v.object({ id: madeId, text: v.string() }),
	documents: myOwn,
	async run(_, at, given, own: OwnCardView[]) {
		const text = checkCard(given.text);
		if (!text.ok) return refused(text.reason, 'text');
		return (
			notMine(at, given.id, own) ??
			changingOwn(at, (cards) => {
				const card = cards.get(given.id);
				if (card) cards.set(given.id, { ...card, text: text.text });
			})
		);
	}
});

export const removeCard = stepAct({
	name: 'remove-card',
	who: 'anyone',
	input: v.object({ id: madeId }),
	documents: myOwn,
	run: async (_, at, { id }, own: OwnCardView[]) =>
		notMine(at, id, own) ?? changingOwn(at, (cards) => cards.delete(id))
});

export const confirmCard = stepAct({
	name: 'confirm-card',
	who: 'anyone',
	input: v.object({ id: madeId }),
	documents: myOwn,
	/** "Dit klopt": a card that was written down for me is mine (C9). */
	async run(tx, at, { id }, own: OwnCardView[]) {
		const { step, seat, now } = at;
		const onTable = await tx
			.selectFrom('card')
			.select('confirmed_at')
			.where('id', '=', id)
			.where('participant_id', '=', seat.participant)
			.executeTakeFirst();
		const mine = own.find((card) => card.id === id);
		if (!mine && !onTable) return refused('card-gone');
		if (onTable?.confirmed_at === null)
			await tx.updateTable('card').set({ confirmed_at: now }).where('id', '=', id).execute();
		else if (!mine?.onBehalf) return unchanged();
		return changed({
			...(onTable && { project: [step.id] }),
			...(mine?.onBehalf && { write: () => changeOwn(at, (cards) => confirm(cards, id)) })
		});
	}
});

function confirm(cards: Cards, id: string): void {
	const card = cards.get(id);
	if (!card) return;
	const { onBehalf: _, ...mine } = card;
	cards.set(id, mine);
}

interface Cards {
	get(id: string): OwnCard | undefined;
	set(id: string, card: OwnCard): void;
	delete(id: string): void;
}

/** What this person wrote alone, which waits until the act is over. */
async function myOwn({ context, seat, step }: Before): Promise<Documents<OwnCardView[]>> {
	const own = ownDocument(step.id, seat.notebook);
	return { held: [own], read: () => context.sync.read(own, readOwn) };
}

/** Why this is no card to change. One that lies on the table stays there as it is, and the change waits (V4, V6). */
function notMine({ step }: AtStep, id: string, own: readonly OwnCardView[]): Refused | null {
	if (isClosed(step)) return refused('writing-not-open');
	return own.some((card) => card.id === id) ? null : refused('card-gone');
}

const changingOwn = (at: AtStep, change: (cards: Cards) => void): Done =>
	changed({ write: () => changeOwn(at, change) });

async function changeOwn({ context, step, seat }: AtStep, change: (cards: Cards) => void): Promise<void> {
	await context.sync.change(ownDocument(step.id, seat.notebook), (doc) =>
		change(doc.getMap<OwnCard>('cards'))
	);
	await countWritten(context, step.id, seat.participant);
}

type Writer = Pick<SeatOf, 'participant' | 'notebook'>;

interface NewCard {
	id: string;
	prompt: string;
	text: string;
	onBehalf?: string;
}

/** A lock closes the board, never somebody's own document: what is written then waits there (A3). */
async function writeCard(
	tx: Query,
	at: AtStep,
	writer: Writer,
	{ id, prompt, text, onBehalf }: NewCard,
	read: readonly Written[] | null
): Promise<Done> {
	const { step, room, now } = at;
	if (isClosed(step) || !['cards', 'board'].includes(opens(step))) return refused('writing-not-open');
	const checked = checkCard(text);
	if (!checked.ok) return refused(checked.reason, 'text');
	if (!promptsOf(step).some((one) => one.id === prompt)) return refused('prompt-unknown', 'prompt');
	const card: OwnCard = { text: checked.text, prompt, at: now, ...(onBehalf && { onBehalf }) };
	const own = read?.find((one) => one.notebook === writer.notebook);
	if (own && isFullOf(countedWith(step, own, read!), id)) return refused('too-many-cards', 'text');
	if (!own || !isOpenTable(step) || boardHeld(step, room))
		return changed({ isPrivate: true, write: () => keepWaiting(at, writer, id, card) });
	const cards = own.cards.some((one) => one.id === id) ? own.cards : [...own.cards, { id, ...card }];
	const all = read!.map((one) => (one === own ? { ...own, cards } : one));
	const laid = await layCards(tx, at, all, { card: id });
	const write = () => keepCard(at, writer, id, card);
	return changed({ write, ...(laid > 0 ? { project: [step.id] } : { isPrivate: true }) });
}

/**
 * The bound is one of the person; where nobody is to know what somebody wrote it is one of the notebook, or it would tell
 * how much lies in another one (J14).
 */
const countedWith = (step: StepRow, own: Written, all: readonly Written[]): OwnCardView[] =>
	(isAnonymousStep(step) ? [own] : all).flatMap(({ cards }) => cards);

/** A replayed post is no other card (BN1, C8). */
const isFullOf = (cards: readonly { id: string }[], id: string): boolean =>
	cards.length >= cardsEach && !cards.some((card) => card.id === id);

/** A card goes there at once; in an anonymous step it waits for the next reveal (N11). */
const isOpenTable = (step: StepRow) => opens(step) === 'board' && !isAnonymousStep(step);

/** In its writer's own document. Safe to repeat: a replayed post finds its card there. */
async function keepCard(
	{ context, step }: AtStep,
	{ notebook }: Writer,
	id: string,
	card: OwnCard
): Promise<void> {
	await context.sync.change(ownDocument(step.id, notebook), (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		if (!cards.has(id)) cards.set(id, card);
	});
}

/** Whoever is to be told hears of it here: the act itself changed no row. */
async function keepWaiting(at: AtStep, writer: Writer, id: string, card: OwnCard): Promise<void> {
	await keepCard(at, writer, id, card);
	await countWritten(at.context, at.step.id, writer.participant);
	at.context.announce(at.journey, 'facts');
}
