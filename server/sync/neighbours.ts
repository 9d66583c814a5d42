import * as Y from 'yjs';
import type { Place, Type } from './pipeline.ts';

/** Parts that Yjs may have to look at, in all, to find where those of one update go: some 7 ms. */
const mostSteps = 20_000;

/**
 * Whether the two neighbours that a part names stand in that order, and what it costs to find its place between them.
 * What a person writes lies beside what was there when it was written. Yjs believes any two, and a few kB of them that
 * are far apart keep it busy for a minute; two in the wrong order put the part in another place for each who reads it.
 */
export class Neighbours {
	readonly #doc: Y.Doc;
	#left = mostSteps;
	/** For two neighbours: how many parts may lie between them once the new parts so far are in. */
	readonly #between = new Map<string, number>();
	readonly #begins = new Set<string>();
	readonly #lists = new Map<Type | undefined, Map<string | null, List>>();
	#nextList = 1;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/** Given in the order in which they land. 'unclear': only when the parts before it have landed can it be told. */
	judge(item: Y.Item, place: Place): 'fine' | 'astray' | 'too-far' | 'unclear' {
		const list = this.#listOf(place);
		const { id, origin: left, rightOrigin: right } = item;
		const steps = this.#between.get(pair(list, left, right)) ?? this.#count(list, left, right);
		if (typeof steps === 'string') return steps;
		this.#left -= steps;
		if (this.#left < 0) return 'too-far';
		this.#between.set(pair(list, left, id), steps);
		this.#between.set(pair(list, item.lastId, right), steps);
		this.#between.set(pair(list, left, right), steps + 1);
		this.#begins.add(nameOf(id));
		if (steps > 0) list.loose++;
		return 'fine';
	}

	#count(list: List, left: Y.ID | null, right: Y.ID | null): number | 'astray' | 'unclear' {
		const isNew = (id: Y.ID | null) => id !== null && id.clock >= Y.getState(this.#doc.store, id.client);
		if (!isNew(left) && !isNew(right)) {
			const steps = this.#walk(list, left, right);
			return steps === null ? 'astray' : steps + list.loose;
		}
		if (!left || !right) return 'astray';
		const isWithin = left.client === right.client && right.clock === left.clock + 1 && isNew(left);
		if (isWithin && !this.#begins.has(nameOf(right))) return 0;
		return isNew(left) && isNew(right) ? 'astray' : 'unclear';
	}

	/**
	 * Parts of the document from one to the other, or from or to the end of their list; not many more than are left. null:
	 * they stand in another order.
	 */
	#walk({ type, key }: List, left: Y.ID | null, right: Y.ID | null): number | null {
		if (!type) return 0;
		if (key !== null && right !== null) return null;
		if (left === null && key !== null) return this.#walkBack(type._map.get(key));
		const [from, end] = [left, right].map((id) => id && (Y.getItem(this.#doc.store, id) as Y.Item));
		if (from && from === end) return left!.clock < right!.clock ? 0 : null;
		let steps = 0;
		let part = from ? from.right : type._start;
		for (; part && part !== end && steps <= this.#left; part = part.right) steps++;
		return part || !end ? steps : null;
	}

	/** Of a key Yjs knows the last value only, and goes back from there. */
	#walkBack(last: Y.Item | undefined): number {
		let steps = 0;
		for (let part: Y.Item | null = last ?? null; part && steps <= this.#left; part = part.left) steps++;
		return steps;
	}

	#listOf({ type, key }: Place): List {
		const ofType = this.#lists.get(type) ?? new Map<string | null, List>();
		this.#lists.set(type, ofType);
		const list = ofType.get(key) ?? { id: this.#nextList++, type, key, loose: 0 };
		ofType.set(key, list);
		return list;
	}
}

/** The parts of a text, or the values that a key of a map has had. */
interface List {
	id: number;
	type: Type | undefined;
	key: string | null;
	/** New parts in it that may lie anywhere between their neighbours. */
	loose: number;
}

const nameOf = ({ client, clock }: Y.ID) => `${client},${clock}`;

function pair({ id }: List, left: Y.ID | null, right: Y.ID | null): string {
	return `${left ? nameOf(left) : `[${id}`}|${right ? nameOf(right) : `${id}]`}`;
}
