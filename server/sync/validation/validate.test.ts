import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { isPlain } from './content.ts';
import type { ValidationContext, Writer } from './context.ts';
import { validateUpdate, type Validation } from './validate.ts';
import type { Shapes } from '../document-rules.ts';

const shapes: Shapes = new Map([
	['cards', 'values'],
	['groups', 'values'],
	['texts', 'texts']
]);

/** A server's document and who owns which client id. */
class Hall {
	readonly doc = new Y.Doc();
	readonly clientOwners = new Map<number, string>();
	readonly context: ValidationContext = {
		shapes,
		clientOwners: this.clientOwners,
		mostClients: 50,
		mostIn: (root) => (root === 'groups' ? 3 : root === 'texts' ? 20 : Infinity),
		checkValue: (_root, _key, value) => (value === 'forbidden' ? 'a-reason' : null)
	};

	constructor() {
		for (const root of shapes.keys()) this.doc.getMap(root);
		this.clientOwners.set(this.doc.clientID, '#server');
	}

	/** Validated, and applied when that is the result. */
	take(update: Uint8Array, writer: Writer): Validation {
		const validation = validateUpdate(this.doc, update, this.context, writer);
		if (validation.kind !== 'apply') return validation;
		for (const client of validation.newClients) this.clientOwners.set(client, writer.participant!);
		Y.applyUpdate(this.doc, validation.update);
		expect([this.doc.store.pendingStructs, this.doc.store.pendingDs]).toEqual([null, null]);
		return validation.isPartial ? this.take(update, writer) : validation;
	}
}

const writer = (
	participant: string | null,
	roots: readonly string[] = ['cards', 'groups', 'texts']
): Writer => ({
	participant,
	mayWriteSomething: roots.length > 0,
	mayWrite: (root) => roots.includes(root)
});
const anna = writer('anna');
const bas = writer('bas');

/** The updates that `edit` makes, one for each transaction. */
function updatesOf(doc: Y.Doc, edit: (doc: Y.Doc) => void): Uint8Array[] {
	const updates: Uint8Array[] = [];
	const note = (update: Uint8Array) => void updates.push(update);
	doc.on('update', note);
	edit(doc);
	doc.off('update', note);
	return updates;
}

function edited(edit: (doc: Y.Doc) => void, from?: Y.Doc): Uint8Array {
	const doc = new Y.Doc();
	if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
	return Y.mergeUpdates(updatesOf(doc, edit));
}

const refusal = (code: number, reason: string) => ({ kind: 'refuse', code, reason });

describe('what is applied', () => {
	it('makes the writer the owner of a new client id, and knows it the next time', () => {
		const hall = new Hall();
		const doc = new Y.Doc();
		const [first, second] = updatesOf(doc, () => {
			doc.getMap('cards').set('a', 1);
			doc.getMap('cards').set('a', 2);
		});
		expect(hall.take(first!, anna)).toMatchObject({ kind: 'apply', newClients: [doc.clientID] });
		expect(hall.take(second!, anna)).toMatchObject({ kind: 'apply', newClients: [] });
		expect(hall.take(second!, anna)).toEqual({ kind: 'nothing' });
		expect(hall.take(Uint8Array.of(0, 0), anna)).toEqual({ kind: 'nothing' });
	});

	it('[F4] a later update before an earlier one is a gap, not a wait', () => {
		const hall = new Hall();
		const doc = new Y.Doc();
		const [, second] = updatesOf(doc, () => {
			doc.getMap('cards').set('a', 1);
			doc.getMap('cards').set('b', 2);
		});
		expect(hall.take(second!, anna)).toEqual({ kind: 'gap' });
		expect(hall.take(Y.encodeStateAsUpdate(doc), anna).kind).toBe('apply');
	});

	it('[F4] a deletion of what is not there yet is a gap', () => {
		const hall = new Hall();
		const doc = new Y.Doc();
		const [, deletion] = updatesOf(doc, () => {
			doc.getMap('cards').set('a', 1);
			doc.getMap('cards').delete('a');
		});
		expect(hall.take(deletion!, anna)).toEqual({ kind: 'gap' });
	});
});

describe('what is refused', () => {
	const refused = (update: Uint8Array, who = anna, hall = new Hall()) => {
		const before = Y.encodeStateAsUpdate(hall.doc);
		const validation = hall.take(update, who);
		expect(Y.encodeStateAsUpdate(hall.doc)).toEqual(before);
		return validation;
	};

	it.each([
		['bytes that are no update', Uint8Array.of(1, 2, 3), refusal(4400, 'malformed')],
		['an unknown root', edited((doc) => doc.getMap('other').set('a', 1)), refusal(4400, 'unknown-root')],
		['a list in a map', edited((doc) => doc.getArray('cards').push([1])), refusal(4422, 'not-a-value')],
		['a text in a map', edited((doc) => doc.getText('cards').insert(0, 'x')), refusal(4422, 'not-a-value')],
		[
			'a map in a map',
			edited((doc) => doc.getMap('cards').set('a', new Y.Map())),
			refusal(4422, 'not-a-value')
		],
		[
			'bytes as a value',
			edited((doc) => doc.getMap('cards').set('a', new Uint8Array(3))),
			refusal(4422, 'not-a-value')
		],
		[
			'a document as a value',
			edited((doc) => doc.getMap('cards').set('a', new Y.Doc())),
			refusal(4400, 'malformed')
		],
		[
			'an endless key',
			edited((doc) => doc.getMap('cards').set('k'.repeat(65), 1)),
			refusal(4422, 'not-a-value')
		],
		[
			'a value that the app refuses',
			edited((doc) => doc.getMap('cards').set('a', 'forbidden')),
			refusal(4422, 'a-reason')
		],
		[
			'a text of one’s own',
			edited((doc) => doc.getMap('texts').set('a', new Y.Text('x'))),
			refusal(4422, 'server-key')
		],
		['a value among the texts', edited((doc) => doc.getMap('texts').set('a', 1)), refusal(4422, 'server-key')]
	])('%s', (_, update, expected) => {
		expect(refused(update)).toEqual(expected);
	});

	it('a forbidden value that was overwritten before it was sent', () => {
		const doc = new Y.Doc({ gc: false });
		doc.getMap('cards').set('a', 'forbidden');
		doc.getMap('cards').set('a', 'fine');
		expect(refused(Y.encodeStateAsUpdate(doc))).toEqual(refusal(4422, 'a-reason'));
	});

	it('[F2] more structs than a day of writing makes', () => {
		const update = edited((doc) =>
			doc.transact(() => {
				for (let i = 0; i < 20_001; i++) doc.getMap('cards').set(`k${i}`, i);
			})
		);
		expect(refused(update)).toEqual(refusal(4413, 'too-large'));
	});

	it('writing, deleting and overwriting in a root that is not open', () => {
		const hall = new Hall();
		hall.take(
			edited((doc) => doc.getMap('groups').set('g', 1)),
			bas
		);
		const cardsOnly = writer('anna', ['cards']);
		const locked = refusal(4409, 'locked');
		expect(
			refused(
				edited((doc) => doc.getMap('groups').set('h', 1), hall.doc),
				cardsOnly,
				hall
			)
		).toEqual(locked);
		expect(
			refused(
				edited((doc) => doc.getMap('groups').set('g', 2), hall.doc),
				cardsOnly,
				hall
			)
		).toEqual(locked);
		expect(
			refused(
				edited((doc) => doc.getMap('groups').delete('g'), hall.doc),
				cardsOnly,
				hall
			)
		).toEqual(locked);
		const both = edited(
			(doc) => (doc.getMap('cards').set('a', 1), doc.getMap('groups').set('h', 1)),
			hall.doc
		);
		expect(refused(both, cardsOnly, hall)).toEqual(locked);
		expect(
			hall.take(
				edited((doc) => doc.getMap('cards').set('a', 1), hall.doc),
				cardsOnly
			).kind
		).toBe('apply');
	});

	it('[F5] anything from a reader, also what has a gap; but not what we have already', () => {
		const hall = new Hall();
		const reader = writer('anna', []);
		const known = edited((doc) => doc.getMap('cards').set('a', 1));
		hall.take(known, bas);
		expect(hall.take(known, reader)).toEqual({ kind: 'nothing' });
		expect(
			refused(
				edited((doc) => doc.getMap('cards').set('b', 1)),
				reader,
				hall
			)
		).toEqual(refusal(4409, 'locked'));
		const [, later] = updatesOf(
			new Y.Doc(),
			(doc) => (doc.getMap('cards').set('b', 1), doc.getMap('cards').set('c', 1))
		);
		expect(refused(later!, reader, hall)).toEqual(refusal(4409, 'locked'));
	});

	it("[F3] more of someone else's client id, or of the server's", () => {
		const hall = new Hall();
		const doc = new Y.Doc();
		const [first, second] = updatesOf(
			doc,
			() => (doc.getMap('cards').set('a', 1), doc.getMap('cards').set('b', 1))
		);
		hall.take(first!, bas);
		expect(refused(second!, anna, hall)).toEqual(refusal(4409, 'diverged'));
		const thief = new Y.Doc();
		thief.clientID = hall.doc.clientID;
		thief.getMap('cards').set('a', 1);
		expect(refused(Y.encodeStateAsUpdate(thief), anna, hall)).toEqual(refusal(4409, 'diverged'));
	});

	it('[F3] endless new client ids', () => {
		const hall = new Hall();
		for (let i = 0; i < 50; i++)
			hall.take(
				edited((doc) => doc.getMap('cards').set('a', i)),
				anna
			);
		expect(
			refused(
				edited((doc) => doc.getMap('cards').set('a', 1)),
				anna,
				hall
			)
		).toEqual(refusal(4413, 'too-many-clients'));
	});

	it('deletions out of order, which only cost time', () => {
		const hall = new Hall();
		const doc = new Y.Doc();
		doc.clientID = 5;
		doc.getMap('cards').set('a', 1);
		doc.getMap('cards').set('b', 1);
		hall.take(Y.encodeStateAsUpdate(doc), anna);
		expect(refused(Uint8Array.of(0, 1, 5, 2, 1, 1, 0, 1), anna, hall)).toEqual(refusal(4400, 'malformed'));
		expect(refused(Uint8Array.of(0, 1, 5, 1, 0, 0), anna, hall)).toEqual(refusal(4400, 'malformed'));
	});

	it('formatting, embeds and attributes in a plain text', () => {
		const hall = new Hall();
		hall.doc.getMap('texts').set('t', new Y.Text('plain'));
		const textOf = (doc: Y.Doc) => doc.getMap('texts').get('t') as Y.Text;
		for (const edit of [
			(doc: Y.Doc) => textOf(doc).format(0, 2, { bold: true }),
			(doc: Y.Doc) => textOf(doc).insertEmbed(0, { image: 'x' }),
			(doc: Y.Doc) => textOf(doc).setAttribute('a', 1)
		])
			expect(refused(edited(edit, hall.doc), anna, hall)).toEqual(refusal(4422, 'not-a-value'));
	});

	it.each([
		[undefined, false],
		[Number.NaN, false],
		[10n, false],
		[new Uint8Array(1), false],
		[JSON.parse('{"__proto__": {"text": "x"}}'), true],
		[Object.create({ text: 'x' }), false],
		[{ a: [1, 'b', null, true] }, true]
	])('isPlain(%o) is %s', (value, plain) => {
		expect(isPlain(value)).toBe(plain);
	});
});

describe('honest clients', () => {
	/** The same every time. */
	function dice(seed: number) {
		let state = seed;
		return (below: number) => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
	}

	/** A page that someone has open: what it made and did not get across yet, and how far it was brought. */
	class Page {
		readonly doc = new Y.Doc();
		readonly who: Writer;
		readonly undo: Y.UndoManager;
		unsent: Uint8Array[] = [];

		constructor(who: Writer, copy?: Y.Doc) {
			this.who = who;
			if (copy) Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(copy));
			this.undo = new Y.UndoManager([this.doc.getMap('cards'), this.doc.getMap('texts')], {
				captureTimeout: 0
			});
			this.doc.on('update', (update: Uint8Array, origin: unknown) => {
				if (origin !== 'hall') this.unsent.push(update);
			});
		}

		receive(hall: Hall): void {
			Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(hall.doc, Y.encodeStateVector(this.doc)), 'hall');
		}

		edit(roll: (below: number) => number): void {
			const key = `k${roll(4)}`;
			const text = this.doc.getMap('texts').get(`t${roll(3)}`);
			const kind = roll(8);
			if (kind < 2) this.doc.getMap('cards').set(key, { text: `v${roll(100)}` });
			else if (kind === 2) this.doc.getMap('cards').delete(key);
			else if (kind === 3) this.undo.undo();
			else if (kind === 4) this.undo.redo();
			else if (text instanceof Y.Text && kind < 7)
				text.insert(roll(text.length + 1), 'abcdef'.slice(roll(6)));
			else if (text instanceof Y.Text && text.length > 0) text.delete(roll(text.length), 1);
		}
	}

	/** As the document does: one by one, and after a gap the answer to a step 1 of a moment ago. */
	function deliver(page: Page, hall: Hall, vector: Uint8Array): void {
		for (const update of page.unsent.splice(0)) {
			const validation = hall.take(update, page.who);
			if (validation.kind !== 'gap') expect(validation.kind).not.toBe('refuse');
			else {
				const answer = hall.take(Y.encodeStateAsUpdate(page.doc, vector), page.who);
				expect(['apply', 'nothing']).toContain(answer.kind);
				return page.unsent.splice(0).forEach(() => {});
			}
		}
	}

	it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
		'are never refused, and agree in the end (seed %i)',
		(seed) => {
			const roll = dice(seed);
			const hall = new Hall();
			for (let t = 0; t < 3; t++) hall.doc.getMap('texts').set(`t${t}`, new Y.Text('begin'));
			let pages = [new Page(anna), new Page(anna), new Page(bas)];
			for (let round = 0; round < 150; round++) {
				const i = roll(pages.length);
				const page = pages[i]!;
				const vector = Y.encodeStateVector(hall.doc);
				for (let edits = roll(4); edits > 0; edits--) page.edit(roll);
				const event = roll(12);
				// Lost on the way; read again from the device; cleaned up by the server; or merely sent and heard.
				if (event === 0) page.unsent.splice(roll(page.unsent.length + 1), 1);
				else if (event === 1) {
					const reloaded = new Page(page.who, page.doc);
					const answer = hall.take(Y.encodeStateAsUpdate(reloaded.doc, vector), page.who);
					expect(['apply', 'nothing']).toContain(answer.kind);
					pages = pages.with(i, reloaded);
				} else if (event === 2) hall.doc.getMap('texts').set(`t${roll(3)}`, new Y.Text('anew'));
				if (event > 3) deliver(page, hall, roll(2) ? vector : Y.encodeStateVector(hall.doc));
				if (event > 6) page.receive(hall);
			}
			for (const page of pages) {
				const validation = hall.take(
					Y.encodeStateAsUpdate(page.doc, Y.encodeStateVector(hall.doc)),
					page.who
				);
				expect(['apply', 'nothing']).toContain(validation.kind);
			}
			for (const page of pages) {
				page.receive(hall);
				for (const root of shapes.keys())
					expect(page.doc.getMap(root).toJSON()).toEqual(hall.doc.getMap(root).toJSON());
			}
		}
	);
});

// The first item again, but built on something else: Yjs looks for the origins of what it has, too.
describe('[F4] a known item that builds on what is not there is passed over', () => {
	it.each([
		['of somebody unknown', 77, 0],
		['of the writer, later than all it made', 5, 9]
	])('%s', (_, client, clock) => {
		const hall = new Hall();
		const page = new Y.Doc();
		page.clientID = 5;
		page.getMap('cards').set('a', 1);
		hall.take(Y.encodeStateAsUpdate(page), anna);
		const forged = encoding.encode((encoder) => {
			for (const number of [1, 2, 5, 0]) encoding.writeVarUint(encoder, number);
			encoding.writeUint8(encoder, 8 | 0x80);
			for (const number of [client, clock, 1]) encoding.writeVarUint(encoder, number);
			encoding.writeAny(encoder, 1);
			encoding.writeUint8(encoder, 8 | 0x20);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarString(encoder, 'cards');
			encoding.writeVarString(encoder, 'b');
			encoding.writeVarUint(encoder, 1);
			encoding.writeAny(encoder, 2);
			encoding.writeVarUint(encoder, 0);
		});
		expect(hall.take(forged, anna).kind).toBe('apply');
		expect(hall.doc.getMap('cards').toJSON()).toEqual({ a: 1, b: 2 });
	});
});

// Merely naming a place cuts what stands there in two, and half an emoji is U+FFFD.
describe('[F6] words of a root that is not open stay whole', () => {
	const number = encoding.writeVarUint;
	const value = (encoder: encoding.Encoder, of: number) => {
		number(encoder, 1);
		encoding.writeAny(encoder, of);
	};

	it.each([
		['a known item whose origin is half of it', true],
		['a new value that stands before half of it', false]
	])('%s', (_, isKnown) => {
		const hall = new Hall();
		hall.doc.clientID = 99;
		hall.clientOwners.set(99, '#server');
		hall.doc.getMap('texts').set('t', new Y.Text('\u{1F600}'));
		const page = new Y.Doc();
		page.clientID = 5;
		page.getMap('groups').set('a', 1);
		hall.take(Y.encodeStateAsUpdate(page), anna);
		const forged = encoding.encode((encoder) => {
			for (const each of [1, isKnown ? 2 : 1, 5, isKnown ? 0 : 1]) number(encoder, each);
			encoding.writeUint8(encoder, isKnown ? 8 | 0x80 : 8 | 0xc0);
			for (const each of isKnown ? [99, 1] : [5, 0, 99, 2]) number(encoder, each);
			value(encoder, isKnown ? 1 : 2);
			if (isKnown) {
				encoding.writeUint8(encoder, 8 | 0x80);
				for (const each of [5, 0]) number(encoder, each);
				value(encoder, 2);
			}
			number(encoder, 0);
		});
		hall.take(forged, writer('cas', ['groups']));
		expect(hall.doc.getMap('texts').toJSON()).toEqual({ t: '\u{1F600}' });
	});
});

// The neighbours of the second part are the first one, which is new, and a letter of another root.
it('[F6] an update with a part between neighbours of two places changes nothing, by its beginning either', () => {
	const hall = new Hall();
	hall.doc.clientID = 99;
	hall.clientOwners.set(99, '#server');
	hall.doc.getMap('texts').set('t', new Y.Text('AB'));
	const forged = encoding.encode((encoder) => {
		for (const number of [1, 2, 5, 0]) encoding.writeVarUint(encoder, number);
		encoding.writeUint8(encoder, 8 | 0x20);
		encoding.writeVarUint(encoder, 1);
		for (const name of ['groups', 'a']) encoding.writeVarString(encoder, name);
		encoding.writeVarUint(encoder, 1);
		encoding.writeAny(encoder, 1);
		encoding.writeUint8(encoder, 8 | 0xc0);
		for (const number of [5, 0, 99, 2, 1]) encoding.writeVarUint(encoder, number);
		encoding.writeAny(encoder, 2);
		encoding.writeVarUint(encoder, 0);
	});
	expect(hall.take(forged, anna)).toEqual(refusal(4409, 'diverged'));
	expect(hall.doc.getMap('groups').size).toBe(0);
	expect(hall.doc.getMap('texts').toJSON()).toEqual({ t: 'AB' });
});

it('a word whose right origin comes before its origin would be in another place for each who reads it', () => {
	const hall = new Hall();
	hall.doc.clientID = 99;
	hall.clientOwners.set(99, '#server');
	const text = new Y.Text();
	hall.doc.getMap('texts').set('t', text);
	text.insert(0, 'begin');
	// Clocks of the server: 1 to 5 are 'begin'. Client 1: 'X', origin (99, 5), right origin (99, 2).
	const forged = Uint8Array.of(1, 1, 1, 0, 0xc4, 99, 5, 99, 2, 1, 88, 0);
	expect(hall.take(forged, anna)).toMatchObject({ kind: 'refuse', reason: 'diverged' });
});

it('a word beside an earlier one that arrives only now lands as its writer saw it', () => {
	const hall = new Hall();
	hall.doc.getMap('texts').set('t', new Y.Text('AB'));
	const pages = [new Y.Doc(), new Y.Doc()] as const;
	const textOf = (doc: Y.Doc) => doc.getMap('texts').get('t') as Y.Text;
	for (const [i, page] of pages.entries()) {
		page.clientID = i + 1;
		Y.applyUpdate(page, Y.encodeStateAsUpdate(hall.doc));
	}
	const [page, other] = pages;
	hall.take(
		edited((doc) => textOf(doc).insert(1, 'M'), other),
		bas
	);
	textOf(page).insert(1, 'L');
	Y.applyUpdate(page, Y.encodeStateAsUpdate(hall.doc));
	// In one answer: what it wrote before it heard of the M, and what it wrote between the two.
	const seen = textOf(page).toString();
	textOf(page).insert(2, 'N');
	const answer = Y.encodeStateAsUpdate(page, Y.encodeStateVector(hall.doc));
	expect(hall.take(answer, anna).kind).toBe('apply');
	expect(seen).toHaveLength(4);
	expect(textOf(hall.doc).toString()).toBe(textOf(page).toString());
});

// Client 5 is known up to clock 2. Of the forged item the first letter is "known", and its parent is no list; cut
// off, what is left would hang under a key of cards.
it('[F6] an item of which the beginning is known lands where it was validated', () => {
	const hall = new Hall();
	const page = new Y.Doc();
	page.clientID = 5;
	page.getMap('cards').set('a', 1);
	page.getMap('cards').set('b', 2);
	hall.take(Y.encodeStateAsUpdate(page), anna);
	const forged = Uint8Array.of(1, 1, 5, 1, 0b00000100, 0, 5, 0, 3, 120, 121, 122, 0);
	expect(hall.take(forged, writer('anna', ['groups']))).toEqual(refusal(4409, 'locked'));
	expect(hall.take(forged, anna)).toEqual(refusal(4422, 'not-a-value'));
	expect(hall.doc.getMap('cards').toJSON()).toEqual({ a: 1, b: 2 });
});

it('[F6] an item that is said to begin in another list goes on where its beginning lies', () => {
	const hall = new Hall();
	hall.doc.getMap('texts').set('t', new Y.Text());
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(hall.doc));
	doc.clientID = 5;
	(doc.getMap('texts').get('t') as Y.Text).insert(0, 'ab');
	hall.take(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(hall.doc)), anna);
	const thief = new Y.Doc();
	thief.clientID = 5;
	thief.getText('cards').insert(0, 'abc');
	expect(hall.take(Y.encodeStateAsUpdate(thief), anna).kind).toBe('apply');
	expect(hall.doc.getMap('texts').toJSON()).toEqual({ t: 'abc' });
	expect(hall.doc.getMap('cards').size).toBe(0);
});

// Bas moves a card often while Anna, offline, moves the same one often, and each moves others in between.
it('two people who each changed the same values often are both taken', () => {
	const hall = new Hall();
	const pages = [anna, bas].map((who, i) => {
		const doc = new Y.Doc();
		doc.clientID = 5 + i;
		for (let move = 0; move < 1000; move++) {
			doc.getMap('cards').set('c1', move);
			doc.getMap('cards').set(`other${i}.${move}`, move);
		}
		return { who, doc };
	});
	for (const { who, doc } of pages)
		expect(hall.take(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(hall.doc)), who).kind).toBe('apply');
	expect(hall.doc.getMap('cards').size).toBe(2001);
});
