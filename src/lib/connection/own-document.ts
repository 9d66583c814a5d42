import type * as Y from 'yjs';
import { cardsEach, timeMost } from '#domain/bounds.ts';
import { checkCard } from '#domain/text/text.ts';
import { newId } from '#lib/form/new-id.ts';
import { ownDocument, readOwn, readTaken, type OwnCard, type OwnCardView } from '#wire/parts/cards/own.ts';
import type { Refusal } from '#wire/protocol.ts';
import { LocalDrafts, draftLimit } from './local-drafts.ts';
import { isEnded, type ConnectionState, type Saved } from './connection-state.ts';
import { LiveDoc } from './live-doc.ts';
import { dropLost, giveUp, keepLost } from './lost-words.ts';
import { forgetPages } from './shell.ts';
import { DeviceCopy, type LocalCopy } from './local-copy.ts';

export type Written = { ok: true; id: string } | { ok: false; reason: string };

/** After these the same person, on the same device, can still hand in what is kept here. */
const comesBack = new Set(['signed-out', 'not-yours', 'not-open-yet', 'outdated', 'left']);

interface Stranded {
	cards: readonly OwnCardView[];
	drafts: readonly [string, string][];
}

interface Options {
	step: string;
	participant: string;
	changed(): void;
	local?: LocalCopy;
	Socket?: typeof WebSocket;
}

/** The private cards and drafts of one person in one step: on the device first, on the server soon. */
export class OwnDocument {
	readonly #live: LiveDoc;
	readonly #name: string;
	readonly #participant: string;
	readonly #local: LocalCopy;
	readonly #localDrafts: LocalDrafts;
	/** The drafts that were written here, by prompt. */
	readonly #kept = new Map<string, string>();
	/** Of a document that strayed, on their way into the next. */
	#stranded: Stranded = { cards: [], drafts: [] };

	constructor({ step, participant, changed, local, Socket }: Options) {
		const name = ownDocument(step, participant);
		this.#name = name;
		this.#participant = participant;
		this.#local = local ?? new DeviceCopy(name);
		this.#localDrafts = new LocalDrafts(step, participant);
		this.#live = new LiveDoc({
			name,
			local: this.#local,
			...(Socket && { Socket }),
			changed: () => {
				if (this.#live.holds === 'all' && !this.isUnsaved && !isEnded(this.connection))
					dropLost(participant, name);
				changed();
			},
			diverged: (lost, refusal) => this.#stray(lost, refusal),
			closing: (doc, { reason }) => (reason === 'revealed' ? this.#putDown(doc) : this.#offer(doc, reason))
		});
	}

	/** Resolves when what the device kept is there. */
	start(): Promise<void> {
		return this.#live.start();
	}

	/** What is under way may still arrive. */
	leave(): void {
		this.#live.leave();
	}

	stop(): void {
		this.#live.stop();
	}

	get isOpen(): boolean {
		return this.#live.doc !== null;
	}

	/** It holds all there is, or at least all this device ever knew; else what the page came with counts too. */
	get isWhole(): boolean {
		return this.#live.holds !== 'nothing';
	}

	get isUnsaved(): boolean {
		return this.#live.isUnsaved;
	}

	get saved(): Saved {
		return this.#live.saved;
	}

	get connection(): ConnectionState {
		return this.#live.connection;
	}

	cards(): OwnCardView[] {
		const { doc } = this.#live;
		const written = doc ? readOwn(doc) : [];
		const known = new Set(written.map(({ id }) => id));
		return [...written, ...this.#stranded.cards.filter(({ id }) => !known.has(id))];
	}

	/** Cards that were taken back here or on another device, by id. */
	taken(): string[] {
		return this.#live.doc ? readTaken(this.#live.doc) : [];
	}

	drafts(): Map<string, string> {
		return new Map([...this.#stranded.drafts, ...(this.#drafts() ?? [])]);
	}

	/** Returns whether the document has all of it now: of a pasted page it takes the beginning. */
	keepDraft(prompt: string, text: string): boolean {
		const drafts = this.#drafts();
		const kept = shortened(text, draftLimit);
		if (!drafts || !this.#mayWrite('drafts')) return false;
		this.#kept.set(prompt, kept);
		if (kept === '') drafts.delete(prompt);
		else if (drafts.get(prompt) !== kept) drafts.set(prompt, kept);
		return kept === text;
	}

	/** The document has as much of this sentence as it takes. */
	hasDraft(prompt: string, text: string): boolean {
		return this.#drafts()?.get(prompt) === shortened(text, draftLimit);
	}

	add(prompt: string, text: string): Written {
		const checked = checkCard(text);
		if (!checked.ok) return checked;
		if (!this.#mayWrite('cards')) return { ok: false, reason: 'locked' };
		if (this.cards().length >= cardsEach) return { ok: false, reason: 'too-many-cards' };
		const id = newId();
		this.#note(id);
		this.#live.doc?.transact(() => {
			this.#cards()?.set(id, { text: checked.text, prompt, at: this.#next() });
			this.#dropDraft(prompt, checked.text);
		});
		return { ok: true, id };
	}

	/** The sentence that became this card. One that is being written on another device at this moment is not ours to drop. */
	#dropDraft(prompt: string, text: string): void {
		const draft = this.#drafts()?.get(prompt);
		if (draft === this.#kept.get(prompt) || draft?.trim() === text) this.#drafts()?.delete(prompt);
	}

	/** Later than every card that is there: two thoughts of one millisecond stay in the order they came. */
	#next(): number {
		const written = [...(this.#cards()?.values() ?? [])].map((card) => card.at);
		return Math.min(timeMost, Math.max(Date.now(), ...written.map((at) => at + 1)));
	}

	edit(id: string, text: string): Written {
		const checked = checkCard(text);
		if (!checked.ok) return checked;
		const card = this.#cards()?.get(id);
		if (!card) return { ok: false, reason: 'card-gone' };
		if (card.text === checked.text) return { ok: true, id };
		if (!this.#mayWrite('cards')) return { ok: false, reason: 'locked' };
		this.#note(id);
		this.#cards()?.set(id, { ...card, text: checked.text });
		return { ok: true, id };
	}

	remove(id: string): Written {
		if (!this.#cards()?.has(id)) return { ok: false, reason: 'card-gone' };
		if (!this.#mayWrite('cards')) return { ok: false, reason: 'locked' };
		this.#cards()?.delete(id);
		return { ok: true, id };
	}

	/** As far as was heard; who never had a connection may write, and will be told. */
	#mayWrite(root: string): boolean {
		return this.#live.write?.includes(root) ?? true;
	}

	/** Until the server has it. */
	#note(id: string): void {
		const { unsent } = this.#local;
		if (!unsent.includes(id)) this.#local.unsent = [...unsent, id];
	}

	/**
	 * Cards and drafts that the server turns out not to have are written again; what it would refuse is not. Until the
	 * next document is there nothing can be written: the old one goes nowhere any more.
	 */
	#stray(lost: Y.Doc, { reason }: Refusal): (fresh: Y.Doc) => void {
		if (reason === 'locked') this.#offer(lost, reason);
		// The others were thrown away by the server, because they were revealed in an anonymous step (N10).
		const only = reason === 'emptied' ? new Set(this.#local.unsent) : null;
		const cards = readOwn(lost).filter(({ id, text }) => checkCard(text).ok && (only?.has(id) ?? true));
		const drafts = draftsIn(lost);
		this.#stranded = {
			cards: [...this.#stranded.cards, ...cards],
			drafts: [...this.#stranded.drafts, ...drafts]
		};
		return (fresh) => this.#writeAgain(fresh);
	}

	#writeAgain(fresh: Y.Doc): void {
		const { cards, drafts } = this.#stranded;
		this.#stranded = { cards: [], drafts: [] };
		fresh.transact(() => {
			const [freshCards, freshDrafts] = [fresh.getMap('cards'), fresh.getMap('drafts')];
			for (const { id, ...card } of cards) if (!freshCards.has(id)) freshCards.set(id, card);
			for (const [prompt, text] of drafts)
				if (!freshDrafts.has(prompt)) freshDrafts.set(prompt, shortened(text, draftLimit));
		});
	}

	/** Words that may never arrive, to copy; the document keeps them too. Whoever comes back in a moment has them still. */
	#offer(doc: Y.Doc, reason: string): false {
		if (this.isUnsaved && !(comesBack.has(reason) && this.#live.isKept))
			keepLost(this.#participant, this.#name, [...this.#unsentIn(doc), ...unsentDrafts(doc)].join('\n'));
		return false;
	}

	#unsentIn(doc: Y.Doc): string[] {
		const unsent = new Set(this.#local.unsent);
		return readOwn(doc).flatMap(({ id, text }) => (unsent.has(id) ? [text] : []));
	}

	/** What the server never got stays on this device, as words to copy; nothing else does (N10). */
	#putDown(doc: Y.Doc): true {
		giveUp(this.#name, this.#participant, this.#localDrafts, this.#unsentIn(doc), draftsIn(doc));
		// Pages that were kept for a reload without a connection have the cards too.
		void forgetPages();
		return true;
	}

	#cards() {
		return this.#live.doc?.getMap<OwnCard>('cards');
	}

	#drafts() {
		return this.#live.doc?.getMap<string>('drafts');
	}
}

const draftsIn = (doc: Y.Doc) =>
	[...doc.getMap('drafts')].filter((e): e is [string, string] => typeof e[1] === 'string');

const unsentDrafts = (doc: Y.Doc) => draftsIn(doc).flatMap(([, text]) => (text.trim() === '' ? [] : [text]));

/** Never half a character: a lone surrogate would come back as a question mark. */
function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
	return text.slice(0, isHalf ? most - 1 : most);
}
