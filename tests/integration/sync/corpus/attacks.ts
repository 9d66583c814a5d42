import * as Y from 'yjs';
import * as b from './bytes.ts';
import { at, ids } from './fixture.ts';

/** What becomes of an attack. */
export type Outcome =
	/** The server hangs up. */
	| { kind: 'closed'; code: number; reason: string }
	/** Nothing is applied; the server asks for all that it lacks. */
	| { kind: 'asked' }
	/** Nothing happens, and the socket stays. */
	| { kind: 'ignored' }
	/** The server answers with the document. */
	| { kind: 'answered' }
	/** Odd, and harmless: it is taken as what it is. */
	| { kind: 'taken' };

export interface Attack {
	name: string;
	/** Of the catalogue in server/sync/README.md. */
	failure: string;
	about: string;
	document: 'board' | 'own' | 'journey';
	who: 'anna' | 'screen';
	/** As it goes into the socket; a text goes as a text frame. */
	frame: Uint8Array | string;
	/** How often it is sent. */
	times: number;
	outcome: Outcome;
	/** It asks for far more than it brings: an honest client is looked at meanwhile. */
	isBomb: boolean;
}

const closed = (code: number, reason: string): Outcome => ({ kind: 'closed', code, reason });
const malformed = closed(4400, 'malformed');
const unknownRoot = closed(4400, 'unknown-root');
const notAsked = closed(4400, 'not-asked');
const locked = closed(4409, 'locked');
const diverged = closed(4409, 'diverged');
const tooLarge = closed(4413, 'too-large');
const notAValue = closed(4422, 'not-a-value');
const serverKey = closed(4422, 'server-key');
const asked: Outcome = { kind: 'asked' };
const ignored: Outcome = { kind: 'ignored' };
const answered: Outcome = { kind: 'answered' };
const taken: Outcome = { kind: 'taken' };

const many = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, i) => make(i));
const concat = (...all: (Uint8Array | number[])[]) => Uint8Array.from(all.flatMap((each) => [...each]));

/** The attacker's client id: another in every attack, so that none builds on what an earlier one left. */
let me = 0;

/** Frames with an update in it, of the attacker's own client id unless it says otherwise. */
const update = (blocks: b.Block[], deletes: [number, ...b.Id[]][] = []) =>
	b.sync(2, b.update(blocks, deletes));
const mine = (...parts: b.Block['parts']) => allMine(parts);
const allMine = (parts: b.Block['parts']): b.Block => ({ client: me, parts });
const mineAt = (clock: number, ...parts: b.Block['parts']): b.Block => ({
	client: me,
	clock,
	parts
});
const group = (content: b.Content, key: string | Uint8Array = 'k') =>
	update([mine(b.part({ parent: 'groups', key }, content))]);
const groupValue = (...values: Parameters<typeof b.any>) => group(b.any(...values));
const nothings = (count: number) => b.anyOf(many(count, () => b.value(null)));
const inText = (content: b.Content, spot: b.Spot = { parent: at.text }) =>
	update([mine(b.part(spot, content))]);
const beside = (spot: b.Spot, content: b.Content = b.any(b.value(1))) =>
	update([mine(b.part(spot, content))]);
const honest = () => b.update([mine(b.part({ parent: 'groups', key: 'k' }, b.any(b.value(1))))]);
const stored = (edit: (doc: Y.Doc) => void, encode = Y.encodeStateAsUpdate) => {
	const doc = new Y.Doc();
	doc.clientID = me;
	edit(doc);
	return encode(doc);
};
const vector = (count: number, entries: number) =>
	b.sync(
		0,
		b.bytes((encoder) => {
			b.numbers(count)(encoder);
			for (let i = 0; i < entries; i++) b.numbers(1_000_000 + i, 1)(encoder);
		})
	);

type Row = [
	name: string,
	about: string,
	frame: () => Uint8Array | string,
	outcome: Outcome,
	rest?: Partial<Pick<Attack, 'document' | 'who' | 'times' | 'isBomb'>>
];
const bomb = { isBomb: true };
const huge = 2 ** 31;
const mostExact = Number.MAX_SAFE_INTEGER;

const catalogue: Record<string, Row[]> = {
	F1: [
		['text-frame', 'text instead of bytes', () => 'hello', malformed],
		['empty-frame', 'nothing', () => new Uint8Array(), malformed],
		['unknown-message', 'message 99', () => Uint8Array.of(99), malformed],
		['unknown-sync', 'message 0 with a sub-type that is none', () => Uint8Array.of(0, 7, 1, 0), malformed],
		['two-messages', 'two messages in one frame', () => concat(b.sync(2, honest()), [105]), malformed],
		[
			'length-beyond-end',
			'an update that promises 2^31 bytes',
			() => concat([0, 2], b.bytes(b.numbers(huge))),
			malformed
		]
	],
	F2: [
		[
			'bomb-parts',
			'seven bytes that promise 2^28 parts',
			() => b.sync(2, b.bytes(b.numbers(1, 2 ** 28, 1, 0))),
			malformed,
			bomb
		],
		['bomb-clients', '2^31 clients', () => b.sync(2, b.bytes(b.numbers(huge))), malformed, bomb],
		[
			'bomb-deletes',
			'deletions of 2^31 clients',
			() => b.sync(2, b.bytes(b.numbers(0, huge))),
			malformed,
			bomb
		],
		[
			'bomb-ranges',
			'2^31 deletions of one client',
			() => b.sync(2, b.bytes(b.numbers(0, 1, 7, huge))),
			malformed,
			bomb
		],
		['bomb-string', 'a text of 2^31 bytes', () => inText(b.begun(4, b.numbers(huge))), malformed, bomb],
		['bomb-values', '2^31 values in one part', () => group(b.begun(8, b.numbers(huge))), malformed, bomb],
		['bomb-list', 'a list of 2^31 values', () => groupValue(b.promise(117, huge)), malformed, bomb],
		['bomb-object', 'an object of 2^31 keys', () => groupValue(b.promise(118, huge)), malformed, bomb],
		['bomb-bytes', 'a value of 2^31 bytes', () => groupValue(b.promise(116, huge)), malformed, bomb],
		['bomb-json', '2^31 old JSON values', () => group(b.begun(2, b.numbers(huge))), malformed, bomb],
		['bomb-deleted', 'a tombstone of 2^53 − 1', () => group(b.deleted(mostExact)), malformed, bomb],
		[
			'bomb-skip',
			'a gap of 2^53 − 1, then a part',
			() => update([mine(b.skip(mostExact), b.gc(1))]),
			malformed,
			bomb
		],
		[
			'number-beyond-53-bits',
			'a length that no number holds',
			() => b.sync(2, Uint8Array.of(1, ...many(9, () => 255), 127)),
			malformed
		],
		[
			'version-2',
			'an update in the second format of Yjs',
			() =>
				b.sync(
					2,
					stored((doc) => doc.getMap('groups').set('k', 1), Y.encodeStateAsUpdateV2)
				),
			malformed
		],
		['many-parts', '20,001 parts', () => update([allMine(many(20_001, () => b.gc(1)))]), tooLarge, bomb],
		[
			'vector-count',
			'a state vector of 2^31 clients',
			() => b.sync(0, b.bytes(b.numbers(huge))),
			malformed,
			bomb
		],
		['vector-entries', 'a state vector of 25,000 clients', () => vector(25_000, 25_000), answered, bomb],
		['vector-too-large', 'a state vector of 400 kB', () => vector(100_000, 100_000), tooLarge, bomb],
		['deep-value', 'lists in lists, 200,000 deep', () => groupValue(b.nest(200_000)), malformed, bomb],
		[
			'conflict-scan',
			'6,000 parts with one left neighbour and each another right one: Yjs compares each with all before it',
			() =>
				update([
					mine(
						b.part({ parent: 'groups', key: 'k' }, nothings(6000)),
						...many(6000, (i) => b.part({ right: [me, i] }, b.any(b.value(null))))
					)
				]),
			notAValue,
			bomb
		],
		[
			'conflict-scan-text',
			'the same in a text',
			() =>
				update([
					mine(
						b.part({ right: at.letter }, b.string('x'.repeat(6000))),
						...many(6000, (i) => b.part({ right: [me, i] }, b.string('y')))
					)
				]),
			diverged,
			bomb
		],
		[
			'split-storm',
			'a part of 60,000 values of which every other one is deleted: Yjs copies the rest of it each time',
			() =>
				update(
					[mine(b.part({ parent: 'groups', key: 'k' }, b.any(...many(60_000, () => b.value(null)))))],
					[[me, ...many(30_000, (i): b.Id => [i * 2, 1])]]
				),
			notAValue,
			bomb
		],
		[
			'reverse-chain',
			'10,000 clients, each building on the one that comes after it',
			() =>
				update(
					many(10_000, (i) => ({
						client: 10_000 + i,
						parts: [
							b.part(
								i < 9999 ? { origin: [10_001 + i, 0] } : { parent: 'groups', key: 'k' },
								b.any(b.value(null))
							)
						]
					}))
				),
			closed(4413, 'too-many-clients'),
			bomb
		]
	],
	F3: [
		[
			'hijack-far',
			"2^40 of somebody else's clock",
			() => update([{ client: ids.bas, clock: at.nextOfBas[1], parts: [b.gc(2 ** 40)] }]),
			malformed
		],
		[
			'hijack-near',
			"a thousand of somebody else's clock",
			() => update([{ client: ids.bas, clock: at.nextOfBas[1], parts: [b.gc(1000)] }]),
			diverged
		],
		[
			'hijack-value',
			"a value under somebody else's client id",
			() =>
				update([
					{
						client: ids.bas,
						clock: at.nextOfBas[1],
						parts: [b.part({ parent: 'groups', key: 'k' }, b.any(b.value(1)))]
					}
				]),
			diverged
		],
		[
			'hijack-server',
			"a value under the server's client id",
			() =>
				update([
					{
						client: ids.server,
						clock: at.nextOfServer[1],
						parts: [b.part({ parent: 'groups', key: 'k' }, b.any(b.value(1)))]
					}
				]),
			diverged
		],
		[
			'hijack-beside',
			'one of its own, and one of somebody else',
			() => update([mine(b.gc(1)), { client: ids.bas, clock: at.nextOfBas[1], parts: [b.gc(1)] }]),
			diverged
		],
		['own-far', '2^40 of its own clock', () => update([mine(b.gc(2 ** 40))]), malformed],
		['own-jump', 'its own clock, from 5', () => update([mineAt(5, b.gc(1))]), asked],
		[
			'own-jump-far',
			'its own clock, from 2^53 − 2',
			() => update([mineAt(mostExact - 1, b.gc(1))]),
			malformed
		],
		[
			'other-truth',
			'another part where there is one already',
			() =>
				update([
					{ client: ids.anna, parts: [b.part({ parent: 'groups', key: 'g3' }, b.any(b.value('another')))] }
				]),
			ignored
		]
	],
	F4: [
		[
			'pending-deletes',
			'deletions of 12,000 clients that nobody knows',
			() =>
				update(
					[],
					many(12_000, (i): [number, ...b.Id[]] => [20_000 + i, [0, 1]])
				),
			asked,
			bomb
		],
		[
			'pending-delete-later',
			'a deletion of what is not there yet',
			() => update([], [[ids.bas, [at.nextOfBas[1], 5]]]),
			asked
		],
		['unknown-origin', 'beside a part that nobody knows', () => beside({ origin: [999, 0] }), asked],
		['unknown-right', 'before a part that nobody knows', () => beside({ right: [999, 0] }), asked],
		['unknown-parent', 'in a part that nobody knows', () => beside({ parent: [999, 0], key: 'k' }), asked],
		[
			'own-future',
			'beside a later part of itself',
			() => update([mine(b.part({ origin: [me, 1] }, b.any(b.value(1))), b.gc(1))]),
			asked
		],
		['gap-inside', 'a gap between two parts', () => update([mine(b.gc(1), b.skip(5), b.gc(1))]), asked],
		[
			'gap-in-answer',
			'a gap in the answer to our own question',
			() => b.sync(1, b.update([mineAt(5, b.gc(1))])),
			diverged
		],
		[
			'circle',
			'two parts that build on each other',
			() =>
				update([
					{ client: 601, parts: [b.part({ origin: [602, 0] }, b.any(b.value(1)))] },
					{ client: 602, parts: [b.part({ origin: [601, 0] }, b.any(b.value(1)))] }
				]),
			asked
		],
		[
			'two-blocks',
			'two blocks of one client, of which Yjs forgets the first',
			() => update([mine(b.gc(1)), mineAt(1, b.gc(1))]),
			malformed
		],
		['answer-not-asked', 'two answers to one question', () => b.sync(1, b.update([])), notAsked, { times: 2 }]
	],
	F5: [
		['from-a-screen', 'a screen that writes', () => group(b.any(b.value(1))), locked, { who: 'screen' }],
		[
			'screen-deletes',
			'a screen that deletes',
			() => update([], [[ids.bas, [at.group[1], 1]]]),
			locked,
			{ who: 'screen' }
		],
		[
			'screen-gap',
			'a screen with a gap, which we would have to ask for',
			() => update([mineAt(5, b.gc(1))]),
			locked,
			{ who: 'screen' }
		],
		[
			'closed-root',
			"a card on the table, which is the server's",
			() => update([mine(b.part({ parent: 'cards', key: 'k' }, b.any(b.value(1))))]),
			locked
		],
		[
			'in-a-journey',
			'tombstones in a document that has no roots',
			() => update([mine(b.gc(1))]),
			locked,
			{ document: 'journey' }
		]
	],
	F6: [
		[
			'tail-of-deletions',
			'a delete set that breaks off',
			() => b.sync(2, concat(honest().subarray(0, -1), [5, 1, 1])),
			malformed
		],
		['tail-missing', 'no delete set', () => b.sync(2, honest().subarray(0, -1)), malformed],
		['tail-too-long', 'bytes after the delete set', () => b.sync(2, concat(honest(), [1, 2, 3])), malformed],
		['no-length-gc', 'a tombstone of nothing', () => update([mine(b.gc(0))]), malformed],
		['no-length-deleted', 'a deleted part of nothing', () => group(b.deleted(0)), malformed],
		['no-length-text', 'a text of nothing', () => inText(b.string('')), malformed],
		['no-length-values', 'a part without values', () => groupValue(), malformed],
		['no-length-skip', 'a gap of nothing', () => update([mine(b.skip(0))]), malformed],
		[
			'no-length-deletion',
			'a deletion of nothing',
			() => update([], [[ids.bas, [at.group[1], 0]]]),
			malformed
		],
		[
			'deletions-backwards',
			'deletions out of order',
			() => update([], [[ids.bas, [4, 1], [3, 1]]]),
			malformed
		]
	],
	F7: [
		[
			'roots',
			'5,000 names of roots',
			() => update([allMine(many(5000, (i) => b.part({ parent: `root${i}` }, b.any(b.value(1)))))]),
			unknownRoot,
			bomb
		],
		[
			'roots-50000',
			'50,000 names of roots',
			() => update([allMine(many(50_000, (i) => b.part({ parent: `r${i}` }, b.deleted(1))))]),
			tooLarge,
			bomb
		],
		[
			'root-proto',
			'a root named __proto__',
			() => update([mine(b.part({ parent: '__proto__', key: 'k' }, b.any(b.value(1))))]),
			unknownRoot
		],
		[
			'root-constructor',
			'a root named constructor',
			() => update([mine(b.part({ parent: 'constructor', key: 'k' }, b.any(b.value(1))))]),
			unknownRoot
		],
		[
			'root-nameless',
			'a root without a name',
			() => update([mine(b.part({ parent: '', key: 'k' }, b.any(b.value(1))))]),
			unknownRoot
		],
		[
			'root-known-part',
			'a name of a root in a part that is known',
			() => update([{ client: ids.anna, parts: [b.part({ parent: 'z', key: 'x' }, b.any(b.value(1)))] }]),
			unknownRoot
		],
		[
			'root-in-a-journey',
			'a root in a document that has none',
			() => update([mine(b.part({ parent: 'cards', key: 'k' }, b.any(b.value(1))))]),
			unknownRoot,
			{ document: 'journey' }
		],
		[
			'deep-types',
			'maps in maps, 2,000 deep',
			() =>
				update([
					allMine(
						many(2000, (i) =>
							b.part(i ? { parent: [me, i - 1], key: 'k' } : { parent: 'groups', key: 'k' }, b.type(1))
						)
					)
				]),
			notAValue,
			bomb
		],
		['deep-any', 'lists in a value, 500 deep', () => groupValue(b.nest(500)), notAValue],
		[
			'deep-json',
			'lists in an old JSON value, 500 deep',
			() => group(b.json('['.repeat(500) + ']'.repeat(500))),
			notAValue
		],
		['kind-json', 'an old JSON value', () => group(b.json('{"title":"x","order":1}')), notAValue],
		['kind-binary', 'bytes', () => group(b.binary(1, 2, 3)), notAValue],
		['kind-string', 'a text where a value stands', () => group(b.string('x')), notAValue],
		[
			'kind-embed',
			'a thing in a text where a value stands',
			() => group(b.embed('{"image":"x"}')),
			notAValue
		],
		['kind-format', 'a format where a value stands', () => group(b.format('bold', 'true')), notAValue],
		['kind-document', 'a document in a document', () => group(b.subdocument('x')), malformed],
		['kind-type', 'a map where a value stands', () => group(b.type(1)), notAValue],
		['kind-type-unknown', 'a type that Yjs does not have', () => group(b.type(99)), malformed],
		[
			'kind-unknown',
			'a kind of part that Yjs does not have',
			() => group({ kind: 30, write: () => {} }),
			malformed
		],
		['value-in-text', 'a value in a text', () => inText(b.any(b.value('x'))), notAValue],
		['binary-in-text', 'bytes in a text', () => inText(b.binary(1)), notAValue],
		['embed-in-text', 'a thing in a text', () => inText(b.embed('{"image":"x"}')), notAValue],
		['format-in-text', 'a format in a text', () => inText(b.format('bold', 'true')), notAValue],
		['type-in-text', 'a text in a text', () => inText(b.type(2)), notAValue],
		[
			'key-under-text',
			'a key under a text',
			() => inText(b.string('x'), { parent: at.text, key: 'k' }),
			notAValue
		],
		[
			'own-text',
			'a text of its own among the texts',
			() => update([mine(b.part({ parent: 'texts', key: 'k' }, b.type(2)))]),
			serverKey
		],
		['text-replaced', 'a value in the place of a text', () => beside({ origin: at.text }), serverKey],
		['text-deleted', 'a text thrown away', () => update([], [[ids.server, [at.text[1], 1]]]), serverKey],
		[
			'no-key',
			'a value in a map without a key',
			() => update([mine(b.part({ parent: 'groups' }, b.any(b.value(1))))]),
			notAValue
		],
		['long-key', 'a key of 65 characters', () => group(b.any(b.value(1)), 'k'.repeat(65)), notAValue],
		[
			'value-proto',
			'a value with another prototype',
			() => groupValue(b.object(['__proto__', b.object(['isAdmin', b.value(true)])])),
			notAValue
		],
		['value-nan', 'not a number', () => groupValue(b.value(Number.NaN)), notAValue],
		['value-infinity', 'more than any number', () => groupValue(b.value(Infinity)), notAValue],
		['value-bigint', 'a number that JSON does not have', () => groupValue(b.value(10n)), notAValue],
		['value-undefined', 'nothing at all', () => groupValue(b.value(undefined)), notAValue],
		['value-bytes', 'bytes in a value', () => groupValue(b.value({ title: Uint8Array.of(1) })), notAValue],
		[
			'value-surrogate',
			'half a character in a value',
			() => groupValue(b.brokenText(0xed, 0xa0, 0x80)),
			malformed
		],
		[
			'key-surrogate',
			'half a character in a key',
			() => group(b.any(b.value(1)), Uint8Array.of(0xed, 0xa0, 0x80)),
			malformed
		],
		[
			'text-surrogate',
			'half a character in a text',
			() => inText(b.string(Uint8Array.of(0xed, 0xa0, 0x80))),
			malformed
		],
		['text-overlong', 'a slash in two bytes', () => inText(b.string(Uint8Array.of(0xc0, 0xaf))), malformed],
		['key-proto', 'a key named __proto__', () => group(b.any(b.value(1)), '__proto__'), taken],
		['key-constructor', 'a key named constructor', () => group(b.any(b.value(1)), 'constructor'), taken],
		[
			'value-constructor',
			'a value with a key named constructor',
			() => groupValue(b.object(['constructor', b.value('x')])),
			taken
		],
		[
			'value-twice',
			'a key that a value has twice',
			() => groupValue(b.object(['a', b.value(1)], ['a', b.value(2)])),
			taken
		],
		[
			'client-zero',
			'client id 0',
			() => update([{ client: 0, parts: [b.part({ parent: 'groups', key: 'k' }, b.any(b.value(1)))] }]),
			taken
		],
		[
			'client-huge',
			'client id 2^53 − 1',
			() =>
				update([{ client: mostExact, parts: [b.part({ parent: 'groups', key: 'k' }, b.any(b.value(1)))] }]),
			taken
		],
		[
			'in-deleted',
			'in a text that was thrown away',
			() => inText(b.string('x'), { parent: at.deletedText }),
			taken
		],
		['in-value', 'in a value, as if it were a map', () => beside({ parent: at.group, key: 'k' }), taken],
		['in-cleaned', 'in a part that was cleaned away', () => beside({ parent: at.cleaned, key: 'k' }), taken],
		['beside-cleaned', 'beside a part that was cleaned away', () => beside({ origin: at.cleaned }), taken],
		[
			'beside-deleted',
			'in the place of a value that was deleted',
			() => beside({ origin: at.deletedGroup }),
			taken
		],
		[
			'two-places',
			'left in one map, right in a text',
			() => beside({ origin: at.group, right: at.letter }),
			diverged
		],
		[
			'two-places-text',
			'left in a text, right in a map',
			() => beside({ origin: at.letter, right: at.group }, b.string('x')),
			diverged
		],
		[
			'backwards',
			'left of what stands right of it',
			() => beside({ origin: at.lastLetter, right: at.letter }, b.string('x')),
			diverged
		]
	],
	F14: [['paste', 'a paste of 2 MB', () => inText(b.string('x'.repeat(2 ** 21))), tooLarge, bomb]],
	F18: [
		['awareness-count', 'awareness of 2^31 people', () => b.awareness(() => {}, huge), malformed, bomb],
		[
			'awareness-large',
			'a state of 1 MB',
			() => b.awareness(b.saying(me, 1, JSON.stringify('x'.repeat(2 ** 20)))),
			tooLarge,
			bomb
		],
		['awareness-no-json', 'a state that is no JSON', () => b.awareness(b.saying(me, 1, '{')), malformed],
		['awareness-list', 'a state that is a list', () => b.awareness(b.saying(me, 1, '[1]')), malformed],
		[
			'awareness-clock',
			'a clock of 2^56',
			() => b.awareness(b.rawly(1, ...many(8, () => 0x80), 1)),
			malformed
		],
		[
			'awareness-foreign',
			'somebody else is at something else',
			() => b.awareness(b.saying(ids.bas, 99, '{"holding":"stolen"}')),
			ignored
		],
		[
			'awareness-foreign-gone',
			'somebody else has left',
			() => b.awareness(b.saying(ids.bas, 99, 'null')),
			ignored
		],
		[
			'awareness-many',
			'a hundred people at once',
			() => b.awareness((encoder) => many(100, (i) => b.saying(800 + i, 1, '{}')(encoder)), 100),
			ignored
		],
		[
			'awareness-of-a-screen',
			'a screen that is somebody',
			() => b.awareness(b.saying(me, 1, '{}')),
			ignored,
			{ who: 'screen' }
		],
		[
			'awareness-in-own',
			'awareness where one is alone',
			() => b.awareness(b.saying(me, 1, '{}')),
			ignored,
			{ document: 'own' }
		],
		[
			'awareness-in-journey',
			'awareness where it is not passed on',
			() => b.awareness(b.saying(me, 1, '{}')),
			ignored,
			{ document: 'journey' }
		],
		[
			'awareness-deep',
			'JSON, 1,000 deep',
			() => b.awareness(b.saying(me, 1, `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)),
			taken
		],
		[
			'awareness-proto',
			'a state with __proto__',
			() => b.awareness(b.saying(me, 1, '{"__proto__":{"user":{"name":"The Mayor"}}}')),
			taken
		],
		[
			'awareness-half',
			'half a character in a state',
			() => b.awareness(b.saying(me, 1, '{"holding":"\\ud800"}')),
			taken
		]
	]
};

const rows = Object.entries(catalogue).flatMap(([failure, ofFailure]) =>
	ofFailure.map((row): [failure: string, row: Row] => [failure, row])
);

export const attacks: readonly Attack[] = rows.map(([failure, [name, about, frame, outcome, rest]], i) => {
	me = 1000 + i;
	return {
		name,
		failure,
		about,
		document: 'board',
		who: 'anna',
		times: 1,
		isBomb: false,
		...rest,
		frame: frame(),
		outcome
	};
});
