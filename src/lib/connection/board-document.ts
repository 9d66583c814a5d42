import * as Y from 'yjs';
import { checkTitle } from '#domain/text/text.ts';
import { boardDocument, readBoard, type BoardView } from '#wire/parts/board/board.ts';
import * as acts from './board-acts.ts';
import { isEnded, type ConnectionState, type Saved } from './connection-state.ts';
import { LiveDoc } from './live-doc.ts';
import { SharedText } from './shared-text.svelte.ts';

interface Options {
	step: string;
	beamer?: string | undefined;
	/** The document, or an answer below, is another. */
	changed(): void;
	/** There are other texts than there were. */
	textsChanged(): void;
	/** Titles and texts that were on their way when the server would take no more of this document. */
	lost(words: string): void;
	Socket?: typeof WebSocket;
}

export type Renamed = { ok: true } | { ok: false; reason: string };

/** The board of a step: everyone's, in memory only; undo is for one's own acts. */
export class BoardDocument {
	readonly #options: Options;
	readonly #live: LiveDoc;
	#undo: Y.UndoManager | null = null;
	/** What was read of the document as it is now, or null when that has to be read. */
	#view: BoardView | null = null;
	readonly #texts = new Map<string, SharedText>();
	/** Titles and texts that were changed here since all was saved: group ids and text keys. */
	readonly #touched = new Set<string>();

	constructor(options: Options) {
		const { step, beamer, Socket } = options;
		this.#options = options;
		this.#live = new LiveDoc({
			name: boardDocument(step),
			beamer,
			// The stage goes back to one without a board, and may come again.
			waitsForDoor: true,
			...(Socket && { Socket }),
			opened: (doc) => this.#opened(doc),
			changed: () => {
				if (!this.#live.isUnsaved) this.#touched.clear();
				options.changed();
			},
			diverged: () => this.#lose(),
			closing: () => this.#lose() === null
		});
	}

	async start(): Promise<void> {
		await this.#live.start();
	}

	/** What is under way may still arrive. */
	leave(): void {
		this.#undo?.destroy();
		this.#live.leave();
	}

	stop(): void {
		this.leave();
		this.#live.stop();
	}

	/** Titles and texts that are nowhere but here, '' when there are none. */
	get underWay(): string {
		const { doc } = this.#live;
		if (!doc || !this.isUnsaved) return '';
		const texts = doc.getMap<Y.Text>('texts');
		const groups = doc.getMap<{ title: string }>('groups');
		const words = [...this.#touched].map((key) => texts.get(key)?.toString() ?? groups.get(key)?.title ?? '');
		return words.filter((text) => text.trim() !== '').join('\n');
	}

	/** Nothing of it is kept on this device; but what there is may well be on the server. */
	get saved(): Saved {
		const { saved, isUnsaved } = this.#live;
		if (saved !== 'offline') return saved;
		return isUnsaved ? 'unsent' : 'saved';
	}

	get isUnsaved(): boolean {
		return this.#live.isUnsaved;
	}

	get connection(): ConnectionState {
		return this.#live.connection;
	}

	/** null until the document has all that the server has. */
	get view(): BoardView | null {
		const { doc, holds } = this.#live;
		return doc && holds === 'all' ? (this.#view ??= readBoard(doc)) : null;
	}

	/** By `<value id>.<field>`, a key that the server makes; what is shown of one stays, whatever becomes of its document. */
	text(key: string): SharedText | null {
		return this.#texts.get(key) ?? null;
	}

	get may(): { sort: boolean; write: boolean } {
		const { doc, holds, connection, write } = this.#live;
		const isLive = doc && holds === 'all' && connection.kind !== 'blocked' && !isEnded(connection);
		const pen = (isLive && write) || [];
		return { sort: pen.includes('groups') && pen.includes('place'), write: pen.includes('texts') };
	}

	moveTo(cards: readonly string[], group: string | null): void {
		this.#act((board) => acts.moveTo(board, cards, group));
	}

	newGroup(id: string, title: string, cards: readonly string[]): void {
		const checked = checkTitle(title);
		this.#touched.add(id);
		this.#act((board) => acts.newGroup(board, id, checked.ok ? checked.text : '', cards));
	}

	rename(id: string, title: string): Renamed {
		const checked = checkTitle(title);
		if (!checked.ok) return checked;
		this.#touched.add(id);
		const done = this.#act((board) => acts.rename(board, id, checked.text));
		return done ? { ok: true } : { ok: false, reason: this.may.sort ? 'group-gone' : 'locked' };
	}

	merge(from: string, into: string): void {
		this.#act((board) => acts.merge(board, from, into));
	}

	ungroup(id: string): void {
		this.#act((board) => acts.ungroup(board, id));
	}

	stack(cards: readonly string[], on: string): void {
		this.#act((board) => acts.stack(board, cards, on));
	}

	unstack(id: string): void {
		this.#act((board) => acts.unstack(board, id));
	}

	undo(): void {
		if (this.may.sort) this.#undo?.undo();
	}

	redo(): void {
		if (this.may.sort) this.#undo?.redo();
	}

	get canUndo(): boolean {
		return this.may.sort && (this.#undo?.canUndo() ?? false);
	}

	get canRedo(): boolean {
		return this.may.sort && (this.#undo?.canRedo() ?? false);
	}

	/** As if the act were never asked for when the stage does not give this pen. */
	#act<T>(act: (board: acts.Board) => T): T | null {
		const { doc } = this.#live;
		const { view } = this;
		if (!doc || !view || !this.may.sort) return null;
		return doc.transact(() => act({ doc, view }), this);
	}

	#opened(doc: Y.Doc): void {
		this.#view = null;
		doc.on('update', () => (this.#view = null));
		this.#undo?.destroy();
		const sorted = [doc.getMap('groups'), doc.getMap('place')];
		this.#undo = new Y.UndoManager(sorted, { trackedOrigins: new Set([this]), captureTimeout: 0 });
		for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
			this.#undo.on(event, this.#options.changed);
		const texts = doc.getMap<Y.Text>('texts');
		texts.observeDeep((events) => this.#touch(events));
		texts.observe(() => this.#share(texts));
		this.#share(texts);
	}

	#share(texts: Y.Map<Y.Text>): void {
		for (const [key, text] of texts) {
			if (!(text instanceof Y.Text)) continue;
			const shared = this.#texts.get(key);
			if (shared) shared.follow(text);
			else this.#texts.set(key, new SharedText(text, () => this.may.write));
		}
		this.#options.textsChanged();
	}

	#touch(events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
		for (const { path, transaction } of events)
			if (transaction.local && typeof path[0] === 'string') this.#touched.add(path[0]);
	}

	#lose(): null {
		const { underWay } = this;
		this.#touched.clear();
		if (underWay) this.#options.lost(underWay);
		return null;
	}
}
