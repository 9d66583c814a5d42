import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type * as Y from 'yjs';
import { newId } from '#lib/form/new-id.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import type * as BoardRooms from './board-room.ts';
import type { Saved } from './connection-state.ts';
import { addLost, dropLost, keepLost } from './lost-words.ts';
import type { SharedText } from './shared-text.svelte.ts';

const empty: BoardView = { groups: [], loose: [], count: 0 };

/** The board of a step: what lies where, the acts on it, and the texts that are written together. */
export class Board {
	readonly #step: string;
	readonly #beamer: string | undefined;
	readonly #texts = new SvelteMap<string, SharedText>();
	#room: BoardRooms.BoardRoom | null = null;
	#frame: (() => void) | null = null;
	#view = $state.raw<BoardView>(empty);
	#may = $state.raw({ sort: false, write: false });
	#saved = $state.raw<Saved>('saved');
	#canUndo = $state.raw(false);
	#canRedo = $state.raw(false);
	readonly #participant: string | undefined;

	/** `first`: from load, shown until the document is there. `participant`: who may come to lose words here. */
	constructor(
		step: string,
		first: BoardView | null,
		options: { beamer?: string; participant?: string | undefined } = {}
	) {
		this.#step = step;
		this.#beamer = options.beamer;
		this.#participant = options.participant;
		this.#view = first ?? empty;
	}

	get view(): BoardView {
		return this.#view;
	}

	/** What the stage lets this person do now: sort cards, write texts. */
	get may(): { sort: boolean; write: boolean } {
		return this.#may;
	}

	get saved(): Saved {
		return this.#saved;
	}

	get canUndo(): boolean {
		return this.#canUndo;
	}

	get canRedo(): boolean {
		return this.#canRedo;
	}

	/** What `load` says now: shown until the document is there, and where sockets are blocked. */
	onLoad(view: BoardView | null): void {
		const isShown = untrack(() => this.#saved === 'blocked') || !this.#room?.view;
		if (view && isShown) this.#view = view;
	}

	/** Loads the document and connects; answers the stop function. */
	open(): () => void {
		let isOpen = true;
		addEventListener('beforeunload', this.#warn);
		document.addEventListener('visibilitychange', this.#putBy);
		void this.#begin(() => isOpen);
		return () => {
			isOpen = false;
			removeEventListener('beforeunload', this.#warn);
			document.removeEventListener('visibilitychange', this.#putBy);
			this.#frame?.();
			this.#frame = null;
			this.#room?.leave();
			this.#room = null;
		};
	}

	moveTo(cards: string[], group: string | null): void {
		this.#room?.moveTo(cards, group);
	}

	/** Returns the id of the new group. */
	newGroup(cards: string[], title = ''): string {
		const id = newId();
		this.#room?.newGroup(id, title, cards);
		return id;
	}

	rename(group: string, title: string): BoardRooms.Renamed {
		return this.#room?.rename(group, title) ?? { ok: false, reason: 'locked' };
	}

	merge(from: string, into: string): void {
		this.#room?.merge(from, into);
	}

	ungroup(group: string): void {
		this.#room?.ungroup(group);
	}

	stack(cards: string[], on: string): void {
		this.#room?.stack(cards, on);
	}

	unstack(card: string): void {
		this.#room?.unstack(card);
	}

	undo(): void {
		this.#room?.undo();
	}

	redo(): void {
		this.#room?.redo();
	}

	/** `<value id>.<field>`; null until the server has made it. */
	text(key: string): SharedText | null {
		return this.#texts.get(key) ?? null;
	}

	async #begin(isWanted: () => boolean): Promise<void> {
		const loaded = await import('./board-room.ts').catch(() => null);
		if (!isWanted()) return;
		// Yjs did not come through: the page still shows what load gave.
		if (!loaded) return void (this.#saved = 'blocked');
		const room: BoardRooms.BoardRoom = new loaded.BoardRoom({
			step: this.#step,
			beamer: this.#beamer,
			changed: () => this.#refreshSoon(),
			texts: (texts) => this.#room === room && this.#follow(texts, loaded),
			lost: (words) => {
				if (this.#participant) addLost(this.#participant, `board/${this.#step}`, words);
			}
		});
		this.#room = room;
		await room.start();
	}

	/** Nobody sees more than one state per frame, however many cards move. */
	#refreshSoon(): void {
		this.#frame ??= nextFrame(() => {
			this.#frame = null;
			this.#refresh();
		});
	}

	#refresh(): void {
		const room = this.#room;
		if (!room) return;
		this.#saved = room.saved;
		const view = room.saved === 'blocked' ? null : room.view;
		if (view) this.#view = view;
		const { sort, write } = room.may;
		if (sort !== this.#may.sort || write !== this.#may.write) this.#may = { sort, write };
		this.#canUndo = room.canUndo;
		this.#canRedo = room.canRedo;
	}

	#follow(texts: ReadonlyMap<string, Y.Text>, { SharedText }: typeof BoardRooms): void {
		for (const [key, text] of texts) {
			const shared = this.#texts.get(key);
			if (shared) shared.follow(text);
			else this.#texts.set(key, new SharedText(text, () => this.#room?.may.write ?? false));
		}
	}

	/** A phone may end a page that nobody looks at without a word; while somebody looks, the page has them itself. */
	readonly #putBy = () => {
		if (!this.#participant) return;
		const room = `board/${this.#step}/under-way`;
		const words = document.visibilityState === 'hidden' ? (this.#room?.underWay ?? '') : '';
		if (words) keepLost(this.#participant, room, words);
		else dropLost(this.#participant, room);
	};

	/** A board lives in memory only; what is not on the server yet would be gone. */
	readonly #warn = (event: BeforeUnloadEvent) => {
		if (this.#room?.isUnsaved) event.preventDefault();
	};
}

/** In a tab that nobody looks at there are no frames. Returns what calls it off. */
function nextFrame(act: () => void): () => void {
	if (document.visibilityState === 'hidden') {
		const timer = setTimeout(act, 100);
		return () => clearTimeout(timer);
	}
	const frame = requestAnimationFrame(act);
	return () => cancelAnimationFrame(frame);
}
