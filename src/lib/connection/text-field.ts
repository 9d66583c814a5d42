import { sharedTextMost } from '#domain/bounds.ts';
import { editBetween, endOf, moved, movedBy, type Delta, type Edit } from './text-edit.ts';

type Field = HTMLTextAreaElement | HTMLInputElement;

/** The text that a field shows and writes. */
export interface Written {
	read(): string;
	write(edit: Edit, by: TextField): void;
	mayWrite(): boolean;
	/** Whether what was put in last is too long: it was taken out again, and what stood there stays. */
	tooLong(is: boolean): void;
}

/**
 * One field that shows a text others write in too. What is typed here goes out at once; what others type comes in
 * around the caret. While letters are being composed (Japanese, accents, the word a phone is still guessing) the
 * field is not touched: that would end the composition.
 */
export class TextField {
	readonly #field: Field;
	readonly #text: Written;
	/** What stood in the field when it was last the same as the text. */
	#shown = '';
	#isComposing = false;
	/** In `#shown`, where that ends which others wrote last, or -1. */
	#theirEnd = -1;
	/** Changes by others that came while composing. */
	#missed: Delta[] = [];

	constructor(field: Field, text: Written) {
		this.#field = field;
		this.#text = text;
		this.show();
		field.addEventListener('input', this.#input);
		field.addEventListener('compositionstart', this.#compose);
		field.addEventListener('compositionend', this.#composed);
		field.addEventListener('blur', this.#composed);
	}

	stop(): void {
		this.#field.removeEventListener('input', this.#input);
		this.#field.removeEventListener('compositionstart', this.#compose);
		this.#field.removeEventListener('compositionend', this.#composed);
		this.#field.removeEventListener('blur', this.#composed);
	}

	/** Somebody else changed the text. */
	onRemote(delta: Delta): void {
		this.#missed.push(delta);
		if (!this.#isComposing) this.#catchUp();
	}

	/** Another text altogether. */
	show(): void {
		this.#missed = [];
		this.#isComposing = false;
		this.#theirEnd = -1;
		this.#put(this.#text.read());
	}

	readonly #input = () => {
		if (!this.#text.mayWrite()) return this.show();
		const isTooLong = this.#field.value.length > Math.max(sharedTextMost, this.#shown.length);
		this.#text.tooLong(isTooLong);
		if (isTooLong) return this.#takeBack();
		// With something of others still to come in, positions here are not those of the text.
		if (this.#missed.length === 0) this.#send();
	};

	/** The caret goes back to where the long piece was put in. */
	#takeBack(): void {
		const edit = editBetween(this.#shown, this.#field.value, this.#field.selectionEnd ?? undefined);
		const at = edit ? edit.at + edit.remove : 0;
		this.#put(this.#shown, at, at);
	}

	readonly #compose = () => {
		this.#isComposing = true;
	};

	readonly #composed = () => {
		if (!this.#isComposing) return;
		this.#isComposing = false;
		this.#catchUp();
	};

	#send(): void {
		const edit = editBetween(this.#shown, this.#field.value, this.#field.selectionEnd ?? undefined);
		this.#shown = this.#field.value;
		if (edit) this.#write(edit);
	}

	#write(edit: Edit): void {
		this.#theirEnd = movedBy(this.#theirEnd, edit);
		this.#text.write(edit, this);
	}

	/** First what was composed, where it belongs by now; then the field shows all of it. */
	#catchUp(): void {
		const missed = this.#missed.splice(0);
		if (missed.length === 0) return this.#send();
		const edit = editBetween(this.#shown, this.#field.value, this.#field.selectionEnd ?? undefined);
		const [start, end] = [this.#field.selectionStart ?? 0, this.#field.selectionEnd ?? 0];
		// A caret behind words that somebody is busy with goes along with them, or it would come to stand in a word.
		const goesAlong = !edit && start === end && start === this.#theirEnd;
		const after = (index: number) => missed.reduce((place, delta) => moved(place, delta, goesAlong), index);
		const theirEnd = missed.reduce((place, delta) => endOf(delta) ?? moved(place, delta), this.#theirEnd);
		// What they take back may end here again; that does not make it theirs.
		this.#theirEnd = theirEnd === after(end) && !goesAlong ? -1 : theirEnd;
		if (!edit) return this.#put(this.#text.read(), after(start), after(end));
		const back = (index: number) =>
			index > edit.at ? Math.max(edit.at, index - edit.insert.length + edit.remove) : index;
		const at = after(edit.at);
		this.#write({ at, remove: after(edit.at + edit.remove) - at, insert: edit.insert });
		const placed = (index: number) =>
			index >= edit.at && index <= edit.at + edit.insert.length ? at + index - edit.at : after(back(index));
		this.#put(this.#text.read(), placed(start), placed(end));
	}

	#put(value: string, start?: number, end?: number): void {
		const field = this.#field;
		this.#shown = value;
		if (field.value === value) return;
		const { scrollTop, selectionDirection } = field;
		field.value = value;
		// Setting a caret in a field that is not in use would take the focus there, on some phones.
		if (start === undefined || document.activeElement !== field) return;
		field.setSelectionRange(start, end ?? start, selectionDirection ?? undefined);
		field.scrollTop = scrollTop;
	}
}
