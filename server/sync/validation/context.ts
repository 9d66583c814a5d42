import type { Shapes } from '../document-rules.ts';

export interface ValidationContext {
	shapes: Shapes;
	/** Who introduced a client id in this document. */
	clientOwners: ReadonlyMap<number, string>;
	mostClients: number;
	/** Under a root: values, or UTF-16 units in each text. */
	mostIn(root: string): number;
	/** null = fine, else the reason. */
	checkValue(root: string, key: string, value: unknown): string | null;
}

export interface Writer {
	/** Owner of the client ids that it introduces; null for a screen that is nobody. */
	readonly participant: string | null;
	readonly mayWriteSomething: boolean;
	mayWrite(root: string): boolean;
}
