import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Dice } from './fuzzer.ts';

/**
 * An update that no program wrote: well-formed, of parts that point anywhere, in documents, clients and lists that
 * are there or not. Flipped bits seldom come so far.
 */
export function forge(doc: Y.Doc, roots: readonly string[], dice: Dice): Uint8Array {
	const known = [...doc.store.clients.keys()];
	const client = () => (known.length > 0 && dice.percent(70) ? dice.pick(known) : dice.between(1, 5));
	const clients = new Set(Array.from({ length: dice.below(3) }, client));
	const made = new Map<number, number>();
	const id = () => anId(doc, made, client(), dice);
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, clients.size);
		for (const of of clients) {
			const parts = dice.between(1, 4);
			const begin = clockNear(Y.getState(doc.store, of), dice);
			encoding.writeVarUint(encoder, parts);
			encoding.writeVarUint(encoder, of);
			encoding.writeVarUint(encoder, begin);
			let end = begin;
			for (let i = 0; i < parts; i++) {
				end += writePart(encoder, roots, id, dice);
				made.set(of, end);
			}
		}
		writeDeletions(encoder, doc, client, dice);
	});
}

/** Mostly where the next part belongs. */
function clockNear(state: number, dice: Dice): number {
	const kind = dice.choose({ next: 12, known: 4, gap: 1 });
	if (kind === 'next') return state;
	return kind === 'known' ? dice.below(state + 1) : state + dice.between(1, 3);
}

function anId(doc: Y.Doc, made: Map<number, number>, client: number, dice: Dice): Y.ID {
	const end = Math.max(1, made.get(client) ?? Y.getState(doc.store, client));
	return Y.createID(client, dice.percent(95) ? dice.below(end) : end + dice.below(3));
}

function writePart(encoder: encoding.Encoder, roots: readonly string[], id: () => Y.ID, dice: Dice): number {
	const kind = dice.choose({ item: 12, collected: 1, skip: 1 });
	if (kind === 'item') return writeItem(encoder, roots, id, dice);
	const length = dice.between(0, 5);
	encoding.writeUint8(encoder, kind === 'skip' ? 10 : 0);
	encoding.writeVarUint(encoder, length);
	return length;
}

/** As Item.write in Yjs, but of bits that were thrown. */
function writeItem(encoder: encoding.Encoder, roots: readonly string[], id: () => Y.ID, dice: Dice): number {
	const [left, right, key] = [dice.percent(40), dice.percent(25), dice.percent(50)];
	const content = aContent(dice);
	encoding.writeUint8(encoder, content.ref | (left ? 0x80 : 0) | (right ? 0x40 : 0) | (key ? 0x20 : 0));
	if (left) writeId(encoder, id());
	if (right) writeId(encoder, id());
	if (!left && !right) {
		const inRoot = dice.percent(60);
		encoding.writeVarUint(encoder, inRoot ? 1 : 0);
		if (inRoot) encoding.writeVarString(encoder, dice.percent(95) ? dice.pick(roots) : 'elsewhere');
		else writeId(encoder, id());
		if (key) encoding.writeVarString(encoder, dice.pick(['k0', 'k1', 't0', 't1', 'new', '', '__proto__']));
	}
	content.write(encoder);
	return content.length;
}

function writeId(encoder: encoding.Encoder, { client, clock }: Y.ID): void {
	encoding.writeVarUint(encoder, client);
	encoding.writeVarUint(encoder, clock);
}

interface Content {
	/** Its number on the wire. */
	ref: number;
	length: number;
	write(encoder: encoding.Encoder): void;
}

function aContent(dice: Dice): Content {
	const ref = Number(dice.choose({ 1: 2, 2: 1, 3: 1, 4: 6, 5: 1, 6: 1, 7: 2, 8: 8, 9: 1, 11: 1 }));
	const text = dice.pick(['', 'a', 'words', '\u{1F600}', 'with "quotes"']);
	const length = dice.below(4);
	switch (ref) {
		case 1:
			return { ref, length, write: (encoder) => encoding.writeVarUint(encoder, length) };
		case 2:
			return {
				ref,
				length,
				write: (encoder) => writeList(encoder, length, () => encoding.writeVarString(encoder, '1'))
			};
		case 3:
			return {
				ref,
				length: 1,
				write: (encoder) => encoding.writeVarUint8Array(encoder, Uint8Array.of(1, 2))
			};
		case 4:
			return { ref, length: text.length, write: (encoder) => encoding.writeVarString(encoder, text) };
		case 5:
			return { ref, length: 1, write: (encoder) => encoding.writeVarString(encoder, '{"a":1}') };
		case 6:
			return {
				ref,
				length: 1,
				write(encoder) {
					encoding.writeVarString(encoder, 'bold');
					encoding.writeVarString(encoder, 'true');
				}
			};
		case 7:
			return {
				ref,
				length: 1,
				write(encoder) {
					const kind = dice.below(7);
					encoding.writeVarUint(encoder, kind);
					// An element and a hook have names.
					if (kind === 3 || kind === 5) encoding.writeVarString(encoder, 'p');
				}
			};
		case 8:
			return {
				ref,
				length,
				write: (encoder) => writeList(encoder, length, () => encoding.writeAny(encoder, aValue(dice)))
			};
		case 9:
			return {
				ref,
				length: 1,
				write(encoder) {
					encoding.writeVarString(encoder, 'guid');
					encoding.writeAny(encoder, {});
				}
			};
		default:
			return { ref, length, write: (encoder) => encoding.writeVarUint(encoder, length) };
	}
}

function writeList(encoder: encoding.Encoder, length: number, write: () => void): void {
	encoding.writeVarUint(encoder, length);
	for (let i = 0; i < length; i++) write();
}

const aValue = (dice: Dice) =>
	dice.pick<encoding.AnyEncodable>([
		1,
		'text',
		null,
		true,
		{ text: 'card' },
		[1, { a: [] }],
		undefined,
		Number.NaN,
		Infinity,
		10n,
		new Uint8Array(2),
		'forbidden',
		JSON.parse('{"__proto__":{"x":1}}') as object
	] as encoding.AnyEncodable[]);

function writeDeletions(encoder: encoding.Encoder, doc: Y.Doc, client: () => number, dice: Dice): void {
	const clients = dice.percent(50) ? [] : [...new Set([client(), client()])];
	encoding.writeVarUint(encoder, clients.length);
	for (const of of clients) {
		encoding.writeVarUint(encoder, of);
		writeList(encoder, dice.between(0, 2), () => {
			encoding.writeVarUint(encoder, dice.below(Y.getState(doc.store, of) + 1));
			encoding.writeVarUint(encoder, dice.below(4));
		});
	}
}
