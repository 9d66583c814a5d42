import type * as Y from 'yjs';
import { checkCard } from '#domain/text.ts';
import { newId } from '#lib/new-id.ts';
import { readOwn, type OwnCard, type OwnCardView } from '#wire/own.ts';
import type { Refusal } from '#wire/protocol.ts';
import { roomName } from '#wire/rooms.ts';
import { DraftPad, unsentCards } from './draft-pad.ts';
import { LiveDoc, type Saved } from './live-doc.ts';
import { forgetPages } from './shell.ts';
import { DeviceShelf, type Shelf } from './shelf.ts';

export type Written = { ok: true; id: string } | { ok: false; reason: string };

/** UTF-16 units of a draft that are kept; the server takes no more. */
const draftLimit = 2000;

interface Options {
	step: string;
	participant: string;
	changed(): void;
	shelf?: Shelf;
	Socket?: typeof WebSocket;
}

/** The private cards and drafts of one person in one step: on the device first, on the server soon. */
export class OwnRoom {
	readonly #live: LiveDoc;
	readonly #shelf: Shelf;
	readonly #pad: DraftPad;
	#doc: Y.Doc | null = null;

	constructor({ step, participant, changed, shelf, Socket }: Options) {
		const room = roomName({ kind: 'own', step, participant });
		this.#shelf = shelf ?? new DeviceShelf(room);
		this.#pad = new DraftPad(step, participant);
		this.#live = new LiveDoc({
			room,
			shelf: this.#shelf,
			...(Socket && { Socket }),
			opened: (doc) => {
				this.#doc = doc;
				doc.on('update', changed);
			},
			changed,
			diverged: (lost, { reason }) => rescue(lost, reason === 'emptied' ? new Set(this.#shelf.unsent) : null),
			closing: (doc, { reason }) => reason === 'revealed' && this.#putDown(doc)
		});
	}

	/** Resolves when what the device kept is there. */
	start(): Promise<void> {
		return this.#live.start();
	}

	stop(): void {
		this.#live.stop();
		this.#doc = null;
	}

	get isOpen(): boolean {
		return this.#doc !== null;
	}

	/** It holds all there is, or at least all this device ever knew; else what the page came with counts too. */
	get isWhole(): boolean {
		return this.#live.isSynced || this.#live.wasKept;
	}

	get isUnsaved(): boolean {
		return this.#live.isUnsaved;
	}

	get saved(): Saved {
		return this.#live.saved;
	}

	get ended(): Refusal | null {
		return this.#live.ended;
	}

	/** Its step is anonymous, and its cards lie on the table: they are nobody's any more, and the room is gone (N9). */
	get isRevealed(): boolean {
		return this.ended?.reason === 'revealed';
	}

	cards(): OwnCardView[] {
		return this.#doc ? readOwn(this.#doc) : [];
	}

	drafts(): Map<string, string> {
		return new Map(this.#drafts());
	}

	keepDraft(prompt: string, text: string): void {
		const drafts = this.#drafts();
		const kept = shortened(text, draftLimit);
		if (!drafts || (drafts.get(prompt) ?? '') === kept) return;
		if (kept === '') drafts.delete(prompt);
		else drafts.set(prompt, kept);
	}

	add(prompt: string, text: string): Written {
		const checked = checkCard(text);
		if (!checked.ok) return checked;
		const id = newId();
		this.#note(id);
		this.#doc?.transact(() => {
			this.#cards()?.set(id, { text: checked.text, prompt, at: this.#next() });
			this.#drafts()?.delete(prompt);
		});
		return { ok: true, id };
	}

	/** Later than every card that is there: two thoughts of one millisecond stay in the order they came. */
	#next(): number {
		const written = [...(this.#cards()?.values() ?? [])].map((card) => card.at);
		return Math.max(Date.now(), ...written.map((at) => at + 1));
	}

	edit(id: string, text: string): Written {
		const checked = checkCard(text);
		if (!checked.ok) return checked;
		const card = this.#cards()?.get(id);
		if (!card) return { ok: false, reason: 'card-gone' };
		if (card.text === checked.text) return { ok: true, id };
		this.#note(id);
		this.#cards()?.set(id, { ...card, text: checked.text });
		return { ok: true, id };
	}

	remove(id: string): Written {
		if (!this.#cards()?.has(id)) return { ok: false, reason: 'card-gone' };
		this.#cards()?.delete(id);
		return { ok: true, id };
	}

	/** Until the server has it. */
	#note(id: string): void {
		const { unsent } = this.#shelf;
		if (!unsent.includes(id)) this.#shelf.unsent = [...unsent, id];
	}

	/** What the server never got stays on this device, as words to copy; nothing else does (N10). */
	#putDown(doc: Y.Doc): true {
		const unsent = new Set(this.#shelf.unsent);
		const cards = readOwn(doc).filter(({ id }) => unsent.has(id));
		const pad = this.#pad.read();
		const words = [pad.get(unsentCards), ...cards.map(({ text }) => text)].filter(Boolean).join('\n');
		if (words) pad.set(unsentCards, words);
		for (const [prompt, text] of draftsIn(doc)) if (!pad.has(prompt)) pad.set(prompt, text);
		this.#pad.keep(pad);
		// Pages that were kept for a reload without a connection have the cards too.
		void forgetPages();
		return true;
	}

	#cards() {
		return this.#doc?.getMap<OwnCard>('cards');
	}

	#drafts() {
		return this.#doc?.getMap<string>('drafts');
	}
}

const draftsIn = (doc: Y.Doc) =>
	[...doc.getMap('drafts')].filter((e): e is [string, string] => typeof e[1] === 'string');

/**
 * Cards and drafts that the server turns out not to have are written again; what it would refuse is not. `only`: cards
 * that it never had; the others it threw away, because they were revealed in an anonymous step (N10).
 */
function rescue(lost: Y.Doc, only: ReadonlySet<string> | null): (fresh: Y.Doc) => void {
	const cards = readOwn(lost).filter(({ id, text }) => checkCard(text).ok && (only?.has(id) ?? true));
	const drafts = draftsIn(lost);
	return (fresh) =>
		fresh.transact(() => {
			const [freshCards, freshDrafts] = [fresh.getMap('cards'), fresh.getMap('drafts')];
			for (const { id, ...card } of cards) if (!freshCards.has(id)) freshCards.set(id, card);
			for (const [prompt, text] of drafts)
				if (!freshDrafts.has(prompt)) freshDrafts.set(prompt, shortened(text, draftLimit));
		});
}

/** Never half a character: a lone surrogate would come back as a question mark. */
function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
	return text.slice(0, isHalf ? most - 1 : most);
}
