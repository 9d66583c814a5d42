// npm run roles: writes the tables of who may what at the end of the rules, from the code that decides it.
import { readFileSync, writeFileSync } from 'node:fs';
import { tables } from './table.ts';

export const rulesFile = new URL('../../src/domain/RULES.md', import.meta.url);
const mark = '## Who may what\n';

/** The rules with the tables of now. Throws where the file has no place for them. */
export function withTables(rules: string): string {
	const at = rules.indexOf(mark);
	if (at < 0) throw new Error(`there is no "${mark.trim()}" in the rules`);
	const about = rules
		.slice(at + mark.length)
		.split('\n### ', 1)[0]!
		.trim();
	return `${rules.slice(0, at)}${mark}\n${about}\n\n${tables()}\n`;
}

if (import.meta.main) writeFileSync(rulesFile, withTables(readFileSync(rulesFile, 'utf8')));
