import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingInWords } from './gate.ts';

/** What is missing is a literal with its names, or made by `missing(reason, names)`. */
const made = /\{\s*reason: '([a-z-]+)',\s*names\b|\bmissing\('([a-z-]+)'/g;

test('G1 everything that can be missing has words', () => {
	const root = join(import.meta.dirname, '../../..');
	const files = globSync('{src/domain,server}/**/*.ts', { cwd: root }).filter(
		(file) => !file.endsWith('.test.ts')
	);
	const reasons = files.flatMap((file) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(made)].map((found) => found[1] ?? found[2]!)
	);
	expect(reasons).toContain('values-open');
	expect(reasons.length).toBeGreaterThan(8);
	const withoutWords = reasons.filter((reason) => {
		try {
			return missingInWords({ reason, names: ['Zorg'] }) === '';
		} catch {
			return true;
		}
	});
	expect(withoutWords).toEqual([]);
	expect(() => missingInWords({ reason: 'nosuch', names: [] })).toThrow('nosuch');
});
