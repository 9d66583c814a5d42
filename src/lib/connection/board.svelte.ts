import { newId } from '#lib/form/new-id.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import type { BoardDocument, Renamed } from './board-document.ts';
import { Changes } from './changes.ts';
import { savedIn, type Saved } from './connection-state.ts';
import { addLost, dropLost, keepLost } from './lost-words.ts';
import { PageDocument } from './page-document.ts';
import type { SharedText } from './shared-text.svelte.ts';

const empty: BoardView = { groups: [], loose: [], count: 0 };

/** The board of a step: what lies where, the acts on it, and the texts that are written together. */
export class Board {
	readonly #step: string;
	readonly #beamer: string | undefined;
	readonly #participant: string | undefined;
	readonly #page = new PageDocument<BoardDocument>();
	readonly #textKeys = new Changes();
	#frame: (() => void) | null = null;
	/** What was shown last: from load until the document is there, and while another document is on its way. */
	#view: BoardView;

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
		this.#page.changes.follow();
		return (this.#view = this.#live ?? this.#view);
	}

	/** What the stage lets this person do now: sort cards, write texts. */
	get may(): { sort: boolean; write: boolean } {
		this.#page.changes.follow();
		return this.#page.current?.may ?? { sort: false, write: false };
	}

	get saved(): Saved {
		this.#page.changes.follow();
		return this.#page.current?.saved ?? savedIn(this.#page.connection, false);
	}

	get canUndo(): boolean {
		this.#page.changes.follow();
		return this.#page.current?.canUndo ?? false;
	}

	get canRedo(): boolean {
		this.#page.changes.follow();
		return this.#page.current?.canRedo ?? false;
	}

	/** `<value id>.<field>`; null until the server has made it. */
	text(key: string): SharedText | null {
		this.#textKeys.follow();
		return this.#page.current?.text(key) ?? null;
	}

	/** What `load` says now: shown until the document is there, and where sockets are blocked. */
	onLoad(view: BoardView | null): void {
		if (!view || view === this.#view || this.#live) return;
		this.#view = view;
		this.#page.changes.tell();
	}

	get #live(): BoardView | null {
		const { current, connection } = this.#page;
		return connection.kind === 'blocked' ? null : (current?.view ?? null);
	}

	/** Loads the document and connects; answers the stop function. */
	open(): () => void {
		addEventListener('beforeunload', this.#warn);
		document.addEventListener('visibilitychange', this.#putBy);
		const stop = this.#page.open(
			() => import('./board-document.ts'),
			({ BoardDocument }) =>
				new BoardDocument({
					step: this.#step,
					beamer: this.#beamer,
					changed: () => this.#tellSoon(),
					textsChanged: () => this.#textKeys.tell(),
					lost: (words) => {
						if (this.#participant) addLost(this.#participant, `board/${this.#step}`, words);
					}
				})
		);
		return () => {
			removeEventListener('beforeunload', this.#warn);
			document.removeEventListener('visibilitychange', this.#putBy);
			this.#frame?.();
			this.#frame = null;
			stop();
			this.#textKeys.tell();
		};
	}

	moveTo(cards: string[], group: string | null): void {
		this.#page.current?.moveTo(cards, group);
	}

	/** Returns the id of the new group. */
	newGroup(cards: string[], title = ''): string {
		const id = newId();
		this.#page.current?.newGroup(id, title, cards);
		return id;
	}

	rename(group: string, title: string): Renamed {
		return this.#page.current?.rename(group, title) ?? { ok: false, reason: 'locked' };
	}

	merge(from: string, into: string): void {
		this.#page.current?.merge(from, into);
	}

	ungroup(group: string): void {
		this.#page.current?.ungroup(group);
	}

	stack(cards: string[], on: string): void {
		this.#page.current?.stack(cards, on);
	}

	unstack(card: string): void {
		this.#page.current?.unstack(card);
	}

	undo(): void {
		this.#page.current?.undo();
	}

	redo(): void {
		this.#page.current?.redo();
	}

	/** Nobody is shown more than one state per frame, however many cards move. */
	#tellSoon(): void {
		this.#frame ??= nextFrame(() => {
			this.#frame = null;
			this.#page.changes.tell();
		});
	}

	/** A phone may end a page that nobody looks at without a word; while somebody looks, the page has them itself. */
	readonly #putBy = () => {
		if (!this.#participant) return;
		const name = `board/${this.#step}/under-way`;
		const words = document.visibilityState === 'hidden' ? (this.#page.current?.underWay ?? '') : '';
		if (words) keepLost(this.#participant, name, words);
		else dropLost(this.#participant, name);
	};

	/** A board lives in memory only; what is not on the server yet would be gone. */
	readonly #warn = (event: BeforeUnloadEvent) => {
		if (this.#page.current?.isUnsaved) event.preventDefault();
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
