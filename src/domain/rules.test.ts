import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const root = join(folder, '../..');

interface Rule {
	number: string;
	/** The file outside this folder that tests it, or null. */
	elsewhere: string | null;
}

const rules = [
	...readFileSync(join(folder, 'RULES.md'), 'utf8').matchAll(/^- \*\*([A-Z]+\d+)\*\* (.+)$/gm)
].map(([, number, text]): Rule => ({
	number: number!,
	elsewhere: /`((?:tests|server|src)\/[^`]+)`$/.exec(text!)?.[1] ?? null
}));

/** The numbers at the beginning of the titles of a test file. */
const numbersIn = (file: string) =>
	[
		...readFileSync(file, 'utf8').matchAll(/^\t*test(?:\.each\([^]*?\))?\(\s*['"`]((?:[A-Z]+\d+ )+)/gm)
	].flatMap(([, numbers]) => numbers!.trim().split(' '));

const testsIn = (folder: string) =>
	globSync('**/*.test.ts', { cwd: folder }).map((file) => join(folder, file));

test('every rule has a number of its own, and its numbers run on', () => {
	const areas = Map.groupBy(rules, (rule) => rule.number.replace(/\d+/, ''));
	for (const [area, ofArea] of areas)
		expect(ofArea.map((rule) => rule.number)).toEqual(ofArea.map((_, i) => `${area}${i + 1}`));
});

test('every rule has a test with its number, in this folder or in the file that it says', () => {
	const here = new Set(testsIn(folder).flatMap(numbersIn));
	const isTested = ({ number, elsewhere }: Rule) =>
		elsewhere === null ? here.has(number) : numbersIn(join(root, elsewhere)).includes(number);
	expect(rules.filter((rule) => !isTested(rule))).toEqual([]);
	expect(here.size).toBeGreaterThan(50);
	expect(rules.filter(({ elsewhere }) => elsewhere !== null).length).toBeGreaterThan(30);
});

test('every number in the title of a test is that of a rule', () => {
	const known = new Set(rules.map(({ number }) => number));
	const titles = [
		...testsIn(folder),
		...testsIn(join(root, 'tests/integration')),
		...testsIn(join(root, 'tests/attack'))
	].flatMap(numbersIn);
	expect(titles.filter((number) => !known.has(number))).toEqual([]);
});
