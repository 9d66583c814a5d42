import * as Y from 'yjs';
import { checkTitle } from '#domain/text/text.ts';
import { boardDocument, readBoard, type BoardView } from '#wire/parts/board/board.ts';
import type { Refusal } from '#wire/protocol.ts';
import * as acts from './board-acts.ts';
import { LiveDoc, type Saved } from './live-doc.ts';

export { SharedText } from './shared-text.svelte.ts';

interface Options {
	step: string;
	beamer?: string | undefined;
	/** The document, or an answer below, is another. */
	changed(): void;
	/** The texts of the board are these; their keys, `<value id>.<field>`, are the server's. */
	texts(texts: ReadonlyMap<string, Y.Text>): void;
	/** Titles and texts that were on their way when the server would take no more of this document. */
	lost(words: string): void;
	Socket?: typeof WebSocket;
}

export type Renamed = { ok: true } | { ok: false; reason: string };

/** After a stage that shows no board, how soon it is tried whether this one does, ms; then longer and longer. */
const tryAgain = 2000;
const tryAgainAtLast = 30_000;
/** Why a board is closed that may open by itself. */
const opensLater = new Set(['not-open-yet', 'embargoed']);

/** The board of a step: everyone's, in memory only; undo is for one's own acts. */
export class BoardRoom {
	readonly #options: Options;
	#live: LiveDoc;
	#doc: Y.Doc | null = null;
	#undo: Y.UndoManager | null = null;
	/** Titles and texts that were changed here since all was saved: group ids and text keys. */
	readonly #touched = new Set<string>();
	#retry: ReturnType<typeof setTimeout> | undefined;
	#tries = 0;

	constructor(options: Options) {
		this.#options = options;
		this.#live = this.#connect();
	}

	async start(): Promise<void> {
		await this.#live.start();
	}

	/** What is under way may still arrive. */
	leave(): void {
		clearTimeout(this.#retry);
		this.#undo?.destroy();
		this.#live.leave();
	}

	stop(): void {
		this.leave();
		this.#live.stop();
		this.#doc = null;
	}

	/** Titles and texts that are nowhere but here, '' when there are none. */
	get underWay(): string {
		if (!this.#doc || !this.isUnsaved) return '';
		const texts = this.#doc.getMap<Y.Text>('texts');
		const groups = this.#doc.getMap<{ title: string }>('groups');
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

	get ended(): Refusal | null {
		return this.#live.ended;
	}

	/** null until the document has all that the server has. */
	get view(): BoardView | null {
		return this.#doc && this.#live.isSynced ? readBoard(this.#doc) : null;
	}

	get may(): { sort: boolean; write: boolean } {
		const pen =
			this.#live.isSynced && !this.#live.isBlocked && !this.ended ? (this.#live.policy?.write ?? []) : [];
		return { sort: pen.includes('groups') && pen.includes('place'), write: pen.includes('texts') };
	}

	moveTo(cards: readonly string[], group: string | null): void {
		this.#act((table) => acts.moveTo(table, cards, group));
	}

	newGroup(id: string, title: string, cards: readonly string[]): void {
		const checked = checkTitle(title);
		this.#touched.add(id);
		this.#act((table) => acts.newGroup(table, id, checked.ok ? checked.text : '', cards));
	}

	rename(id: string, title: string): Renamed {
		const checked = checkTitle(title);
		if (!checked.ok) return checked;
		this.#touched.add(id);
		const done = this.#act((table) => acts.rename(table, id, checked.text));
		return done ? { ok: true } : { ok: false, reason: this.may.sort ? 'group-gone' : 'locked' };
	}

	merge(from: string, into: string): void {
		this.#act((table) => acts.merge(table, from, into));
	}

	ungroup(id: string): void {
		this.#act((table) => acts.ungroup(table, id));
	}

	stack(cards: readonly string[], on: string): void {
		this.#act((table) => acts.stack(table, cards, on));
	}

	unstack(id: string): void {
		this.#act((table) => acts.unstack(table, id));
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
	#act<T>(act: (table: acts.Table) => T): T | null {
		const [doc, view] = [this.#doc, this.view];
		if (!doc || !view || !this.may.sort) return null;
		return doc.transact(() => act({ doc, view }), this);
	}

	#connect(): LiveDoc {
		const { step, beamer, Socket } = this.#options;
		return new LiveDoc({
			room: boardDocument(step),
			beamer,
			...(Socket && { Socket }),
			opened: (doc) => this.#opened(doc),
			changed: () => this.#changed(),
			diverged: () => this.#lose(),
			closing: () => this.#lose() === null
		});
	}

	#opened(doc: Y.Doc): void {
		this.#doc = doc;
		this.#undo?.destroy();
		const sorted = [doc.getMap('groups'), doc.getMap('place')];
		this.#undo = new Y.UndoManager(sorted, { trackedOrigins: new Set([this]), captureTimeout: 0 });
		for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
			this.#undo.on(event, this.#options.changed);
		const texts = doc.getMap<Y.Text>('texts');
		texts.observeDeep((events) => this.#touch(events));
		texts.observe(() => this.#tellTexts(texts));
		this.#tellTexts(texts);
		doc.on('update', this.#options.changed);
	}

	#tellTexts(texts: Y.Map<Y.Text>): void {
		this.#options.texts(new Map([...texts].filter(([, text]) => text instanceof Y.Text)));
	}

	#touch(events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
		for (const { path, transaction } of events)
			if (transaction.local && typeof path[0] === 'string') this.#touched.add(path[0]);
	}

	#changed(): void {
		if (!this.#live.isUnsaved) this.#touched.clear();
		if (this.#live.isSynced) this.#tries = 0;
		if (this.ended && opensLater.has(this.ended.reason)) this.#tryAgain();
		this.#options.changed();
	}

	/** The stage went back to one without a board; it may come again. */
	#tryAgain(): void {
		clearTimeout(this.#retry);
		this.#retry = setTimeout(
			() => {
				this.#live.stop();
				this.#live = this.#connect();
				void this.#live.start();
			},
			Math.min(tryAgain * 2 ** this.#tries++, tryAgainAtLast)
		);
	}

	#lose(): null {
		const { underWay } = this;
		this.#touched.clear();
		if (underWay) this.#options.lost(underWay);
		return null;
	}
}
