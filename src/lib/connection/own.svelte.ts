import { checkCard } from '#domain/text/text.ts';
import { post } from '#lib/form/answer.ts';
import { ownDocument, type OwnCardView } from '#wire/parts/cards/own.ts';
import { isEnded, savedIn, type Saved } from './connection-state.ts';
import { LocalDrafts, draftLimit } from './local-drafts.ts';
import { giveUp } from './lost-words.ts';
import { beforeLeaving } from './network.ts';
import type { OwnDocument, Written } from './own-document.ts';
import { isKept } from './local-copy.ts';
import { PageDocument } from './page-document.ts';
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
	readonly #page = new PageDocument<OwnDocument>();
	/** What load said last. */
	#first: OwnCardView[];
	/** Drafts that are not in the document yet. */
	readonly #typed = new Map<string, string>();
	readonly #localDrafts: LocalDrafts;
	/** The step is anonymous and past its writing: nothing here is anybody's any more. */
	#isRevealed = false;
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
		this.#localDrafts = new LocalDrafts(step, participant);
	}

	get cards(): OwnCardView[] {
		this.#page.changes.follow();
		return this.#isRevealed ? [] : this.#visible();
	}

	/** Cards that were taken back, by id, as far as the document says. */
	get taken(): string[] {
		this.#page.changes.follow();
		return this.#page.current?.taken() ?? [];
	}

	get saved(): Saved {
		this.#page.changes.follow();
		return this.#saved;
	}

	draft(prompt: string): string {
		this.#page.changes.follow();
		return this.#drafts().get(prompt) ?? '';
	}

	/** What `load` says now. Where sockets are blocked it is the truth. */
	onLoad(first: OwnCardView[]): void {
		this.#first = first;
		this.#isByForm = isEnded(this.#page.connection);
		this.#followForms();
		this.#changed();
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
		this.#page.changes.tell();
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
		const stopKeeping = beforeLeaving(() => this.#flush());
		let forgetPage = () => {};
		const stop = this.#page.open(
			() => import('./own-document.ts'),
			({ OwnDocument }) =>
				new OwnDocument({
					step: this.#step,
					participant: this.#participant,
					changed: () => this.#changed()
				}),
			() => {
				this.#flush();
				forgetPage = keepPage();
			}
		);
		return () => {
			this.#flush();
			stopKeeping();
			forgetPage();
			stop();
		};
	}

	/** The sentence that this device was left with in mid-word. */
	#pickUp(): void {
		for (const [prompt, text] of this.#localDrafts.read())
			if (!this.#typed.has(prompt)) this.#typed.set(prompt, text);
		this.#page.changes.tell();
	}

	/** On the device at once; in the document when the fingers rest or the page goes away. */
	setDraft(prompt: string, text: string): void {
		this.#typed.set(prompt, text);
		this.#localDrafts.keep(this.#drafts());
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#flush(), draftPause);
		this.#page.changes.tell();
	}

	/** Reasons: those of a card, and `blocked`: let the form post itself. */
	add(prompt: string, text: string): Written {
		this.#flush();
		const written = this.#write((own) => own.add(prompt, text), text);
		if (written.ok) this.#clearDraft(prompt);
		return written;
	}

	edit(id: string, text: string): Written {
		return this.#write((own) => own.edit(id, text), text);
	}

	remove(id: string): Written {
		return this.#write((own) => own.remove(id));
	}

	#write(act: (own: OwnDocument) => Written, text?: string): Written {
		const checked = text === undefined ? null : checkCard(text);
		if (checked?.ok === false) return checked;
		const own = this.#page.current;
		// What this page cannot do any more, a form can; or it says why not.
		if (!own?.isOpen || isEnded(own.connection) || own.connection.kind === 'blocked')
			return { ok: false, reason: 'blocked' };
		return act(own);
	}

	#clearDraft(prompt: string): void {
		this.#typed.delete(prompt);
		this.#localDrafts.keep(this.#drafts());
		this.#page.changes.tell();
	}

	#flush(): void {
		clearTimeout(this.#timer);
		const own = this.#page.current;
		if (!own || this.#isRevealed) return;
		if (!own.isOpen) return void (this.#timer = setTimeout(() => this.#flush(), draftPause));
		for (const [prompt, text] of [...this.#typed])
			if (own.keepDraft(prompt, text)) this.#typed.delete(prompt);
		this.#changed();
	}

	/** The document is another, or what is known of it. */
	#changed(): void {
		const own = this.#page.current;
		if (own?.connection.kind === 'revealed' && !this.#isRevealed) this.#reveal();
		if (own?.isOpen && !this.#isRevealed) {
			if (this.#saved === 'saved') this.#localDrafts.keep(new Map());
			if (own.connection.kind === 'blocked' && own.isUnsaved) void this.#handIn(own);
		}
		this.#page.changes.tell();
	}

	/** A sentence in the fingers is not saved yet; one of which the document takes only the beginning stays so. */
	get #saved(): Saved {
		const { current: own, connection } = this.#page;
		if (!own) return savedIn(connection, false);
		if (this.#typed.size === 0 || own.saved !== 'saved') return own.saved;
		const isTooLong = ([prompt, text]: [string, string]) =>
			text.length > draftLimit && own.hasDraft(prompt, text);
		return [...this.#typed].every(isTooLong) ? 'unsent' : 'saving';
	}

	/** By prompt: those in the document, and what was typed since. */
	#drafts(): Map<string, string> {
		const kept = this.#isRevealed ? [] : (this.#page.current?.drafts() ?? []);
		return new Map([...kept, ...this.#typed]);
	}

	#visible(): OwnCardView[] {
		const own = this.#page.current;
		if (!own) return this.#first;
		const isBlocked = own.connection.kind === 'blocked' || this.#isByForm;
		const written = own.cards();
		if (own.isWhole && !isBlocked) return written;
		const known = new Set([...this.#first.map((card) => card.id), ...this.#handedIn]);
		const mine = isBlocked && !own.isUnsaved ? [] : written.filter((card) => !known.has(card.id));
		return [...this.#first, ...mine];
	}

	/** Written here before anyone knew that sockets are blocked: by form after all, once each (C8). */
	async #handIn(own: OwnDocument): Promise<void> {
		const known = new Set(this.#first.map((card) => card.id));
		for (const card of own.cards()) {
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
	#followForms(): void {
		for (const id of this.#handedIn) {
			const card = this.#first.find((other) => other.id === id);
			if (card) this.#page.current?.edit(id, card.text);
			else this.#page.current?.remove(id);
		}
	}
}
