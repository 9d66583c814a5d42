import SQLite from 'better-sqlite3';
import { afterAll, expect } from 'vitest';

// Nothing that a page or an act asks takes longer because there are other journeys: whatever these tests make the
// program ask of the database of facts, the planner of SQLite finds its rows by an index.

/** Each has a row for what is under way at most, or is gone by now. */
const small = ['migration', 'projection', 'recount', 'value', 'value_card'];
/** As Kysely writes them; tests look into tables in their own way. */
const ofProgram = /^(?:with|select|insert into|update|delete from) .*"/;

const scans = new Map<string, string>();
const prepare = SQLite.prototype.prepare;

SQLite.prototype.prepare = function (this: SQLite.Database, query: string) {
	const statement = prepare.call(this, query);
	if (ofProgram.test(query) && !scans.has(query)) scans.set(query, scanIn(this, query));
	return statement;
} as typeof prepare;

afterAll(() => {
	SQLite.prototype.prepare = prepare;
	expect(
		[...scans].filter(([, scan]) => scan !== ''),
		'questions that read a whole table'
	).toEqual([]);
});

/** The step of its plan that reads a whole table, or ''. */
function scanIn(db: SQLite.Database, query: string): string {
	const values = [...query.matchAll(/\?/g)].map(() => null);
	const plan = prepare.call(db, `EXPLAIN QUERY PLAN ${query}`).all(values) as { detail: string }[];
	const isScan = ({ detail }: { detail: string }) => {
		const [, table] = /^SCAN (\w+)( USING .*)?$/.exec(detail) ?? [];
		const isBounded = detail.includes(' USING ') && query.endsWith('limit ?');
		return table !== undefined && !small.includes(table) && !isBounded;
	};
	return plan.find(isScan)?.detail ?? '';
}
