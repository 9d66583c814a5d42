import * as Y from 'yjs';
import type { Place, Type } from './validation.ts';

/** Parts that Yjs may have to look at, in all, to find where those of one update go: some 7 ms. */
const mostSteps = 20_000;
/** Parts that we pass over ourselves to see whether two neighbours stand in that order; also some ms. */
const mostPassed = 500_000;

type Standing = 'fine' | 'astray' | 'too-far' | 'unclear';

/**
 * Whether the two neighbours that a part names stand in that order, and what it costs to find its place between them.
 * What a person writes lies beside what was there when it was written. Yjs believes any two, and a few kB of them that
 * are far apart keep it busy for a minute; two in the wrong order put the part in another place for each who reads it.
 *
 * Yjs looks, from the left neighbour on, at parts that stand behind the same left neighbour or behind one that it has
 * looked at, and stops at the first other one (Item.integrate). Nothing of the document stands behind a new part.
 */
export class Neighbours {
	readonly #doc: Y.Doc;
	#steps = mostSteps;
	#passed = mostPassed;
	/** By pair: two neighbours of which one or both are new, or between which something new was put. */
	readonly #spaces = new Map<string, Space>();
	/** New parts that stand behind this one, by its name. */
	readonly #behind = new Map<string, number>();
	readonly #begins = new Set<string>();
	readonly #lists = new Map<Type | undefined, Map<string | null, List>>();
	#nextList = 1;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/** One part alone, as of a key press. */
	checkOne({ origin, rightOrigin }: Y.Item, { type, key }: Place): Standing {
		const steps = this.#find({ id: 0, type, key, added: 0 }, origin, rightOrigin);
		if (typeof steps === 'string') return steps;
		return steps > this.#steps || this.#passed < 0 ? 'too-far' : 'fine';
	}

	/** Given in the order in which they land. 'unclear': only when the parts before it have landed can it be told. */
	check({ id, lastId, origin: left, rightOrigin: right }: Y.Item, place: Place): Standing {
		const list = this.#listOf(place);
		const [from, to] = [leftEnd(list, left), rightEnd(list, right)];
		const space = this.#spaces.get(`${from}|${to}`);
		const steps = space ? this.#stepsIn(space, from, list) : this.#find(list, left, right);
		if (typeof steps === 'string') return steps;
		this.#steps -= steps;
		if (this.#steps < 0 || this.#passed < 0) return 'too-far';

		const before = this.#behind.get(from) ?? 0;
		list.added++;
		this.#behind.set(from, before + 1);
		this.#begins.add(nameOf(id));
		this.#spaces.set(`${from}|${nameOf(id)}`, { steps, added: list.added, behind: before + 1 });
		this.#spaces.set(`${nameOf(lastId)}|${to}`, { steps: 0, added: list.added, behind: 0 });
		this.#spaces.set(`${from}|${to}`, { steps: steps + 1, added: list.added, behind: before });
		return 'fine';
	}

	/** When something else was put behind its left end since, all that is new may be there. */
	#stepsIn({ steps, added, behind }: Space, from: string, list: List): number {
		const isTouched = (this.#behind.get(from) ?? 0) !== behind;
		return isTouched ? steps + list.added - added : steps;
	}

	#find(list: List, left: Y.ID | null, right: Y.ID | null): number | Standing {
		const isNew = (id: Y.ID | null) => id !== null && id.clock >= Y.getState(this.#doc.store, id.client);
		if (!isNew(left) && !isNew(right)) {
			const steps = this.#walk(list, left, right);
			return steps === null ? 'astray' : steps + (this.#behind.has(leftEnd(list, left)) ? list.added : 0);
		}
		if (!left || !right) return 'astray';
		const isWithin = left.client === right.client && right.clock === left.clock + 1 && isNew(left);
		if (isWithin && !this.#begins.has(nameOf(right))) return 0;
		return isNew(left) && isNew(right) ? 'astray' : 'unclear';
	}

	/**
	 * What Yjs looks at between two parts of the document, or from or to the end of their list. null: they stand in
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
		let part = from ? from.right : type._start;
		for (; part && part !== end && (looks || end) && this.#passed >= 0; part = part.right, this.#passed--) {
			if (looks && seen.add(part).size > this.#steps) break;
			looks &&= Y.compareIDs(part.origin, left) || this.#standsBehind(part, seen);
		}
		return part || !end ? seen.size : null;
	}

	#standsBehind({ origin }: Y.Item, seen: ReadonlySet<unknown>): boolean {
		return origin !== null && seen.has(Y.getItem(this.#doc.store, origin));
	}

	/** Of a key Yjs knows the last value only, and goes back from there. */
	#walkBack(last: Y.Item | undefined): number {
		let steps = 0;
		for (let part: Y.Item | null = last ?? null; part && steps <= this.#steps; part = part.left) steps++;
		return steps;
	}

	#listOf({ type, key }: Place): List {
		const ofType = this.#lists.get(type) ?? new Map<string | null, List>();
		this.#lists.set(type, ofType);
		const list = ofType.get(key) ?? { id: this.#nextList++, type, key, added: 0 };
		ofType.set(key, list);
		return list;
	}
}

/** The parts of a text, or the values that a key of a map has had. */
interface List {
	id: number;
	type: Type | undefined;
	key: string | null;
	/** New parts in it. */
	added: number;
}

/** Between two neighbours. */
interface Space {
	/** What Yjs would look at between them, at the time. */
	steps: number;
	/** At that time: new parts in the list, and of those the ones behind its left end. */
	added: number;
	behind: number;
}

const nameOf = ({ client, clock }: Y.ID) => `${client},${clock}`;
const leftEnd = ({ id }: List, left: Y.ID | null) => (left ? nameOf(left) : `[${id}`);
const rightEnd = ({ id }: List, right: Y.ID | null) => (right ? nameOf(right) : `${id}]`);
