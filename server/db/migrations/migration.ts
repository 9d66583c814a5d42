import type { Kysely } from 'kysely';

/** One step of the schema. Never edited once it has landed; a change is a new step. */
export interface Migration {
	number: number;
	/** Why. */
	name: string;
	up: (db: Kysely<unknown>) => Promise<void>;
}
