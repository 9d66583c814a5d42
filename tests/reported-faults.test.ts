import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('each fault that users of comparable products reported has a test that is there, or a reason', () => {
	const files = globSync('{src,server,tests}/**/*.{test,spec}.ts', { cwd: root });
	const tests = files.map(read).join('\n');
	const rows = [
		...read('tests/reported-faults.md').matchAll(/^\| (?!reported|---)(.*) \| (.*) \| (.*) \|$/gm)
	];
	expect(rows).toHaveLength(38);
	const missing = rows.flatMap(([, reported, , here]) => {
		const named = [...here!.matchAll(/`([^`]+)`/g)].map(([, title]) => title!);
		const titles = named.filter((title) => !/^npm run |\.css$/.test(title));
		return titles.filter((title) => !tests.includes(title)).map((title) => `${reported}: ${title}`);
	});
	expect(missing).toEqual([]);
});
