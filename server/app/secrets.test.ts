import { expect, test } from 'vitest';
import { hashOf, newId, newToken, random } from './secrets.ts';

const many = <T>(make: () => T, count = 2000): T[] => Array.from({ length: count }, make);

test('ids and secrets are letters and digits of a fixed length, and none comes twice', () => {
	for (const [make, length] of [
		[newId, 16],
		[newToken, 26]
	] as const) {
		const made = many(make);
		for (const text of made) expect(text).toMatch(new RegExp(`^[a-z0-9]{${length}}$`));
		expect(new Set(made).size).toBe(made.length);
	}
});

test('every letter and digit comes as often as any other', () => {
	const letters = many(newToken, 4000).join('');
	const counts = new Map<string, number>();
	for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
	expect(counts.size).toBe(36);
	const fair = letters.length / 36;
	// Of 104,000 letters each is expected 2,889 times, give or take 53; the limit is six times that. A byte taken modulo
	// 36 without leaving out the last four would give the first four letters a seventh more: eight times that.
	for (const [letter, count] of counts) expect(Math.abs(count - fair), letter).toBeLessThan(0.11 * fair);
});

test('a random number is from 0 up to 1, and shuffles both halves', () => {
	const numbers = many(random);
	for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
	const low = numbers.filter((number) => number < 0.5).length;
	expect(low).toBeGreaterThan(800);
	expect(low).toBeLessThan(1200);
});

test('of a secret only its hash is kept, the same each time and another for each', () => {
	expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	expect(hashOf('abc')).not.toBe(hashOf('abd'));
});
