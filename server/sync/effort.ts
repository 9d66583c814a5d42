import * as Y from 'yjs';
import type { Place, Type } from './pipeline.ts';

/** Parts that Yjs may have to look at, in all, to find where those of one update go: some 7 ms. */
const mostSteps = 20_000;

/**
 * Bounds what an update costs before Yjs begins. Between the neighbours that a part names may lie what others put
 * there meanwhile, and Yjs looks at all of it; a few kB with neighbours that are made up would keep it busy for a
 * minute. What a person writes lies close to its neighbours, for that is where it was written.
 */
export class Effort {
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

	/** Given in the order in which they land. */
	affords(item: Y.Item, place: Place): boolean {
		const list = this.#listOf(place);
		const known = Y.getState(this.#doc.store, item.id.client);
		const isBegun = item.id.clock < known;
		const first = isBegun ? Y.createID(item.id.client, known) : item.id;
		const left = isBegun ? Y.createID(item.id.client, known - 1) : item.origin;
		const right = item.rightOrigin;
		const steps = this.#between.get(pair(list, left, right)) ?? this.#count(list, left, right);
		this.#left -= steps;
		if (this.#left < 0) return false;
		this.#between.set(pair(list, left, first), steps);
		this.#between.set(pair(list, item.lastId, right), steps);
		this.#between.set(pair(list, left, right), steps + 1);
		this.#begins.add(nameOf(first));
		list.added++;
		if (steps > 0) list.loose++;
		return true;
	}

	#count(list: List, left: Y.ID | null, right: Y.ID | null): number {
		const isNew = (id: Y.ID | null) => id !== null && id.clock >= Y.getState(this.#doc.store, id.client);
		if (!isNew(left) && !isNew(right)) return this.#walk(list, left, right) + list.loose;
		const isWithin =
			left && right && left.client === right.client && right.clock === left.clock + 1 && isNew(left);
		if (isWithin && !this.#begins.has(nameOf(right))) return 0;
		return this.#walk(list, null, null) + list.added;
	}

	/** Parts of the document between two of its own, or from or to the end of their list; no more than are left. */
	#walk({ type, key }: List, left: Y.ID | null, right: Y.ID | null): number {
		if (!type) return 0;
		const end = right && Y.getItem(this.#doc.store, right);
		let steps = 0;
		if (left === null && key !== null) {
			// Of a key Yjs knows the last value only, and goes back from there.
			for (let part = type._map.get(key); part && steps <= this.#left; part = part.left ?? undefined) steps++;
			return steps;
		}
		let part = left ? (Y.getItem(this.#doc.store, left) as Y.Item).right : type._start;
		for (; part && part !== end && steps <= this.#left; part = part.right) steps++;
		return steps;
	}

	#listOf({ type, key }: Place): List {
		const ofType = this.#lists.get(type) ?? new Map<string | null, List>();
		this.#lists.set(type, ofType);
		const list = ofType.get(key) ?? { id: this.#nextList++, type, key, added: 0, loose: 0 };
		ofType.set(key, list);
		return list;
	}
}

/** The parts of a text, or the values that a key of a map has had. */
interface List {
	id: number;
	type: Type | undefined;
	key: string | null;
	/** New parts in it, and how many of them may lie anywhere between their neighbours. */
	added: number;
	loose: number;
}

const nameOf = ({ client, clock }: Y.ID) => `${client},${clock}`;

function pair({ id }: List, left: Y.ID | null, right: Y.ID | null): string {
	return `${left ? nameOf(left) : `[${id}`}|${right ? nameOf(right) : `${id}]`}`;
}
