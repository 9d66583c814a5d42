import * as Y from 'yjs';
import type { Parent, Type } from './parents.ts';

/** Items that Yjs may have to look at, in all, to integrate those of one update: some 7 ms. */
const mostSteps = 20_000;
/** Items that we pass over ourselves to see whether two origins stand in that order; also some ms. */
const mostPassed = 500_000;

type OriginCheckResult = 'fine' | 'misordered' | 'too-far' | 'undecided';

/**
 * Whether the two origins that an item names, its neighbours when it was written, stand in that order, and what it
 * costs to find its place between them. What a person writes lies beside what was there when it was written. Yjs
 * believes any two, and a few kB of them that are far apart keep it busy for a minute; two in the wrong order put the
 * item in another place for each who reads it.
 *
 * Yjs looks, from the left origin on, at items with the same left origin or with one that it has looked at, and stops
 * at the first other one (Item.integrate). No item of the document has a new item for its origin.
 */
export class OriginCheck {
	readonly #doc: Y.Doc;
	#steps = mostSteps;
	#passed = mostPassed;
	/** By pair: two origins of which one or both are new, or between which something new was put. */
	readonly #spaces = new Map<string, Space>();
	/** New items with this left origin, by its name. */
	readonly #withOrigin = new Map<string, number>();
	readonly #starts = new Set<string>();
	readonly #lists = new Map<Type | undefined, Map<string | null, List>>();
	#nextList = 1;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/** One item alone, as of a key press. */
	checkOne({ origin, rightOrigin }: Y.Item, { type, key }: Parent): OriginCheckResult {
		const steps = this.#find({ id: 0, type, key, added: 0 }, origin, rightOrigin);
		if (steps === 'misordered' || steps === 'undecided') return steps;
		return steps > this.#steps || this.#passed < 0 ? 'too-far' : 'fine';
	}

	/**
	 * Given in the order in which they are integrated. 'undecided': only when the items before it have been can it be
	 * told.
	 */
	check({ id, lastId, origin: left, rightOrigin: right }: Y.Item, parent: Parent): OriginCheckResult {
		const list = this.#listOf(parent);
		const [from, to] = [leftEnd(list, left), rightEnd(list, right)];
		const space = this.#spaces.get(`${from}|${to}`);
		const steps = space ? this.#stepsIn(space, from, list) : this.#find(list, left, right);
		if (steps === 'misordered' || steps === 'undecided') return steps;
		this.#steps -= steps;
		if (this.#steps < 0 || this.#passed < 0) return 'too-far';

		const before = this.#withOrigin.get(from) ?? 0;
		list.added++;
		this.#withOrigin.set(from, before + 1);
		this.#starts.add(nameOf(id));
		this.#spaces.set(`${from}|${nameOf(id)}`, { steps, added: list.added, withOrigin: before + 1 });
		this.#spaces.set(`${nameOf(lastId)}|${to}`, { steps: 0, added: list.added, withOrigin: 0 });
		this.#spaces.set(`${from}|${to}`, { steps: steps + 1, added: list.added, withOrigin: before });
		return 'fine';
	}

	/** When something else got its left end for origin since, all that is new may be there. */
	#stepsIn({ steps, added, withOrigin }: Space, from: string, list: List): number {
		const isTouched = (this.#withOrigin.get(from) ?? 0) !== withOrigin;
		return isTouched ? steps + list.added - added : steps;
	}

	#find(list: List, left: Y.ID | null, right: Y.ID | null): number | 'misordered' | 'undecided' {
		const isNew = (id: Y.ID | null) => id !== null && id.clock >= Y.getState(this.#doc.store, id.client);
		if (!isNew(left) && !isNew(right)) {
			const steps = this.#walk(list, left, right);
			const added = this.#withOrigin.has(leftEnd(list, left)) ? list.added : 0;
			return steps === null ? 'misordered' : steps + added;
		}
		if (!left || !right) return 'misordered';
		const isWithin = left.client === right.client && right.clock === left.clock + 1 && isNew(left);
		if (isWithin && !this.#starts.has(nameOf(right))) return 0;
		return isNew(left) && isNew(right) ? 'misordered' : 'undecided';
	}

	/**
	 * What Yjs looks at between two items of the document, or from or to the end of their list. null: they stand in
	 * another order.
	 */
	#walk({ type, key }: List, left: Y.ID | null, right: Y.ID | null): number | null {
		if (!type) return 0;
		if (key !== null && right !== null) return null;
		if (left === null && key !== null) return this.#walkBack(type._map.get(key));
		const [from, end] = [left, right].map((id) => id && (Y.getItem(this.#doc.store, id) as Y.Item));
		if (from && from === end) return left!.clock < right!.clock ? 0 : null;
		const seen = new Set<unknown>();
		let looks = true;
		let item = from ? from.right : type._start;
		for (; item && item !== end && (looks || end) && this.#passed >= 0; item = item.right, this.#passed--) {
			if (looks && seen.add(item).size > this.#steps) break;
			looks &&= Y.compareIDs(item.origin, left) || this.#hasOriginIn(seen, item);
		}
		return item || !end ? seen.size : null;
	}

	#hasOriginIn(seen: ReadonlySet<unknown>, { origin }: Y.Item): boolean {
		return origin !== null && seen.has(Y.getItem(this.#doc.store, origin));
	}

	/** Of a key Yjs knows the last value only, and goes back from there. */
	#walkBack(last: Y.Item | undefined): number {
		let steps = 0;
		for (let item: Y.Item | null = last ?? null; item && steps <= this.#steps; item = item.left) steps++;
		return steps;
	}

	#listOf({ type, key }: Parent): List {
		const ofType = this.#lists.get(type) ?? new Map<string | null, List>();
		this.#lists.set(type, ofType);
		const list = ofType.get(key) ?? { id: this.#nextList++, type, key, added: 0 };
		ofType.set(key, list);
		return list;
	}
}

/** The items of a text, or the values that a key of a map has had. */
interface List {
	id: number;
	type: Type | undefined;
	key: string | null;
	/** New items in it. */
	added: number;
}

/** Between two origins. */
interface Space {
	/** What Yjs would look at between them, at the time. */
	steps: number;
	/** At that time: new items in the list, and of those the ones with its left end for origin. */
	added: number;
	withOrigin: number;
}

const nameOf = ({ client, clock }: Y.ID) => `${client},${clock}`;
const leftEnd = ({ id }: List, left: Y.ID | null) => (left ? nameOf(left) : `[${id}`);
const rightEnd = ({ id }: List, right: Y.ID | null) => (right ? nameOf(right) : `${id}]`);
