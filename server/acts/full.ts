import { sql } from 'kysely';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';

type Column = { [Table in keyof Database]: `${Table}.${string & keyof Database[Table]}` }[keyof Database];

/**
 * Whether so many rows have this value in that column already, those that were taken away too: nothing that a person
 * can make again and again goes on for ever (BN4). Stops counting there.
 */
export async function isFull(tx: Query, column: Column, value: string, most: number): Promise<boolean> {
	const [table] = column.split('.') as [string];
	const { rows } =
		await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${value} limit ${most}`.execute(
			tx
		);
	return rows.length >= most;
}
