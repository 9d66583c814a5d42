import type * as Y from 'yjs';
import { orderAfter, orderMost } from '#domain/bounds.ts';
import type { BoardGroup, BoardPlace, BoardView, CardView } from '#wire/parts/board/board.ts';

// What people do with cards on a board. Each act is one transaction and so one step of undo; each only says where
// cards lie now, so that two acts on one card end in the same place for everyone.

export interface Board {
	doc: Y.Doc;
	/** As people see it at the moment of the act. */
	view: BoardView;
}

const groupsOf = (doc: Y.Doc) => doc.getMap<BoardGroup>('groups');
const placesOf = (doc: Y.Doc) => doc.getMap<BoardPlace>('place');

/** Behind all that lies in the group already. A card that is there stays where it is; one from a pile comes off it. */
export function moveTo({ doc, view }: Board, cards: readonly string[], group: string | null): void {
	if (group !== null && !groupsOf(doc).has(group)) return;
	const there = new Set((group === null ? view.loose : cardsIn(view, group)).map((card) => card.id));
	const coming = known(view, cards).filter((id) => !there.has(id));
	layBehind({ doc, view }, coming, group);
}

/** At the end of the board. */
export function newGroup({ doc, view }: Board, id: string, title: string, cards: readonly string[]): void {
	const last = Math.max(0, ...[...groupsOf(doc).values()].map((group) => group.order));
	groupsOf(doc).set(id, { title, order: orderAfter(last) });
	layBehind({ doc, view }, known(view, cards), id);
}

export function rename({ doc }: Board, id: string, title: string): boolean {
	const group = groupsOf(doc).get(id);
	if (!group) return false;
	if (group.title !== title) groupsOf(doc).set(id, { ...group, title });
	return true;
}

/** The cards of one group, the covered ones too, behind those of another, and the first group is gone. */
export function merge({ doc, view }: Board, from: string, into: string): void {
	const [leaving, staying] = [groupsOf(doc).get(from), groupsOf(doc).get(into)];
	if (from === into || !leaving || !staying) return;
	const cards = cardsIn(view, from);
	layBehind(
		{ doc, view },
		cards.map((card) => card.id),
		into
	);
	for (const { id, under } of cards)
		for (const covered of under) lay(doc, covered.id, { group: into, on: id });
	if (staying.title === '') groupsOf(doc).set(into, { ...staying, title: leaving.title });
	groupsOf(doc).delete(from);
}

/** Its cards lie loose: a place in a group that is gone is no place. Bringing the group back brings them back. */
export function ungroup({ doc }: Board, id: string): void {
	groupsOf(doc).delete(id);
}

/** "Op elkaar": `cards` lie under `on` from now on. On a card that is covered itself means: on that pile. */
export function stack({ doc, view }: Board, cards: readonly string[], on: string): void {
	const top = pileOf(view, on);
	if (!top) return;
	for (const id of known(view, cards)) {
		if (id === top.card.id || top.card.under.some((covered) => covered.id === id)) continue;
		for (const covered of find(view, id)?.card.under ?? [])
			lay(doc, covered.id, { group: top.group, on: top.card.id });
		lay(doc, id, { group: top.group, on: top.card.id });
	}
}

/** Off its pile, right behind it. */
export function unstack({ doc, view }: Board, id: string): void {
	const pile = pileOf(view, id);
	if (!pile || pile.card.id === id) return;
	const group = pile.group === null ? view.loose : cardsIn(view, pile.group);
	const next = group[group.findIndex((card) => card.id === pile.card.id) + 1];
	const order = between(orderOf(doc, pile.card.id), next && orderOf(doc, next.id));
	lay(doc, id, { group: pile.group, on: null, order });
}

/** Whole steps behind, half ones in between: there is always room. */
export const between = (before: number, after: number | undefined) =>
	after === undefined || after <= before ? orderAfter(before) : (before + after) / 2;

function layBehind({ doc, view }: Board, cards: readonly string[], group: string | null): void {
	const last = group === null ? 0 : Math.max(0, ...cardsIn(view, group).map((card) => orderOf(doc, card.id)));
	cards.forEach((id, index) => lay(doc, id, { group, on: null, order: orderAfter(last, index + 1) }));
}

function lay(doc: Y.Doc, id: string, at: { group: string | null; on: string | null; order?: number }): void {
	placesOf(doc).set(id, { order: orderOf(doc, id), ...at });
}

/** Anyone with a pen can write to `place`, so what is read may be anything. */
function orderOf(doc: Y.Doc, id: string): number {
	const order: unknown = placesOf(doc).get(id)?.order;
	return typeof order === 'number' && Math.abs(order) <= orderMost ? order : 0;
}

const cardsIn = (view: BoardView, group: string): CardView[] =>
	view.groups.find(({ id }) => id === group)?.cards ?? [];

interface Found {
	card: CardView;
	group: string | null;
}

function* piles(view: BoardView): Generator<Found> {
	for (const card of view.loose) yield { card, group: null };
	for (const { id, cards } of view.groups) for (const card of cards) yield { card, group: id };
}

/** The card, when it lies on the board itself. */
const find = (view: BoardView, id: string) => [...piles(view)].find(({ card }) => card.id === id);

/** The pile that the card lies on or in. */
const pileOf = (view: BoardView, id: string) =>
	[...piles(view)].find(({ card }) => card.id === id || card.under.some((covered) => covered.id === id));

const known = (view: BoardView, cards: readonly string[]) =>
	[...new Set(cards)].filter((id) => pileOf(view, id));
