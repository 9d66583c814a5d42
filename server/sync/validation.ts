import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import { OriginCheck } from './origins.ts';
import type { Parent, Type } from './parents.ts';
import type { Shapes } from './document-rules.ts';

/**
 * Validates an update before a byte of it is applied. Yjs has no way back: what it has integrated stays, a struct that
 * it can't integrate waits in the document for ever, and whose client id a struct carries it does not ask. So nothing
 * comes to `applyUpdate` that is not wholly understood here. Reads the document, changes nothing.
 *
 * Call it inside the transaction in which accepted updates are applied: then the document is always the state in
 * which the next update lands.
 */
export function validateUpdate(
	doc: Y.Doc,
	sent: Uint8Array,
	context: ValidationContext,
	writer: Writer
): Validation {
	const all = decode(sent);
	if ('kind' in all) return all;
	if (!all.structs.every(isSound)) return malformed;
	// Also of structs that are known: merely reading a name makes a root (F7).
	if (!all.structs.every((struct) => isRootKnown(struct, context)))
		return refuse(close.malformed, 'unknown-root');

	// What is validated from here on is to the byte what will be applied.
	const repeats = all.structs.some(({ id }) => id.clock < Y.getState(doc.store, id.client));
	const update = repeats ? Y.diffUpdate(sent, Y.encodeStateVector(doc)) : sent;
	const decoded = repeats ? decode(update) : all;
	if ('kind' in decoded) return decoded;

	const fresh = findFresh(doc, decoded.structs);
	if (!fresh) return malformed;
	const deleted = findDeleted(doc, decoded.ds.clients, fresh.byClient);
	if (!deleted) return malformed;

	const gap = fresh.gap || deleted.gap;
	if (!gap && fresh.byClient.size === 0 && deleted.items.length === 0) return { kind: 'nothing' };
	// Before the gap: a reader is never asked for what it holds.
	if (!writer.mayWriteSomething) return locked;
	if (gap) return { kind: 'gap' };

	const newClients = findNewClients(doc, fresh.byClient, context, writer);
	if ('kind' in newClients) return newClients;
	const order = orderByDependencies(doc, fresh.byClient);
	if (!order) return { kind: 'gap' };
	const first = firstRefusal(doc, order, deleted.items, context, writer);
	if (typeof first === 'number')
		return { kind: 'apply', newClients, update: encode(order.slice(0, first)), isPartial: true };
	return first ?? { kind: 'apply', newClients, update, isPartial: false };
}

export interface ValidationContext {
	shapes: Shapes;
	/** Who introduced a client id in this room. */
	clientOwners: ReadonlyMap<number, string>;
	mostClients: number;
	/** null = fine, else the reason. */
	checkValue(root: string, key: string, value: unknown): string | null;
}

export interface Writer {
	/** Owner of the client ids that it introduces; null for a screen that is nobody. */
	readonly participant: string | null;
	readonly mayWriteSomething: boolean;
	mayWrite(root: string): boolean;
}

export type Validation =
	/**
	 * `newClients`: client ids that are new in this room and now belong to the writer. `update`: what of it is to be
	 * applied, for it may repeat what is known. `isPartial`: of what follows nobody can tell where it goes before this is
	 * applied; validate the whole again after that.
	 */
	| { kind: 'apply'; newClients: number[]; update: Uint8Array; isPartial: boolean }
	/** All of it is known already. */
	| { kind: 'nothing' }
	/** Something that it builds on is missing here: ask the client for all that we lack. */
	| { kind: 'gap' }
	| Refuse;

interface Refuse {
	kind: 'refuse';
	code: number;
	reason: string;
}

const refuse = (code: number, reason: string): Refuse => ({ kind: 'refuse', code, reason });
const malformed = refuse(close.malformed, 'malformed');
const locked = refuse(close.diverged, 'locked');
const diverged = refuse(close.diverged, 'diverged');
const notAValue = refuse(close.invalid, 'not-a-value');
const serverKey = refuse(close.invalid, 'server-key');
const tooLarge = refuse(close.tooLarge, 'too-large');

type Struct = Y.Item | Y.GC;
type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Ranges = Decoded['ds']['clients'];

/** More structs than a long offline session makes. */
const mostStructs = 20_000;
/** The number of ContentDoc on the wire: each would make a whole Y.Doc while it is read. */
const subdocument = 9;

class TooManyStructs extends Error {}

/** Stops reading where going on would cost more than it is worth. */
class StrictDecoder extends Y.UpdateDecoderV1 {
	/** Yjs makes the decoder and keeps it to itself. */
	static latest: StrictDecoder;
	readonly #clients = new Set<number>();
	#structs = 0;

	constructor(decoder: decoding.Decoder) {
		super(decoder);
		StrictDecoder.latest = this;
	}

	get isAtEnd(): boolean {
		return !decoding.hasContent(this.restDecoder);
	}

	/** Yjs keeps only the last of two blocks of one client, and what built on the first would wait for ever. */
	override readClient(): number {
		const client = super.readClient();
		if (this.#clients.has(client)) throw new Error('two blocks of one client');
		this.#clients.add(client);
		return client;
	}

	override readInfo(): number {
		const info = super.readInfo();
		if (++this.#structs > mostStructs) throw new TooManyStructs();
		if ((info & 0b11111) === subdocument) throw new Error('a document in a document');
		return info;
	}
}

/** Lengths are not trusted: it reads on until the bytes end (F2). */
function decode(update: Uint8Array): Decoded | Refuse {
	try {
		const decoded = Y.decodeUpdateV2(update, StrictDecoder);
		return StrictDecoder.latest.isAtEnd ? decoded : malformed;
	} catch (error) {
		return error instanceof TooManyStructs ? tooLarge : malformed;
	}
}

/** These structs alone, as an update. */
function encode(structs: readonly Struct[]): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	const byClient = Map.groupBy(structs, ({ id }) => id.client);
	encoding.writeVarUint(encoder.restEncoder, byClient.size);
	for (const [client, ofClient] of byClient) {
		encoding.writeVarUint(encoder.restEncoder, ofClient.length);
		encoder.writeClient(client);
		encoding.writeVarUint(encoder.restEncoder, ofClient[0]!.id.clock);
		for (const struct of ofClient) struct.write(encoder, 0);
	}
	const noDeletions = 0;
	encoding.writeVarUint(encoder.restEncoder, noDeletions);
	return encoder.toUint8Array();
}

const isSound = (struct: Decoded['structs'][number]) => struct.length >= 1;

function isRootKnown(struct: Decoded['structs'][number], { shapes }: ValidationContext): boolean {
	// Before it is integrated, the parent of an item may be the name of a root.
	const parent: unknown = struct instanceof Y.Item ? struct.parent : null;
	return typeof parent !== 'string' || shapes.has(parent);
}

/** How far one client may run ahead in one update (F3). */
const longestRun = 2 ** 20;

interface Fresh {
	byClient: Map<number, Struct[]>;
	/** A client's structs begin later than where the document ends. */
	gap: boolean;
}

/** The new structs by client; null when their clocks make no sense. */
function findFresh(doc: Y.Doc, structs: Decoded['structs']): Fresh | null {
	const fresh: Fresh = { byClient: new Map(), gap: false };
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue;
		const known = Y.getState(doc.store, struct.id.client);
		if (struct.id.clock + struct.length > known + longestRun) return null;
		const before = fresh.byClient.get(struct.id.client);
		if (struct.id.clock > (before ? endOf(before) : known)) fresh.gap = true;
		if (before) before.push(struct);
		else fresh.byClient.set(struct.id.client, [struct]);
	}
	return fresh;
}

function endOf(structs: Struct[]): number {
	const last = structs.at(-1)!;
	return last.id.clock + last.length;
}

/** What the document has and this update would delete; null when the ranges make no sense. */
function findDeleted(
	doc: Y.Doc,
	ranges: Ranges,
	fresh: Fresh['byClient']
): { items: Y.Item[]; gap: boolean } | null {
	const deleted = { items: [] as Y.Item[], gap: false };
	for (const [client, ofClient] of ranges) {
		const known = Y.getState(doc.store, client);
		const added = fresh.get(client);
		const end = added ? endOf(added) : known;
		let after = 0;
		for (const { clock, len } of ofClient) {
			// Yjs writes them in order and apart; overlapping ones only cost time.
			if (len < 1 || clock < after) return null;
			after = clock + len;
			if (after > end) deleted.gap = true;
			else if (clock < known) addLiving(doc, client, clock, after, deleted.items);
		}
	}
	return deleted;
}

function addLiving(doc: Y.Doc, client: number, from: number, to: number, items: Y.Item[]): void {
	const structs = doc.store.clients.get(client)!;
	for (let i = Y.findIndexSS(structs, from); i < structs.length && structs[i]!.id.clock < to; i++) {
		const struct = structs[i]!;
		if (struct instanceof Y.Item && !struct.deleted) items.push(struct);
	}
}

interface Queue {
	structs: Struct[];
	next: number;
	/** How far this client's structs are in the order. */
	reached: number;
	/** Queues that can go on when this one has come so far. */
	blocked: { queue: Queue; until: number }[];
}

/** An order in which each struct finds what it builds on; null when there is none. */
function orderByDependencies(doc: Y.Doc, fresh: Fresh['byClient']): Struct[] | null {
	const order: Struct[] = [];
	const queues = new Map<number, Queue>();
	for (const [client, structs] of fresh)
		queues.set(client, { structs, next: 0, reached: Y.getState(doc.store, client), blocked: [] });
	const reached = ({ client }: Y.ID) => queues.get(client)?.reached ?? Y.getState(doc.store, client);
	const going = [...queues.values()];
	for (let queue = going.pop(); queue; queue = going.pop()) {
		for (; queue.next < queue.structs.length; queue.next++) {
			const struct = queue.structs[queue.next]!;
			const missing = dependenciesOf(struct).find((id) => id.clock >= reached(id));
			if (missing) {
				queues.get(missing.client)?.blocked.push({ queue, until: missing.clock });
				break;
			}
			queue.reached = struct.id.clock + struct.length;
			order.push(struct);
		}
		const { reached: now, blocked } = queue;
		queue.blocked = blocked.filter(({ until }) => until >= now);
		for (const { queue: other, until } of blocked) if (until < now) going.push(other);
	}
	return [...queues.values()].every((queue) => queue.next === queue.structs.length) ? order : null;
}

function dependenciesOf(struct: Struct): Y.ID[] {
	if (!(struct instanceof Y.Item)) return [];
	return [struct.origin, struct.rightOrigin, struct.parent].filter((id) => id instanceof Y.ID);
}

function findNewClients(
	doc: Y.Doc,
	fresh: Fresh['byClient'],
	context: ValidationContext,
	writer: Writer
): number[] | Refuse {
	const newClients: number[] = [];
	for (const client of fresh.keys()) {
		const owner = context.clientOwners.get(client);
		if (owner === undefined && Y.getState(doc.store, client) === 0) newClients.push(client);
		else if (owner === undefined || owner !== writer.participant) return diverged;
	}
	if (newClients.length === 0) return newClients;
	if (writer.participant === null) return locked;
	const mine = [...context.clientOwners.values()].filter((owner) => owner === writer.participant).length;
	return mine + newClients.length > context.mostClients
		? refuse(close.tooLarge, 'too-many-clients')
		: newClients;
}

/** A number: nothing is wrong with so many structs, and the next can't be validated before they are integrated. */
function firstRefusal(
	doc: Y.Doc,
	order: Struct[],
	deleted: Y.Item[],
	context: ValidationContext,
	writer: Writer
): Refuse | number | null {
	const parents = new Parents(doc);
	const origins = new OriginCheck(doc);
	for (const [i, struct] of order.entries()) {
		if (parents.areOriginsApart(struct)) return diverged;
		const parent = parents.add(struct);
		const refusal = checkStruct(struct, parent, context, writer);
		if (refusal) return refusal;
		if (parent === gone || !(struct instanceof Y.Item)) continue;
		const result = order.length === 1 ? origins.checkOne(struct, parent) : origins.check(struct, parent);
		if (result === 'undecided') return i;
		if (result !== 'fine') return result === 'misordered' ? diverged : tooLarge;
	}
	for (const item of deleted) {
		const refusal = checkDeletion(parentOf(item), context, writer);
		if (refusal) return refusal;
	}
	return null;
}

function checkStruct(
	struct: Struct,
	parent: Parent | Gone,
	context: ValidationContext,
	writer: Writer
): Refuse | null {
	if (parent === gone || !(struct instanceof Y.Item)) return null;
	if (!writer.mayWrite(parent.root)) return locked;
	const isText = context.shapes.get(parent.root) === 'texts';
	return isText ? checkText(struct.content, parent) : checkValues(struct.content, parent, context);
}

const longestKey = 64;
/**
 * Values in one item. A map makes items of one; more are what an undo manager kept of one key that was set again and
 * again. Yjs copies all of them for each that is deleted.
 */
const mostValues = 256;

/** A deleted value is an old one: it takes the place of a value as a new one does. */
function checkValues(content: Y.Item['content'], parent: Parent, context: ValidationContext): Refuse | null {
	const { key, root } = parent;
	if (parent.depth > 0 || key === null || key.length > longestKey) return notAValue;
	if (content instanceof Y.ContentDeleted) return null;
	if (!(content instanceof Y.ContentAny) || content.arr.length > mostValues) return notAValue;
	if (!content.arr.every((value) => isPlain(value))) return notAValue;
	for (const value of content.arr) {
		const reason = context.checkValue(root, key, value);
		if (reason !== null) return refuse(close.invalid, reason);
	}
	return null;
}

function checkText(content: Y.Item['content'], parent: Parent): Refuse | null {
	if (parent.depth === 0) return serverKey;
	const isText = parent.depth === 1 && parent.key === null && parent.type instanceof Y.Text;
	return isText && (content instanceof Y.ContentString || content instanceof Y.ContentDeleted)
		? null
		: notAValue;
}

function checkDeletion(parent: Parent | Gone, context: ValidationContext, writer: Writer): Refuse | null {
	if (parent === gone) return null;
	if (!writer.mayWrite(parent.root)) return locked;
	return context.shapes.get(parent.root) === 'texts' && parent.depth === 0 ? serverKey : null;
}

const deepestValue = 8;

/** JSON and nothing else: no bytes, no `undefined`, no foreign prototype, not too deep. */
export function isPlain(value: unknown, depth = 0): boolean {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
	if (typeof value === 'number') return Number.isFinite(value);
	if (typeof value !== 'object' || depth === deepestValue) return false;
	if (Array.isArray(value)) return value.every((one) => isPlain(one, depth + 1));
	if (Object.getPrototypeOf(value) !== Object.prototype) return false;
	return Object.values(value).every((one) => isPlain(one, depth + 1));
}

/** What it hung in was deleted and cleaned away: it will be nowhere. */
type Gone = typeof gone;
const gone = null;

const isSame = (a: Parent | Gone, b: Parent) =>
	a !== gone && a.type === b.type && a.root === b.root && a.key === b.key;

function parentOf(struct: Struct): Parent | Gone {
	if (!(struct instanceof Y.Item)) return gone;
	return parentIn(struct.parent as Type, struct.parentSub);
}

function parentIn(type: Type, key: string | null): Parent {
	let top = type;
	let depth = 0;
	for (; top._item !== null; depth++) top = top._item.parent as Type;
	return { root: Y.findRootTypeKey(top), type, key, depth };
}

/** Where the structs of one update will hang, given in an order in which each finds what it builds on. */
class Parents {
	readonly #doc: Y.Doc;
	readonly #added = new Map<number, { clock: number; parent: Parent | Gone }[]>();

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/** Its origins hang in different parents; merely naming one would cut what stands there in two. */
	areOriginsApart(struct: Struct): boolean {
		if (!(struct instanceof Y.Item) || struct.origin === null || struct.rightOrigin === null) return false;
		const [left, right] = [this.#at(struct.origin), this.#at(struct.rightOrigin)];
		return left !== gone && right !== gone && !isSame(left, right);
	}

	add(struct: Struct): Parent | Gone {
		const parent = struct instanceof Y.Item ? this.#find(struct) : gone;
		const ofClient = this.#added.get(struct.id.client);
		if (ofClient) ofClient.push({ clock: struct.id.clock, parent });
		else this.#added.set(struct.id.client, [{ clock: struct.id.clock, parent }]);
		return parent;
	}

	/** As Item.getMissing in Yjs: beside its origins, or else in the parent that it names. */
	#find({ origin, rightOrigin, parent, parentSub }: Y.Item): Parent | Gone {
		const beside = [origin, rightOrigin].filter((id) => id !== null).map((id) => this.#at(id));
		if (beside.includes(gone)) return gone;
		if (beside.length > 0) return beside[0]!;
		if (parent instanceof Y.ID) return this.#inside(parent, parentSub);
		const root = parent as unknown as string;
		return { root, type: this.#doc.share.get(root), key: parentSub, depth: 0 };
	}

	/** A type among the new structs is refused before anything can hang in it; so its parent is in the document. */
	#inside(id: Y.ID, key: string | null): Parent | Gone {
		if (id.clock >= Y.getState(this.#doc.store, id.client)) return gone;
		const parent: Struct = Y.getItem(this.#doc.store, id);
		if (!(parent instanceof Y.Item) || !(parent.content instanceof Y.ContentType)) return gone;
		return parentIn(parent.content.type, key);
	}

	#at(id: Y.ID): Parent | Gone {
		if (id.clock < Y.getState(this.#doc.store, id.client)) return parentOf(Y.getItem(this.#doc.store, id));
		const ofClient = this.#added.get(id.client)!;
		let low = 0;
		for (let high = ofClient.length - 1; low < high;) {
			const middle = Math.ceil((low + high) / 2);
			if (ofClient[middle]!.clock <= id.clock) low = middle;
			else high = middle - 1;
		}
		return ofClient[low]!.parent;
	}
}
