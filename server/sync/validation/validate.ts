import * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import { checkDeletion, checkStruct } from './content.ts';
import type { ValidationContext, Writer } from './context.ts';
import { findDeleted, findFresh, type Fresh } from './fresh.ts';
import { orderByDependencies } from './order.ts';
import { OriginCheck } from './origins.ts';
import { gone, parentOf, Parents, type Gone, type Parent } from './parents.ts';
import { diverged, locked, malformed, refuse, tooLarge, type Refuse } from './refusal.ts';
import { Capacity } from './capacity.ts';
import { decode, encode, isRootKnown, isSound, type Struct } from './update.ts';

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
	const texts = new Set<string>();
	const obstacle = findObstacle(doc, order, deleted.items, context, writer, texts);
	if (obstacle?.kind === 'refuse') return obstacle;
	return obstacle
		? { kind: 'apply', newClients, texts, update: encode(order.slice(0, obstacle.sound)), isPartial: true }
		: { kind: 'apply', newClients, texts, update, isPartial: false };
}

export type Validation =
	/**
	 * `newClients`: client ids that are new in this document and now belong to the writer. `texts`: the keys of the texts
	 * in which it writes. `update`: what of it is to be applied, for it may repeat what is known. `isPartial`: of what
	 * follows nobody can tell where it goes before this is applied; validate the whole again after that.
	 */
	| {
			kind: 'apply';
			newClients: number[];
			texts: ReadonlySet<string>;
			update: Uint8Array;
			isPartial: boolean;
	  }
	/** All of it is known already. */
	| { kind: 'nothing' }
	/** Something that it builds on is missing here: ask the client for all that we lack. */
	| { kind: 'gap' }
	| Refuse;

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

/** Nothing is wrong with so many structs, and the next can't be validated before they are integrated. */
interface Undecided {
	kind: 'undecided';
	sound: number;
}

/** What stands in the way of applying them all, or null. Adds the texts that are written in to `texts`. */
function findObstacle(
	doc: Y.Doc,
	order: Struct[],
	deleted: Y.Item[],
	context: ValidationContext,
	writer: Writer,
	texts: Set<string>
): Refuse | Undecided | null {
	const parents = new Parents(doc);
	const origins = new OriginCheck(doc);
	const capacity = new Capacity(doc, context);
	for (const [i, struct] of order.entries()) {
		if (parents.areOriginsApart(struct)) return diverged;
		const parent = parents.add(struct);
		const refusal = checkStruct(struct, parent, context, writer, capacity);
		if (refusal) return refusal;
		addText(texts, parent);
		if (parent === gone || !(struct instanceof Y.Item)) continue;
		const result = order.length === 1 ? origins.checkOne(struct, parent) : origins.check(struct, parent);
		if (result === 'undecided') return { kind: 'undecided', sound: i };
		if (result !== 'fine') return result === 'misordered' ? diverged : tooLarge;
	}
	for (const item of deleted) {
		const parent = parentOf(item);
		const refusal = checkDeletion(parent, context, writer);
		if (refusal) return refusal;
		addText(texts, parent);
	}
	return null;
}

function addText(texts: Set<string>, parent: Parent | Gone): void {
	if (parent === gone || !(parent.type instanceof Y.Text)) return;
	const key = parent.type._item?.parentSub;
	if (key) texts.add(key);
}
