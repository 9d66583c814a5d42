import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCode, readCode, showCode } from './code.ts';

test.each(['482731', ' 482 731 ', '482-731', '48.27.31', '4 8 2 7 3 1', '482 – 731', '482\u00A0731'])(
	'J1 a code may be typed as it is read aloud: %j',
	(typed) => expect(readCode(typed)).toBe('482731')
);

test.each([
	'',
	'48273',
	'4827311',
	'482 73',
	'a482731',
	'482731!',
	'-482731',
	'482x731',
	'４８２７３１',
	'٤٨٢٧٣١'
])('J1 anything but six digits is no code: %j', (typed) => expect(readCode(typed)).toBe(null));

test('J1 a code is shown in two groups, which reads back as the code', () => {
	expect(showCode('482731')).toBe('482 731');
	expect(readCode(showCode('482731'))).toBe('482731');
});

test('J2 a made code has six digits, starts with no zero, and is one that nobody else has', () => {
	const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
	fc.assert(
		fc.property(draw, draw, (one, other) => {
			const code = makeCode(() => one, new Set());
			expect(code).toMatch(/^[1-9]\d{5}$/);
			expect(readCode(code)).toBe(code);
			expect(makeCode(() => one, new Set([code]))).not.toBe(code);
			expect(makeCode(() => other, new Set([code]))).not.toBe(code);
		})
	);
});

test.each(['111111', '999999', '123456', '987654', '121212', '482482'])(
	'J2 a code that everybody would try is not made: %s',
	(code) => {
		const draw = (Number(code) - 100_000) / 900_000 + 1e-9;
		expect(makeCode(() => draw, new Set())).not.toBe(code);
		expect(makeCode(() => draw - 1 / 900_000, new Set())).toBe(String(Number(code) - 1).padStart(6, '0'));
	}
);

test('J2 with every code but one taken, that one is found', () => {
	const all = new Set(Array.from({ length: 900_000 }, (_, i) => String(100_000 + i)));
	all.delete('482731');
	expect(makeCode(() => 0.99, all)).toBe('482731');
	expect(() => makeCode(() => 0.5, all.add('482731'))).toThrow('every code is taken');
});
