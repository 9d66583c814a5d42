import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UnderWay } from './under-way.ts';

let told: boolean[];
let underWay: UnderWay;
beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	underWay = new UnderWay((busy) => told.push(busy));
});
afterEach(() => {
	underWay.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

test('P4 a sentence is under way until a tap on the button beside it could have been made', () => {
	underWay.say('new', true);
	underWay.say('new', false);
	expect(told).toEqual([true]);
	vi.runAllTimers();
	expect(told).toEqual([true, false]);
});

test('going from one sentence to another is no pause', () => {
	underWay.say('new', true);
	underWay.say('new', false);
	underWay.say('edit', true);
	vi.runAllTimers();
	expect(told.at(-1)).toBe(true);
});

test('two fields count as one', () => {
	underWay.say('new', true);
	underWay.say('edit', true);
	underWay.say('new', false);
	vi.runAllTimers();
	expect(told).toEqual([true]);
});

test('stopping says so at once, and only when something was under way', () => {
	underWay.stop();
	expect(told).toEqual([]);
	underWay.say('new', true);
	underWay.stop();
	expect(told).toEqual([true, false]);
});
