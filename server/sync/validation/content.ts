import * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import type { ValidationContext, Writer } from './context.ts';
import { gone, type Gone, type Parent } from './parents.ts';
import { locked, notAValue, refuse, serverKey, type Refuse } from './refusal.ts';
import type { Capacity } from './capacity.ts';
import type { Struct } from './update.ts';

export function checkStruct(
	struct: Struct,
	parent: Parent | Gone,
	context: ValidationContext,
	writer: Writer,
	capacity: Capacity
): Refuse | null {
	if (parent === gone || !(struct instanceof Y.Item)) return null;
	if (!writer.mayWrite(parent.root)) return locked;
	const isText = context.shapes.get(parent.root) === 'texts';
	return isText
		? checkText(struct.content, parent, capacity)
		: checkValues(struct.content, parent, context, capacity);
}

const longestKey = 64;
/**
 * Values in one item. A map makes items of one; more are what an undo manager kept of one key that was set again and
 * again. Yjs copies all of them for each that is deleted.
 */
const mostValues = 256;

/** A deleted value is an old one: it takes the place of a value as a new one does. */
function checkValues(
	content: Y.Item['content'],
	parent: Parent,
	context: ValidationContext,
	capacity: Capacity
): Refuse | null {
	const { key, root } = parent;
	if (parent.depth > 0 || key === null || key.length > longestKey) return notAValue;
	if (content instanceof Y.ContentDeleted) return null;
	if (!(content instanceof Y.ContentAny) || content.arr.length > mostValues) return notAValue;
	if (!content.arr.every((value) => isPlain(value))) return notAValue;
	const full = capacity.addValue(root, key);
	if (full) return full;
	for (const value of content.arr) {
		const reason = context.checkValue(root, key, value);
		if (reason !== null) return refuse(close.invalid, reason);
	}
	return null;
}

function checkText(content: Y.Item['content'], parent: Parent, capacity: Capacity): Refuse | null {
	if (parent.depth === 0) return serverKey;
	const isText = parent.depth === 1 && parent.key === null && parent.type instanceof Y.Text;
	if (!isText) return notAValue;
	if (content instanceof Y.ContentDeleted) return null;
	return content instanceof Y.ContentString ? capacity.addLetters(parent, content.str.length) : notAValue;
}

export function checkDeletion(
	parent: Parent | Gone,
	context: ValidationContext,
	writer: Writer
): Refuse | null {
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
