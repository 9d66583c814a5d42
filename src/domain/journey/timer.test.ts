import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	addTime,
	announcement,
	pauseTimer,
	resumeTimer,
	startTimer,
	timeLeft,
	type TimerState
} from './timer.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;

test('T1 a timer ends at a time of the server, and what is left is reckoned from it', () => {
	const timer = startTimer(5, noon);
	expect(timer).toEqual({ endsAt: noon + 5 * minute, leftMs: 5 * minute, totalMs: 5 * minute });
	expect(timeLeft(timer, noon + 2 * minute)).toBe(3 * minute);
	expect(timeLeft(timer, noon + 9 * minute)).toBe(0);
});

test('T2 added time lengthens the ring too, and nothing goes below zero', () => {
	const now = noon + 4 * minute;
	expect(addTime(startTimer(5, noon), minute, now)).toEqual({
		endsAt: now + 2 * minute,
		leftMs: 2 * minute,
		totalMs: 6 * minute
	});
	expect(addTime(startTimer(5, noon), -3 * minute, now)).toEqual({
		endsAt: now,
		leftMs: 0,
		totalMs: 4 * minute
	});
});

test('T2 a minute after the end is a minute from now', () => {
	const late = noon + 8 * minute;
	expect(addTime(startTimer(5, noon), minute, late)).toEqual({
		endsAt: late + minute,
		leftMs: minute,
		totalMs: 6 * minute
	});
});

test('T3 a pause keeps what is left, and time passes on only after it', () => {
	const paused = pauseTimer(startTimer(5, noon), noon + 2 * minute);
	expect(paused).toEqual({ endsAt: null, leftMs: 3 * minute, totalMs: 5 * minute });
	expect(timeLeft(paused, noon + 60 * minute)).toBe(3 * minute);
	expect(addTime(paused, minute, noon + 60 * minute)).toEqual({
		endsAt: null,
		leftMs: 4 * minute,
		totalMs: 6 * minute
	});
	expect(resumeTimer(paused, noon + 60 * minute)).toEqual({ ...paused, endsAt: noon + 63 * minute });
});

test('T3 pausing or going on twice changes nothing', () => {
	const running = startTimer(5, noon);
	const paused = pauseTimer(running, noon + minute);
	expect(pauseTimer(paused, noon + 2 * minute)).toEqual(paused);
	expect(resumeTimer(running, noon + minute)).toEqual(running);
});

test('T2 T3 whatever is pressed, what is left stays between zero and the whole ring', () => {
	const press = fc.record({
		key: fc.constantFrom('add', 'pause', 'resume'),
		ms: fc.integer({ min: -10 * minute, max: 10 * minute }),
		later: fc.integer({ min: 0, max: 5 * minute })
	});
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 60 }), fc.array(press), (minutes, presses) => {
			let timer: TimerState = startTimer(minutes, noon);
			let now = noon;
			for (const { key, ms, later } of presses) {
				now += later;
				const passed = timer.totalMs - timeLeft(timer, now);
				if (key === 'add') timer = addTime(timer, ms, now);
				else timer = key === 'pause' ? pauseTimer(timer, now) : resumeTimer(timer, now);
				expect(timer.totalMs - timeLeft(timer, now)).toBe(passed);
				expect(timeLeft(timer, now)).toBeGreaterThanOrEqual(0);
				expect(timeLeft(timer, now)).toBeLessThanOrEqual(timer.totalMs);
			}
		})
	);
});

test('T5 half, one minute and zero are announced when they are passed, once', () => {
	const total = 10 * minute;
	expect(announcement(5 * minute + 1, 5 * minute, total)).toBe('half');
	expect(announcement(5 * minute, 5 * minute - 1000, total)).toBe(null);
	expect(announcement(minute + 500, minute - 500, total)).toBe('minute');
	expect(announcement(200, 0, total)).toBe('zero');
	expect(announcement(0, 0, total)).toBe(null);
	expect(announcement(9 * minute, 8 * minute, total)).toBe(null);
});

test('T5 of several at once only the last is said, and added time says nothing', () => {
	expect(announcement(9 * minute, 30_000, 10 * minute)).toBe('minute');
	expect(announcement(9 * minute, 0, 10 * minute)).toBe('zero');
	expect(announcement(30_000, 90_000, 10 * minute)).toBe(null);
	expect(announcement(minute + 1, minute, 2 * minute)).toBe('minute');
	expect(announcement(45_001, 44_999, 90_000)).toBe('half');
});
