import type * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import type { ValidationContext } from './context.ts';
import type { Parent, Type } from './parents.ts';
import { refuse, type Refuse } from './refusal.ts';

const tooMany = refuse(close.invalid, 'too-many');
const textTooLong = refuse(close.invalid, 'text-too-long');

/**
 * Whether what one update adds still fits beside what the document holds. What the same update deletes is not taken
 * off, so a bound lies above what an honest page allows itself.
 */
export class Capacity {
	readonly #doc: Y.Doc;
	readonly #mostIn: ValidationContext['mostIn'];
	/** By root: the keys that live, and those that this update adds. */
	readonly #keys = new Map<string, Set<string>>();
	/** By text: its length with what this update adds, UTF-16 units. */
	readonly #lengths = new Map<Type, number>();

	constructor(doc: Y.Doc, { mostIn }: Pick<ValidationContext, 'mostIn'>) {
		this.#doc = doc;
		this.#mostIn = mostIn;
	}

	/** A value under a key of a root; one that takes the place of another adds nothing. */
	addValue(root: string, key: string): Refuse | null {
		const values = this.#doc.share.get(root)?._map;
		if (isLiving(values?.get(key))) return null;
		const keys = this.#keys.get(root) ?? new Set(livingIn(values));
		this.#keys.set(root, keys.add(key));
		return keys.size > this.#mostIn(root) ? tooMany : null;
	}

	/** Letters in a text that is there. */
	addLetters({ root, type }: Parent, count: number): Refuse | null {
		if (!type) return null;
		const length = (this.#lengths.get(type) ?? type._length) + count;
		this.#lengths.set(type, length);
		return length > this.#mostIn(root) ? textTooLong : null;
	}
}

const isLiving = (item: Y.Item | undefined): boolean => item !== undefined && !item.deleted;

const livingIn = (values: ReadonlyMap<string, Y.Item> | undefined): string[] =>
	[...(values ?? [])].flatMap(([key, item]) => (isLiving(item) ? [key] : []));
