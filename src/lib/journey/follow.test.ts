import { describe, expect, test } from 'vitest';
import { follow, type Position } from './follow.ts';

const writing: Position = {
	here: { step: 'values', stage: 'writing' },
	room: { step: 'values', stage: 'writing' },
	along: true,
	called: false,
	busy: false
};
const sorting = { step: 'values', stage: 'sorting' };
const checkIn = { step: 'check-in', stage: 'round' };

describe('P4 the page follows the room', () => {
	test('P4 where the room is, there is nothing to do, whatever is under way', () => {
		expect(follow(writing)).toBe('together');
		expect(follow({ ...writing, busy: true, called: true })).toBe('together');
	});

	test('P4 before the room is anywhere the page stays', () => {
		expect(follow({ ...writing, room: null })).toBe('together');
	});

	test('P4 an idle page shows the next stage at once, and goes to the next step', () => {
		expect(follow({ ...writing, room: sorting })).toBe('stage');
		expect(follow({ ...writing, room: checkIn })).toBe('step');
	});

	test('P4 nobody is taken out of a sentence, by a stage, a step or a call', () => {
		for (const room of [sorting, checkIn])
			for (const called of [false, true])
				expect(follow({ ...writing, room, called, busy: true })).toBe('wait');
	});

	test('P4 who walked to another step is left there', () => {
		expect(follow({ ...writing, room: checkIn, along: false })).toBe('elsewhere');
		expect(follow({ ...writing, room: checkIn, along: false, busy: true })).toBe('elsewhere');
	});

	test('P4 who is at the step of the room sees its stage, however they came there', () => {
		expect(follow({ ...writing, room: sorting, along: false })).toBe('stage');
	});

	test('P5 a call brings everyone who is not mid-sentence, from any step', () => {
		expect(follow({ ...writing, room: checkIn, along: false, called: true })).toBe('step');
		expect(follow({ ...writing, room: checkIn, along: false, called: true, busy: true })).toBe('wait');
	});
});
