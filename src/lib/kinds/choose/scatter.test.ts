import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fanOut, fieldOf, labelsFor, radiusOf, xOf, yOf, type Disc } from './scatter.ts';

const field = fieldOf({ width: 720, height: 480, unit: 16 });
const at = (id: string, direction: number, platform: number, worth = 3): Disc => ({
	id,
	x: xOf(direction, field),
	y: yOf(platform, field),
	r: radiusOf(worth, 16)
});
const onEachOther = (a: Disc, b: Disc) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r - 0.5;
const pairs = (discs: readonly Disc[]) =>
	discs.flatMap((one, i) => discs.slice(i + 1).map((other) => [one, other] as const));

test('discs that lie apart stay where they are', () => {
	const discs = [at('a', 1, 1), at('b', 5, 5), at('c', 1, 5), at('d', 3, 3, 5)];
	expect(fanOut(discs, field)).toEqual(discs);
});

test('discs on one point lie side by side, around where they were, each time the same', () => {
	const discs = Array.from({ length: 14 }, (_, i) => at(`s${i}`, 4.5, 4, 4));
	const fanned = fanOut(discs, field);
	expect(pairs(fanned).filter(([a, b]) => onEachOther(a, b))).toEqual([]);
	for (const disc of fanned)
		expect(Math.hypot(disc.x - discs[0]!.x, disc.y - discs[0]!.y)).toBeLessThan(discs[0]!.r * 6);
	expect(fanOut(discs, field)).toEqual(fanned);
});

test('whatever the answers, every disc stays in the field', () => {
	const value = fc.double({ min: 1, max: 5, noNaN: true });
	fc.assert(
		fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 14 }), (list) => {
			const discs = list.map(([x, y, worth], i) => at(`s${i}`, x, y, worth));
			for (const { x, y, r } of fanOut(discs, field)) {
				expect(x - r).toBeGreaterThanOrEqual(field.left - 0.01);
				expect(x + r).toBeLessThanOrEqual(field.right + 0.01);
				expect(y - r).toBeGreaterThanOrEqual(field.top - 0.01);
				expect(y + r).toBeLessThanOrEqual(field.bottom + 0.01);
			}
		})
	);
});

test('a label stands beside its disc, on the other side where there is no room, and away where there is none at all', () => {
	const names = new Map([
		['a', 'Voorkantpot'],
		['b', 'Nachtbus'],
		['c', 'x'.repeat(200)]
	]);
	const labels = labelsFor([at('a', 1, 3), at('b', 5, 3), at('c', 3, 1)], names, field, 15);
	expect(labels.map(({ id, anchor }) => [id, anchor])).toEqual([
		['a', 'start'],
		['b', 'end']
	]);
});

test('no label lies on another one', () => {
	const discs = Array.from({ length: 12 }, (_, i) => at(`s${i}`, 3 + (i % 3) * 0.3, 3 + i * 0.1));
	const names = new Map(discs.map(({ id }) => [id, 'Sleutel van elke buurtkamer']));
	const labels = labelsFor(fanOut(discs, field), names, field, 15);
	expect(labels.length).toBeGreaterThan(1);
	const lines = labels.map(({ x, y, anchor, text }) => {
		const width = text.length * 15 * 0.5;
		const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
		return { left, right: left + width, y };
	});
	for (const [i, a] of lines.entries())
		for (const b of lines.slice(i + 1))
			expect(Math.abs(a.y - b.y) > 15 || a.right <= b.left || b.right <= a.left).toBe(true);
});
