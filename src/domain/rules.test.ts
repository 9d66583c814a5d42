import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

const rules = [...read('RULES.md').matchAll(/^- \*\*([A-Z]\d+)\*\* (.+)$/gm)].map(([, number, text]) => ({
	number: number!,
	elsewhere: text!.includes('`tests/integration/')
}));
const titles = readdirSync(folder)
	.filter((file) => file.endsWith('.test.ts'))
	.flatMap((file) => [...read(file).matchAll(/^test(?:\.each\([^]*?\))?\(\s*['"`]((?:[A-Z]\d+ )+)/gm)])
	.map(([, numbers]) => numbers!.trim().split(' '));
const tested = new Set(titles.flat());

test('every rule has a number of its own, and its numbers run on', () => {
	const areas = Map.groupBy(rules, (rule) => rule.number[0]!);
	for (const [area, ofArea] of areas)
		expect(ofArea.map((rule) => rule.number)).toEqual(ofArea.map((_, i) => `${area}${i + 1}`));
});

test('every rule that says no other file has a test in this folder, and every test names a rule', () => {
	expect(rules.filter((rule) => !rule.elsewhere && !tested.has(rule.number))).toEqual([]);
	expect([...tested].filter((number) => !rules.some((rule) => rule.number === number))).toEqual([]);
	expect(tested.size).toBeGreaterThan(50);
});
