import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { SharedText } from './shared-text.svelte.ts';

/** As much of a textarea as matters here. */
class Field extends EventTarget {
	value = '';
	selectionStart = 0;
	selectionEnd = 0;
	selectionDirection = 'none' as const;
	scrollTop = 0;

	setSelectionRange(start: number, end: number): void {
		this.selectionStart = start;
		this.selectionEnd = end;
	}

	/** The keys of a person, where the caret is. */
	type(text: string, event = 'input'): void {
		const { value, selectionStart: start, selectionEnd: end } = this;
		this.value = value.slice(0, start) + text + value.slice(end);
		this.setSelectionRange(start + text.length, start + text.length);
		this.dispatchEvent(new Event(event));
	}

	/** The text with the caret in it. */
	get shown(): string {
		const { value, selectionStart: start, selectionEnd: end } = this;
		const selected = start === end ? '|' : `[${value.slice(start, end)}]`;
		return value.slice(0, start) + selected + value.slice(end);
	}
}

let docs: [Y.Doc, Y.Doc];
let mayWrite: boolean;
const stops: (() => void)[] = [];

beforeEach(() => {
	docs = [new Y.Doc(), new Y.Doc()];
	docs[0].getMap<Y.Text>('texts').set('v1.meaning', new Y.Text('Wij zien elkaar'));
	meet();
	mayWrite = true;
});
afterEach(() => {
	for (const stop of stops.splice(0)) stop();
	vi.unstubAllGlobals();
});

const textOf = (doc: Y.Doc) => doc.getMap<Y.Text>('texts').get('v1.meaning')!;

function meet(): void {
	Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0], Y.encodeStateVector(docs[1])));
	Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1], Y.encodeStateVector(docs[0])));
}

/** Somebody else, who has all of it, types behind it. */
function sayThere(words: string): void {
	meet();
	textOf(docs[1]).insert(textOf(docs[1]).length, words);
	meet();
}

/** Somebody at the table with the text before them and the caret somewhere. */
function sit(doc: Y.Doc, caret: number): Field {
	const field = new Field();
	vi.stubGlobal('document', { activeElement: field });
	const shared = new SharedText(textOf(doc), () => mayWrite);
	stops.push(shared.bind(field as unknown as HTMLTextAreaElement));
	field.setSelectionRange(caret, caret);
	return field;
}

describe('two people in one text', () => {
	test('what is typed here arrives there, around the caret', () => {
		const there = sit(docs[1], 3);
		const here = sit(docs[0], 0);
		here.type('Samen: ');
		expect(textOf(docs[0]).toString()).toBe('Samen: Wij zien elkaar');
		vi.stubGlobal('document', { activeElement: there });
		meet();
		expect(there.shown).toBe('Samen: Wij| zien elkaar');
	});

	test('a selection keeps its words', () => {
		const there = sit(docs[1], 0);
		there.setSelectionRange(4, 8);
		textOf(docs[0]).insert(0, 'Nu: ');
		meet();
		expect(there.shown).toBe('Nu: Wij [zien] elkaar');
	});

	test('a field that is not in use shows the words and takes no caret', () => {
		const there = sit(docs[1], 2);
		vi.stubGlobal('document', { activeElement: null });
		textOf(docs[0]).insert(0, 'Nu: ');
		meet();
		expect(there.value).toBe('Nu: Wij zien elkaar');
		expect(there.selectionStart).toBe(2);
	});

	test('a caret behind the words that another is busy with goes along, behind one’s own it stays', () => {
		const here = sit(docs[0], 15);
		sayThere(' n');
		here.setSelectionRange(17, 17);
		sayThere('u');
		expect(here.shown).toBe('Wij zien elkaar nu|');
		here.type('!');
		sayThere(' Ja');
		expect(here.shown).toBe('Wij zien elkaar nu!| Ja');
		here.type('?');
		expect(textOf(docs[0]).toString()).toBe('Wij zien elkaar nu!? Ja');
		here.setSelectionRange(23, 23);
		sayThere('!');
		expect(here.shown).toBe('Wij zien elkaar nu!? Ja!|');
	});

	test('what was typed here is still one’s own after something came in before it', () => {
		const here = sit(docs[0], 15);
		here.type(' nu');
		textOf(docs[1]).insert(0, 'Ja: ');
		meet();
		sayThere('!');
		expect(here.shown).toBe('Ja: Wij zien elkaar nu|!');
	});

	test('a caret stays too when another takes back what came in behind it', () => {
		const here = sit(docs[0], 15);
		here.type(' nu');
		sayThere('x');
		textOf(docs[1]).delete(18, 1);
		meet();
		sayThere(' Ja');
		expect(here.shown).toBe('Wij zien elkaar nu| Ja');
	});

	test('of two who begin an empty text each sentence stays whole', () => {
		textOf(docs[0]).delete(0, 15);
		meet();
		const here = sit(docs[0], 0);
		for (const letter of 'Wij') sayThere(letter);
		expect(here.shown).toBe('|Wij');
		here.type('Nu. ');
		sayThere('!');
		expect(here.shown).toBe('Nu. |Wij!');
	});

	test('nothing comes back as an echo', () => {
		const here = sit(docs[0], 15);
		let updates = 0;
		docs[0].on('update', () => updates++);
		for (const letter of ' echt') here.type(letter);
		meet();
		meet();
		expect(updates).toBe(5);
		expect(here.shown).toBe('Wij zien elkaar echt|');
	});

	test('emoji side by side stay whole', () => {
		const here = sit(docs[0], 3);
		here.type('😀');
		here.setSelectionRange(3, 5);
		here.type('😁');
		meet();
		expect(textOf(docs[1]).toString()).toBe('Wij😁 zien elkaar');
	});

	test('two fields of one page on one text show the same', () => {
		const field = new Field();
		const other = new Field();
		vi.stubGlobal('document', { activeElement: field });
		const shared = new SharedText(textOf(docs[0]), () => true);
		stops.push(
			shared.bind(field as unknown as HTMLTextAreaElement),
			shared.bind(other as unknown as HTMLInputElement)
		);
		field.type('O, ');
		expect(other.value).toBe('O, Wij zien elkaar');
	});
});

describe('composing', () => {
	test('is sent as it goes, and left alone while others write', () => {
		const here = sit(docs[0], 15);
		here.dispatchEvent(new Event('compositionstart'));
		here.type(' ec');
		expect(textOf(docs[0]).toString()).toBe('Wij zien elkaar ec');
		textOf(docs[1]).insert(0, 'Nu: ');
		meet();
		expect(here.shown).toBe('Wij zien elkaar ec|');
		here.type('ht');
		here.dispatchEvent(new Event('compositionend'));
		expect(here.shown).toBe('Nu: Wij zien elkaar echt|');
		meet();
		expect(textOf(docs[1]).toString()).toBe('Nu: Wij zien elkaar echt');
	});

	test('a word that was composed in the middle lands where its neighbours are by then', () => {
		const here = sit(docs[0], 4);
		here.dispatchEvent(new Event('compositionstart'));
		textOf(docs[1]).insert(15, ', hier');
		textOf(docs[1]).delete(0, 4);
		meet();
		here.type('echt ');
		expect(textOf(docs[0]).toString()).toBe('zien elkaar, hier');
		here.dispatchEvent(new Event('compositionend'));
		expect(here.shown).toBe('echt |zien elkaar, hier');
	});
});

test('without a pen what is typed is put back', () => {
	const here = sit(docs[0], 0);
	mayWrite = false;
	here.type('Nee ');
	expect(here.value).toBe('Wij zien elkaar');
	expect(textOf(docs[0]).toString()).toBe('Wij zien elkaar');
});

test('after the document was made anew the field shows the new text and writes in it', () => {
	const field = new Field();
	vi.stubGlobal('document', { activeElement: field });
	const shared = new SharedText(textOf(docs[0]), () => true);
	stops.push(shared.bind(field as unknown as HTMLTextAreaElement));
	const fresh = new Y.Doc();
	fresh.getMap<Y.Text>('texts').set('v1.meaning', new Y.Text('Opnieuw'));
	shared.follow(textOf(fresh));
	expect(field.value).toBe('Opnieuw');
	textOf(docs[0]).insert(0, 'oud ');
	expect(field.value).toBe('Opnieuw');
	field.setSelectionRange(7, 7);
	field.type('!');
	expect(shared.current).toBe('Opnieuw!');
});

test('a field that is let go of is not written in any more', () => {
	const field = new Field();
	const shared = new SharedText(textOf(docs[0]), () => true);
	shared.bind(field as unknown as HTMLTextAreaElement).destroy();
	textOf(docs[0]).insert(0, 'Nu: ');
	field.type('x');
	expect(field.value).toBe('xWij zien elkaar');
	expect(textOf(docs[0]).toString()).toBe('Nu: Wij zien elkaar');
});
