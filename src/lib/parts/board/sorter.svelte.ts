import { groupsMost } from '#domain/bounds.ts';
import { SvelteSet } from 'svelte/reactivity';
import type { BoardView, CardView, GroupView } from '#wire/parts/board/board.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { sayOnBoard } from './board-reasons.ts';
import { cardsInWords, nameOf } from './names.ts';
import { nothingSeen, refresh, showWaiting, type Seen } from './reading.ts';

/**
 * One person sorting: what this reader has before their eyes, which cards are chosen, and the acts on them.
 * Every act says in a sentence what it did, for it may have happened far from where the reader is.
 */
export class Sorter {
	readonly board: Board;
	/** What the last act did. */
	said = $state('');
	/** The group that was just made and has no name yet. */
	naming = $state<string | null>(null);
	/** Its name as far as it is typed: pens down takes it from nobody. */
	title = $state('');

	#view: () => BoardView;
	#mine: () => ReadonlySet<string>;
	#still: () => boolean;
	#ticked = new SvelteSet<string>();
	#asked = $state(0);
	/** What was seen before. Not a state: it follows from what was shown, and is read by the next time only. */
	#before: Seen = nothingSeen;
	#seen = $derived.by(() => {
		void this.#asked;
		return (this.#before = refresh(this.#before, this.view, this.#mine()));
	});
	/** Every card asks for it, and most changes of the board leave it as it is. */
	#mayMove = $derived.by(() => this.board.may.sort && !this.#still());
	#tops = $derived(
		new Map(
			[...this.view.loose, ...this.view.groups.flatMap((group) => group.cards)].map((card) => [card.id, card])
		)
	);

	/** `mine`: cards that need not wait to be shown. `still`: nothing may be moved now. */
	constructor(board: Board, view: () => BoardView, mine: () => ReadonlySet<string>, still: () => boolean) {
		this.board = board;
		this.#view = view;
		this.#mine = mine;
		this.#still = still;
	}

	get view(): BoardView {
		return this.#view();
	}
	get mayMove(): boolean {
		return this.#mayMove;
	}
	get seen(): Seen {
		return this.#seen;
	}
	/** The loose cards in the order of this screen, without those that wait. */
	get loose(): CardView[] {
		return this.#seen.loose.flatMap((id) => this.#tops.get(id) ?? []);
	}
	/** Chosen, and still there to be moved. In the order of the screen. */
	get picked(): CardView[] {
		const shown = [...this.loose, ...this.view.groups.flatMap((group) => group.cards)];
		return shown.filter((card) => this.#ticked.has(card.id));
	}
	isPicked = (card: string) => this.#ticked.has(card);

	pick(card: string, on: boolean) {
		if (on) this.#ticked.add(card);
		else this.#ticked.delete(card);
		this.naming = null;
	}

	clear() {
		this.#ticked.clear();
	}

	/** Adds the cards that wait; returns the first of them. */
	showNew(): string | undefined {
		const [first] = this.#seen.waiting;
		this.#before = showWaiting(this.#seen);
		this.#asked += 1;
		return first;
	}

	/** `null`: back to the loose ones. */
	moveTo(group: GroupView | null, cards = this.picked) {
		if (cards.length === 0) return;
		this.board.moveTo(ids(cards), group?.id ?? null);
		const count = cardsInWords(cards.length);
		this.#did(group ? m.sort_said_to({ count, title: nameOf(group) }) : m.sort_said_loose({ count }));
	}

	newGroup(cards = this.picked) {
		if (cards.length === 0) return;
		if (this.view.groups.length >= groupsMost) return void (this.said = sayOnBoard('too-many-groups'));
		this.naming = this.board.newGroup(ids(cards));
		this.title = '';
		this.#did(m.sort_said_new({ count: cardsInWords(cards.length) }));
	}

	/** The first one stays on top. */
	pile() {
		const [top, ...under] = this.picked;
		if (!top || under.length === 0) return;
		this.board.stack(ids(under), top.id);
		this.#did(m.sort_said_piled({ count: cardsInWords(under.length + 1) }));
	}

	unpile(card: CardView) {
		for (const under of card.under) this.board.unstack(under.id);
		this.#did(m.sort_said_unpiled());
	}

	/** The sentence that says why not, or null. */
	rename(group: string, title: string): string | null {
		const outcome = this.board.rename(group, title);
		if (!outcome.ok) return sayOnBoard(outcome.reason);
		this.said = title.trim() ? m.sort_said_named({ title: title.trim() }) : m.sort_said_unnamed();
		return null;
	}

	merge(from: GroupView, into: GroupView) {
		this.board.merge(from.id, into.id);
		this.#did(m.sort_said_merged({ from: nameOf(from), into: nameOf(into) }));
	}

	ungroup(group: GroupView) {
		this.board.ungroup(group.id);
		this.#did(m.sort_said_apart({ title: nameOf(group) }));
	}

	undo() {
		if (!this.mayMove || !this.board.canUndo) return;
		this.board.undo();
		this.naming = null;
		this.said = m.sort_said_undone();
	}

	redo() {
		if (!this.mayMove || !this.board.canRedo) return;
		this.board.redo();
		this.naming = null;
		this.said = m.sort_said_redone();
	}

	#did(words: string) {
		this.clear();
		this.said = words;
	}
}

const ids = (cards: readonly CardView[]) => cards.map((card) => card.id);
