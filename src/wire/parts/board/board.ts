import type * as Y from 'yjs';

/**
 * What everyone at the table sees of a step, and may write as its stage allows. Plain JSON values under three maps and
 * one map of texts, so that two people who move one card end in the same place for both (last write wins per card), and
 * a group that is gone leaves its cards loose instead of lost.
 *
 * - `cards`  (server only) card id → BoardCard
 * - `groups` group id → BoardGroup
 * - `place`  card id → BoardPlace
 * - `texts`  (keys made by the server only) `<value id>.<field>` → Y.Text
 */
export const boardDocument = (step: string) => `board/${step}`;

export interface BoardCard {
	text: string;
	prompt: string;
	/** Organisation id, or null for a resident, a guest, or an anonymous step. */
	organisation: string | null;
	/** Shuffled place among all cards, given at the reveal. */
	order: number;
	/** Written down by the facilitator and not yet confirmed by the person. */
	onBehalf: boolean;
}
export interface BoardGroup {
	title: string;
	order: number;
}
export interface BoardPlace {
	group: string | null;
	/** On top of this other card ("op elkaar"); both stay readable. */
	on: string | null;
	order: number;
}

export interface CardView extends BoardCard {
	id: string;
	/** Cards that lie under this one. */
	under: { id: string; text: string; prompt: string }[];
}
export interface GroupView {
	id: string;
	title: string;
	cards: CardView[];
}
export interface BoardView {
	groups: GroupView[];
	loose: CardView[];
	/** Every card on the board, the ones under another included. */
	count: number;
}

const isCard = (v: unknown): v is BoardCard =>
	typeof v === 'object' && v !== null && 'text' in v && typeof v.text === 'string' && 'order' in v;
const isGroup = (v: unknown): v is BoardGroup =>
	typeof v === 'object' && v !== null && 'title' in v && typeof v.title === 'string' && 'order' in v;
const isPlace = (v: unknown): v is BoardPlace =>
	typeof v === 'object' && v !== null && 'group' in v && 'on' in v && 'order' in v;

/** What lies where. A value that has not its shape is passed over: anyone with write access can write to `place`. */
export function readBoard(doc: Y.Doc): BoardView {
	const cards = new Map([...doc.getMap('cards')].filter((e): e is [string, BoardCard] => isCard(e[1])));
	const groups = [...doc.getMap('groups')].filter((e): e is [string, BoardGroup] => isGroup(e[1]));
	const places = new Map([...doc.getMap('place')].filter((e): e is [string, BoardPlace] => isPlace(e[1])));

	const onTop = new Map<string, string[]>();
	for (const [id, top] of topsOf(places, cards)) if (top && cards.has(id)) add(onTop, top, id);
	const covered = new Set([...onTop.values()].flat());
	const view = (id: string): CardView => ({
		id,
		...cards.get(id)!,
		under: (onTop.get(id) ?? [])
			.sort()
			.map((u) => ({ id: u, text: cards.get(u)!.text, prompt: cards.get(u)!.prompt }))
	});
	const known = new Set(groups.map(([id]) => id));
	const groupOf = (id: string) => {
		const group = places.get(id)?.group ?? null;
		return group !== null && known.has(group) ? group : null;
	};
	const shown = [...cards.keys()].filter((id) => !covered.has(id));
	const byPlace = (a: string, b: string) =>
		(places.get(a)?.order ?? 0) - (places.get(b)?.order ?? 0) || (a < b ? -1 : 1);
	const byShuffle = (a: string, b: string) => cards.get(a)!.order - cards.get(b)!.order || (a < b ? -1 : 1);

	const inGroup = new Map<string | null, string[]>();
	for (const id of shown) {
		add(inGroup, groupOf(id), id);
	}

	return {
		groups: groups
			.sort(([a, x], [b, y]) => x.order - y.order || (a < b ? -1 : 1))
			.map(([id, { title }]) => ({ id, title, cards: (inGroup.get(id) ?? []).sort(byPlace).map(view) })),
		loose: (inGroup.get(null) ?? []).sort(byShuffle).map(view),
		count: cards.size
	};
}

function add<Key>(lists: Map<Key, string[]>, key: Key, id: string): void {
	const list = lists.get(key);
	if (list) list.push(id);
	else lists.set(key, [id]);
}

/**
 * Of each card that lies on another, the card at the top of its pile; null where they lie on each other in a circle.
 * Each is passed once, however long a row of cards on cards somebody made (BN7).
 */
function topsOf(places: Map<string, BoardPlace>, cards: Map<string, BoardCard>): Map<string, string | null> {
	const tops = new Map<string, string | null>();
	const onOf = (id: string) => {
		const on = places.get(id)?.on ?? null;
		return on !== null && cards.has(on) ? on : null;
	};
	for (const id of places.keys()) {
		const path = new Set<string>();
		let at = id;
		for (let on = onOf(at); on !== null && !tops.has(at) && !path.has(at); on = onOf(at)) {
			path.add(at);
			at = on;
		}
		const known = tops.has(at) ? tops.get(at)! : at;
		for (const one of path) tops.set(one, path.has(at) ? null : known);
	}
	return tops;
}
