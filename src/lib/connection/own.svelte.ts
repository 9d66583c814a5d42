import { untrack } from 'svelte';
import { checkCard } from '#domain/text/text.ts';
import { post } from '#lib/form/answer.ts';
import { ownDocument, type OwnCardView } from '#wire/parts/cards/own.ts';
import type { Saved } from './live-doc.ts';
import { LocalDrafts, draftLimit } from './local-drafts.ts';
import { giveUp } from './lost-words.ts';
import { beforeLeaving } from './network.ts';
import type { OwnRoom, Written } from './own-room.ts';
import { isKept } from './local-copy.ts';
import { keepPage } from './shell.ts';

/** After the last key a draft goes into the document, ms. */
const draftPause = 250;

/**
 * One's own cards of a step, and the sentences that are no card yet. Yjs comes when the page is open; until then, and
 * where sockets are blocked, `first` is what there is and forms write (`blocked`).
 */
export class OwnCards {
	readonly #step: string;
	readonly #participant: string;
	#first: OwnCardView[];
	#room: OwnRoom | null = null;
	#cards = $state.raw<OwnCardView[]>([]);
	#drafts = $state.raw<ReadonlyMap<string, string>>(new Map());
	#saved = $state.raw<Saved>('saved');
	/** Drafts that are not in the document yet. */
	readonly #typed = new Map<string, string>();
	readonly #localDrafts: LocalDrafts;
	/** The step is anonymous and past its writing: nothing here is anybody's any more. */
	#isRevealed = $state.raw(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** The document has ended, and the server has said since what there is. */
	#isByForm = false;
	/** Cards that went by form because sockets are blocked: on their way, and there. */
	readonly #underWay = new Set<string>();
	readonly #handedIn = new Set<string>();

	/** `first`: from load, shown until the document is there. */
	constructor(step: string, participant: string, first: OwnCardView[]) {
		this.#step = step;
		this.#participant = participant;
		this.#first = first;
		this.#cards = first;
		this.#localDrafts = new LocalDrafts(step, participant);
	}

	get cards(): OwnCardView[] {
		return this.#cards;
	}

	get saved(): Saved {
		return this.#saved;
	}

	/** What `load` says now. Where sockets are blocked it is the truth. */
	onLoad(first: OwnCardView[]): void {
		this.#first = first;
		this.#isByForm = Boolean(this.#room?.ended);
		this.#follow();
		untrack(() => this.#refresh());
	}

	/**
	 * For an anonymous step past its writing: what this device kept of the revealed cards goes, and what never arrived is
	 * there to copy (N10). Returns the stop function.
	 */
	leave(): () => void {
		this.#reveal();
		// The server's answer to who comes back is what ends the copy.
		return isKept(this.#name) ? this.#connect() : () => {};
	}

	#reveal(): void {
		this.#isRevealed = true;
		this.#typed.clear();
		this.#cards = [];
		this.#drafts = new Map();
		// Where the device has a copy, what is in it comes first, and the drafts with it.
		if (isKept(this.#name)) return;
		giveUp(this.#name, this.#participant, this.#localDrafts, []);
	}

	get #name(): string {
		return ownDocument(this.#step, this.#participant);
	}

	/** Loads the document and connects; answers the stop function. */
	open(): () => void {
		this.#isRevealed = false;
		this.#pickUp();
		return this.#connect();
	}

	#connect(): () => void {
		let isOpen = true;
		const stopKeeping = beforeLeaving(() => this.#flush());
		let forgetPage = () => {};
		void this.#begin(() => isOpen).then(() => isOpen && (forgetPage = keepPage()));
		return () => {
			isOpen = false;
			this.#flush();
			stopKeeping();
			forgetPage();
			this.#room?.leave();
			this.#room = null;
		};
	}

	async #begin(isWanted: () => boolean): Promise<void> {
		const loaded = await import('./own-room.ts').catch(() => null);
		if (!isWanted()) return;
		// Yjs did not come through: the page still works, by forms.
		if (!loaded) return void (this.#saved = 'blocked');
		const given = { step: this.#step, participant: this.#participant, changed: () => this.#refresh() };
		this.#room = new loaded.OwnRoom(given);
		await this.#room.start();
		this.#flush();
	}

	/** The sentence that this device was left with in mid-word. */
	#pickUp(): void {
		for (const [prompt, text] of this.#localDrafts.read())
			if (!this.#typed.has(prompt)) this.#typed.set(prompt, text);
		if (this.#typed.size > 0) this.#drafts = new Map([...untrack(() => this.#drafts), ...this.#typed]);
	}

	draft(prompt: string): string {
		return this.#drafts.get(prompt) ?? '';
	}

	/** On the device at once; in the document when the fingers rest or the page goes away. */
	setDraft(prompt: string, text: string): void {
		this.#typed.set(prompt, text);
		this.#drafts = new Map(this.#drafts).set(prompt, text);
		this.#localDrafts.keep(this.#drafts);
		if (this.#saved === 'saved' && this.#room?.isOpen) this.#saved = 'saving';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#flush(), draftPause);
	}

	/** Reasons: those of a card, and `blocked`: let the form post itself. */
	add(prompt: string, text: string): Written {
		this.#flush();
		const written = this.#write((room) => room.add(prompt, text), text);
		if (written.ok) this.#clearDraft(prompt);
		return written;
	}

	edit(id: string, text: string): Written {
		return this.#write((room) => room.edit(id, text), text);
	}

	remove(id: string): Written {
		return this.#write((room) => room.remove(id));
	}

	#write(act: (room: OwnRoom) => Written, text?: string): Written {
		const checked = text === undefined ? null : checkCard(text);
		if (checked?.ok === false) return checked;
		const room = this.#room;
		// What this page cannot do any more, a form can; or it says why not.
		if (!room?.isOpen || room.ended || this.#saved === 'blocked') return { ok: false, reason: 'blocked' };
		return act(room);
	}

	#clearDraft(prompt: string): void {
		this.#typed.delete(prompt);
		const drafts = new Map(this.#drafts);
		drafts.delete(prompt);
		this.#drafts = drafts;
		this.#localDrafts.keep(this.#drafts);
	}

	#flush(): void {
		clearTimeout(this.#timer);
		const room = this.#room;
		if (!room || this.#isRevealed) return;
		if (!room.isOpen) return void (this.#timer = setTimeout(() => this.#flush(), draftPause));
		for (const [prompt, text] of [...this.#typed])
			if (room.keepDraft(prompt, text)) this.#typed.delete(prompt);
		this.#refresh();
	}

	#refresh(): void {
		const room = this.#room;
		if (!room) return void (this.#cards = this.#isRevealed ? [] : this.#first);
		if (room.isRevealed && !this.#isRevealed) this.#reveal();
		this.#saved = this.#savedWith(room);
		if (!room.isOpen || this.#isRevealed) return;
		this.#cards = this.#visible(room);
		this.#drafts = new Map([...room.drafts(), ...this.#typed]);
		if (this.#saved === 'saved') this.#localDrafts.keep(new Map());
		if (room.saved === 'blocked' && room.isUnsaved) void this.#handIn(room);
	}

	/** A sentence in the fingers is not saved yet; one that is too long for the document stays so. */
	#savedWith(room: OwnRoom): Saved {
		if (this.#typed.size === 0 || room.saved !== 'saved') return room.saved;
		return [...this.#typed.values()].every((text) => text.length > draftLimit) ? 'unsent' : 'saving';
	}

	#visible(room: OwnRoom): OwnCardView[] {
		const isBlocked = room.saved === 'blocked' || this.#isByForm;
		const written = room.cards();
		if (room.isWhole && !isBlocked) return written;
		const known = new Set([...this.#first.map((card) => card.id), ...this.#handedIn]);
		const mine = isBlocked && !room.isUnsaved ? [] : written.filter((card) => !known.has(card.id));
		return [...this.#first, ...mine];
	}

	/** Written here before anyone knew that sockets are blocked: by form after all, once each (C8). */
	async #handIn(room: OwnRoom): Promise<void> {
		const known = new Set(this.#first.map((card) => card.id));
		for (const card of room.cards()) {
			const { id, prompt, text } = card;
			if (known.has(id) || this.#handedIn.has(id) || this.#underWay.has(id)) continue;
			this.#underWay.add(id);
			const answer = await post('act', { act: 'addCard', id, prompt, text });
			this.#underWay.delete(id);
			// Tried again with the next change.
			if (answer.kind !== 'done') continue;
			this.#handedIn.add(id);
			if (!this.#first.some((other) => other.id === id)) this.onLoad([...this.#first, card]);
		}
	}

	/** What forms did since to a card that was handed in, the document does too; else the old text might win later. */
	#follow(): void {
		for (const id of this.#handedIn) {
			const card = this.#first.find((other) => other.id === id);
			if (card) this.#room?.edit(id, card.text);
			else this.#room?.remove(id);
		}
	}
}
