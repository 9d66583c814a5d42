import { expect, test } from 'vitest';
import { isAbout, readInvited } from './invited.ts';

const read = (text: string, most = 10) => readInvited(text, most);

test('J22 a line has a name, an address, or both, however they are pasted', () => {
	const anna = { name: 'Anna de Vries', email: 'anna@ggd.nl' };
	for (const line of [
		'Anna de Vries <Anna@GGD.nl>',
		'Anna de Vries; anna@ggd.nl',
		'anna@ggd.nl,Anna de Vries',
		'"Anna de Vries" (anna@ggd.nl)',
		'  Anna\tde  Vries   mailto:anna@ggd.nl '
	])
		expect(read(line)).toEqual({ ok: true, lines: [anna] });
	expect(read('bas@ggd.nl\r\n\r\nZoe\u0308')).toEqual({
		ok: true,
		lines: [
			{ name: '', email: 'bas@ggd.nl' },
			{ name: 'Zo\u00eb', email: '' }
		]
	});
});

test('J22 BN10 a list that is too long, or a line that is neither, is refused with its words', () => {
	expect(read('A\nB\nC', 2)).toMatchObject({ ok: false, reason: 'invited-too-many' });
	expect(read('x'.repeat(1e7))).toMatchObject({ ok: false, reason: 'invited-too-many' });
	expect(read('a@b')).toMatchObject({ ok: false, reason: 'invited-malformed', line: 'a@b' });
	expect(read(`Anna\n${'W'.repeat(61)}`)).toMatchObject({ ok: false, reason: 'invited-malformed' });
	expect(read(' \n ')).toMatchObject({ ok: false, reason: 'line-empty' });
});

test('J22 an address tells who it is, and a name only where the line has none', () => {
	const both = { name: 'Anna', email: 'anna@ggd.nl' };
	expect(isAbout(both, { name: 'Iemand', email: 'Anna@ggd.nl' })).toBe(true);
	expect(isAbout(both, { name: 'Anna', email: '' })).toBe(false);
	expect(isAbout({ name: 'Anna', email: '' }, { name: 'ANNA', email: 'x@y.nl' })).toBe(true);
	expect(isAbout({ name: 'Anna', email: '' }, { name: 'Ann', email: '' })).toBe(false);
	expect(isAbout({ name: '', email: 'anna@ggd.nl' }, { name: '', email: '' })).toBe(false);
});
