import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Announcements } from './announcements.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first message is said at once', () => {
	const announcements = new Announcements();
	announcements.say('Nog één minuut');
	expect(announcements.current).toBe('Nog één minuut');
});

test('of what comes within ten seconds only the last is said, when they are over', () => {
	const announcements = new Announcements();
	announcements.say('Schrijven');
	announcements.say('Groepen maken');
	announcements.say('Stippen');
	vi.advanceTimersByTime(9_999);
	expect(announcements.current).toBe('Schrijven');
	vi.advanceTimersByTime(1);
	expect(announcements.current).toBe('Stippen');
});

test('the held message starts ten seconds of its own', () => {
	const announcements = new Announcements();
	announcements.say('een');
	announcements.say('twee');
	vi.advanceTimersByTime(10_000);
	announcements.say('drie');
	expect(announcements.current).toBe('twee');
	vi.advanceTimersByTime(10_000);
	expect(announcements.current).toBe('drie');
});

test('stopping says nothing more and leaves no timer behind', () => {
	const announcements = new Announcements();
	announcements.say('een');
	announcements.say('twee');
	announcements.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.advanceTimersByTime(10_000);
	expect(announcements.current).toBe('een');
});
