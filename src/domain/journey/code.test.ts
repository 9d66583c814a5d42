import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isShort, makeCode, readCode, shortOf, showCode, showRest } from './code.ts';

test.each(['482731', ' 482 731 ', '482-731', '48.27.31', '4 8 2 7 3 1', '482 – 731', '482\u00A0731'])(
	'J1 a code may be typed as it is read aloud: %j',
	(typed) => expect(readCode(typed)).toBe('482731')
);

test.each(['482731904215', '482 731 904 215', '482-731-904-215', '482 731\u00A0904 215', '482731 904215'])(
	'J1 the six behind it may be typed too, in the same ways: %j',
	(typed) => expect(readCode(typed)).toBe('482731904215')
);

test.each([
	'',
	'48273',
	'4827311',
	'48273190421',
	'4827319042155',
	'482731+904215',
	'482731９０４２１５',
	'482 73',
	'a482731',
	'482731!',
	'-482731',
	'482x731',
	'４８２７３１',
	'٤٨٢٧٣١'
])('J1 anything but six or twelve digits is no code: %j', (typed) => expect(readCode(typed)).toBe(null));

test('J1 a code is shown in two groups, which reads back as the code', () => {
	expect(showCode('482731')).toBe('482 731');
	expect(readCode(showCode('482731'))).toBe('482731');
	expect([showCode('482731904215'), showRest('482731904215')]).toEqual(['482 731', '904 215']);
	expect(showRest('482731')).toBe('');
	expect([isShort('482731'), isShort('482731904215')]).toEqual([true, false]);
});

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('J2 a made code has twelve digits, starts with no zero, and its first six are what nobody else has', () => {
	fc.assert(
		fc.property(draw, draw, (one, other) => {
			const code = makeCode(() => one, new Set());
			expect(code).toMatch(/^[1-9]\d{11}$/);
			expect(readCode(code)).toBe(code);
			const taken = new Set([shortOf(code)]);
			expect(taken.has(shortOf(makeCode(() => one, taken)))).toBe(false);
			expect(taken.has(shortOf(makeCode(() => other, taken)))).toBe(false);
		})
	);
});

test('J29 the six behind a code are drawn as evenly as the six before, and tell nothing of each other', () => {
	const bits = (n: number) => () => n / 2 ** 48;
	const codes = Array.from({ length: 1000 }, (_, i) => makeCode(bits(Math.floor(i * 2 ** 38.03)), new Set()));
	expect(new Set(codes.map((code) => code.slice(6))).size).toBeGreaterThan(990);
	// The least that the system's randomness can differ in is still another code, in the last digits alone.
	expect(makeCode(bits(2 ** 47), new Set()).slice(0, 6)).toBe(
		makeCode(bits(2 ** 47 + 2 ** 9), new Set()).slice(0, 6)
	);
	expect(makeCode(bits(2 ** 47), new Set())).not.toBe(makeCode(bits(2 ** 47 + 2 ** 9), new Set()));
});

test.each(['111111', '999999', '123456', '987654', '121212', '482482'])(
	'J2 a code that everybody would try is not made: %s',
	(code) => {
		const draw = (Number(code) - 100_000) / 900_000 + 1e-9;
		expect(shortOf(makeCode(() => draw, new Set()))).not.toBe(code);
		const before = makeCode(() => draw - 1 / 900_000, new Set());
		expect(shortOf(before)).toBe(String(Number(code) - 1).padStart(6, '0'));
	}
);

test('J2 with every code but one taken, that one is found', () => {
	const all = new Set(Array.from({ length: 900_000 }, (_, i) => String(100_000 + i)));
	all.delete('482731');
	expect(shortOf(makeCode(() => 0.99, all))).toBe('482731');
	expect(() => makeCode(() => 0.5, all.add('482731'))).toThrow('every code is taken');
});
