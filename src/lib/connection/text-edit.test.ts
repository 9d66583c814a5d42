import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { editBetween, moved, type Delta } from './text-edit.ts';

const apply = (text: string, { at, remove, insert }: NonNullable<ReturnType<typeof editBetween>>) =>
	text.slice(0, at) + insert + text.slice(at + remove);
const hasHalf = (text: string) =>
	/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
const someText = fc
	.array(fc.constantFrom('a', 'b', ' ', '😀', '😁', '🐀', 'é'), { maxLength: 12 })
	.map((a) => a.join(''));

describe('what was typed', () => {
	test.each([
		['Samn', 'Samen', 4, { at: 3, remove: 0, insert: 'e' }],
		['aaa', 'aaaa', 2, { at: 1, remove: 0, insert: 'a' }],
		['aaa', 'aa', 1, { at: 1, remove: 1, insert: '' }],
		['eerlijk', 'open', 4, { at: 0, remove: 7, insert: 'open' }],
		['', 'x', 1, { at: 0, remove: 0, insert: 'x' }]
	])('%s → %s', (before, after, caret, edit) => expect(editBetween(before, after, caret)).toEqual(edit));

	test('nothing is no edit', () => expect(editBetween('a', 'a')).toBeNull());

	test('leads from one text to the other and cuts no character in half', () => {
		fc.assert(
			fc.property(someText, someText, fc.nat(20), (before, after, caret) => {
				const edit = editBetween(before, after, Math.min(caret, after.length));
				if (!edit) return before === after;
				const removed = before.slice(edit.at, edit.at + edit.remove);
				return apply(before, edit) === after && !hasHalf(edit.insert) && !hasHalf(removed);
			})
		);
	});
});

describe('where the caret goes when others write', () => {
	test.each<[string, number, Delta, number]>([
		['before it', 5, [{ insert: 'ab' }], 7],
		['behind it', 5, [{ retain: 6 }, { insert: 'ab' }], 5],
		['exactly there', 5, [{ retain: 5 }, { insert: 'ab' }], 5],
		['away before it', 5, [{ retain: 1 }, { delete: 2 }], 3],
		['away around it', 5, [{ retain: 3 }, { delete: 6 }], 3],
		['both', 5, [{ retain: 1 }, { delete: 1 }, { retain: 1 }, { insert: 'xyz' }], 7]
	])('%s', (_, index, delta, expected) => expect(moved(index, delta)).toBe(expected));

	test.each<[string, number, Delta, number]>([
		['exactly there', 5, [{ retain: 5 }, { insert: 'ab' }], 7],
		['behind it', 5, [{ retain: 6 }, { insert: 'ab' }], 5],
		['instead of what is before it', 5, [{ retain: 3 }, { delete: 2 }, { insert: 'ab' }], 5]
	])('when it goes along: %s', (_, index, delta, expected) =>
		expect(moved(index, delta, true)).toBe(expected)
	);

	test('as Yjs itself keeps a place that belongs to the letter before it', () => {
		const change = fc.oneof(
			fc.record({ remove: fc.integer({ min: 1, max: 3 }), insert: fc.constant('') }),
			fc.record({ remove: fc.constant(0), insert: fc.string({ minLength: 1 }) })
		);
		fc.assert(
			fc.property(
				fc.string({ minLength: 1, maxLength: 8 }),
				fc.nat(8),
				fc.nat(8),
				change,
				(start, where, at, edit) => {
					const text = new Y.Doc().getText();
					text.insert(0, start);
					const index = Math.min(where, start.length);
					const place = Y.createRelativePositionFromTypeIndex(text, index, -1);
					let now = index;
					text.observe((event) => void (now = moved(index, event.delta)));
					const from = Math.min(at, start.length);
					if (edit.insert) text.insert(from, edit.insert);
					else text.delete(from, Math.min(edit.remove, start.length - from));
					expect(now).toBe(Y.createAbsolutePositionFromRelativePosition(place, text.doc!)!.index);
				}
			)
		);
	});
});
