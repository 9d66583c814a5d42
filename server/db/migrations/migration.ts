import type { Kysely } from 'kysely';

/** One step of the schema. Never edited once it has landed; a change is a new step. */
export interface Migration {
	number: number;
	/** Why. */
	name: string;
	/** It takes words away that shall be gone from the file too, and not only from its tables. */
	erases?: true;
	up: (db: Kysely<unknown>) => Promise<void>;
}
