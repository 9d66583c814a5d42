import * as Y from 'yjs';
import { rootNameOf, type Struct } from './update.ts';

/** Anything that items hang in. */
export type Type = NonNullable<ReturnType<Y.Doc['share']['get']>>;
/** Where an item hangs: its `parent` and `parentSub` in Yjs, and the root above them. */
export interface Parent {
	root: string;
	/** The list or map that it is in; undefined for a root that the document does not have. */
	type: Type | undefined;
	/** In a map, under this key. */
	key: string | null;
	/** 0 directly under the root. */
	depth: number;
}

/** What it hung in was deleted and cleaned away: it will be nowhere. */
export type Gone = typeof gone;
export const gone = null;

const isSame = (a: Parent | Gone, b: Parent) =>
	a !== gone && a.type === b.type && a.root === b.root && a.key === b.key;

export function parentOf(struct: Struct): Parent | Gone {
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
export class Parents {
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
	#find(item: Y.Item): Parent | Gone {
		const { origin, rightOrigin, parent, parentSub } = item;
		const beside = [origin, rightOrigin].filter((id) => id !== null).map((id) => this.#at(id));
		if (beside.includes(gone)) return gone;
		if (beside.length > 0) return beside[0]!;
		if (parent instanceof Y.ID) return this.#inside(parent, parentSub);
		const root = rootNameOf(item);
		return root === null ? gone : { root, type: this.#doc.share.get(root), key: parentSub, depth: 0 };
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
