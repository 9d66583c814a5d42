import { expect, test } from 'vitest';
import { mergeEdit } from './edits.ts';

const was = { name: 'Waarden', minutes: '20' };

test('F8 what was not touched stays as it stands now, what was touched is written', () => {
	expect(mergeEdit(was, { name: 'Onze waarden', minutes: '20' }, { name: 'Waarden', minutes: '30' })).toEqual(
		{ fields: { name: 'Onze waarden', minutes: '30' }, clashes: [] }
	);
});

test('F8 a field that a form did not have stays, and so does one that differs by the ends of its lines', () => {
	expect(mergeEdit({ script: 'a\nb' }, { script: 'a\r\nb' }, { script: 'c', rules: 'd' })).toEqual({
		fields: { script: 'c', rules: 'd' },
		clashes: []
	});
});

test('F8 of a form that does not say what it began with all counts', () => {
	expect(mergeEdit({}, { name: 'Nabij' }, { name: 'Waarden' })).toEqual({
		fields: { name: 'Nabij' },
		clashes: []
	});
});

test('F9 a field that both changed clashes, unless to the same words', () => {
	const given = { name: 'Nabij', minutes: '25' };
	expect(mergeEdit(was, given, { name: 'Trots', minutes: '25' }).clashes).toEqual(['name']);
	expect(mergeEdit(was, { ...given, name: ' Trots ' }, { name: 'Trots', minutes: '20' }).clashes).toEqual([]);
});
