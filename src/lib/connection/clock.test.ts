import { expect, test } from 'vitest';
import { ServerClock } from './clock.ts';

test('T1 the fastest message tells the time', () => {
	const clock = new ServerClock(1_000_000, 500); // 500 ms after the page began, delay unknown
	expect(clock.at(600)).toBe(1_000_100);
	clock.sample(1_002_900, 2_000); // came 1400 ms faster
	expect(clock.at(2_100)).toBe(1_003_000);
	clock.sample(1_003_000, 4_000); // slow: says nothing new
	expect(clock.at(4_100)).toBe(1_005_000);
});

test('T1 a clock that runs fast is followed within twenty messages', () => {
	const clock = new ServerClock(10_000, 0);
	for (let i = 1; i <= 20; i++) clock.sample(9_000 + i, i);
	expect(clock.at(100)).toBe(9_100);
});

test('a page that was kept goes by what was remembered, until the server speaks', () => {
	const clock = new ServerClock(1_000_000, 500, 4_600_000);
	expect(clock.at(600)).toBe(4_600_100);
	clock.sample(1_000_900, 1_500);
	clock.sample(1_001_000, 1_600);
	expect(clock.at(1_600)).toBe(4_601_100);
	clock.sample(1_001_100, 1_700); // so the clock of the device was wrong
	expect(clock.at(1_700)).toBe(1_001_200);
});
