/**
 * What may lie under a root of a document:
 * - `values`: a map of JSON values
 * - `texts`: a map whose keys the server makes; clients only edit the text under an existing key
 */
export type Shape = 'values' | 'texts';
export type Shapes = ReadonlyMap<string, Shape>;

/** What this server goes by in a document. It knows none by itself: the program says what there is under a name. */
export interface DocumentRules {
	/** Its roots; nothing else may lie in it. */
	shapes: Shapes;
	/** Under a root: values, or UTF-16 units in each text. A client can't make more of them. */
	mostIn(root: string): number;
	/** Checks a value that a client writes under a root. null = fine, else the reason. */
	checkValue(root: string, key: string, value: unknown): string | null;
	/** Stored bytes; what would go over it is refused. */
	mostBytes: number;
	/** Who is in it, and what they hold, is passed on to everyone in it. */
	hasAwareness: boolean;
	/** The facts of its journey go out on it, and who is in it is present there. */
	hasFacts: boolean;
	/** Nobody but this participant gets in, whatever the app says; null: who the app admits. */
	owner: string | null;
}
