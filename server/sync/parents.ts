import type * as Y from 'yjs';

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
