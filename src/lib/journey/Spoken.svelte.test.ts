import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveJourney } from '#lib/connection/journey.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { Announcements, provideAnnouncements } from '#lib/ui/announcements.svelte.ts';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts, StepFacts } from '#wire/journey/facts.ts';
import Spoken from './Spoken.svelte';

const minute = 60_000;
const aStep = (stage: string, more: Partial<StepFacts> = {}) =>
	({ id: 'stepvalues', kind: 'values', name: 'Waarden', stage, ...more }) as StepFacts;
const facts = (timer: Facts['timer'] = null, version = 1) =>
	({ version, now: performance.now(), timer, journey: { id: 'journeyijssel' } }) as Facts;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What the live region says of a step that goes on, each with the moment at which it was said. */
function listen(step: StepFacts, timer: Facts['timer'] = null) {
	const journey = new LiveJourney(facts(timer));
	let now = $state.raw(step);
	const page = show(
		Spoken,
		{
			journey,
			get step() {
				return now;
			}
		},
		() => void provideAnnouncements(new Announcements())
	);
	const region = page.element.querySelector('[role=status][aria-live=polite]')!;
	const from = performance.now();
	const heard: { at: number; words: string }[] = [];
	const hear = () => {
		flushSync();
		const words = region.textContent;
		if (words && words !== heard.at(-1)?.words) heard.push({ at: performance.now() - from, words });
	};
	return {
		journey,
		heard,
		words: () => heard.map(({ words }) => words),
		goOn(to: StepFacts) {
			now = to;
			hear();
		},
		/** Second by second, so that nothing that was said in between is missed. */
		wait(seconds: number) {
			for (let passed = 0; passed < seconds; passed++) {
				vi.advanceTimersByTime(1000);
				hear();
			}
		}
	};
}

test('the reveal and the next stage are spoken, with ten seconds between them', () => {
	const room = listen(aStep('writing'));
	expect(room.words()).toEqual([]);
	room.goOn(aStep('sorting'));
	expect(room.words()).toEqual([m.room_revealed()]);
	room.wait(2);
	room.goOn(aStep('weighing'));
	expect(room.words()).toEqual([m.room_revealed()]);
	room.wait(9);
	expect(room.words()).toEqual([m.room_revealed(), m.room_now({ stage: m.stage_weighing() })]);
	expect(room.heard[1]!.at - room.heard[0]!.at).toBe(10_000);
});

test('another step is spoken by its name, also when its stage has another name; going back is no reveal', () => {
	const room = listen(aStep('sorting'));
	room.goOn(aStep('writing'));
	expect(room.words()).toEqual([m.room_now({ stage: m.stage_writing() })]);
	room.wait(10);
	room.goOn(aStep('prepared', { id: 'stepfuture', kind: 'future', name: 'Het is 2040' }));
	expect(room.words().at(-1)).toBe(m.room_now_step({ step: 'Het is 2040' }));
});

test('what changes in a stage, and facts that say nothing new, are not spoken', () => {
	const room = listen(aStep('writing'));
	room.goOn(aStep('writing', { cards: 12, writing: 3, lockedAt: 1 }));
	room.journey.onLoad(facts(null, 2));
	room.wait(20);
	expect(room.words()).toEqual([]);
});

test('T5 half of the time, the last minute and the end are each spoken once', () => {
	const totalMs = 4 * minute;
	const room = listen(aStep('writing'), { endsAt: performance.now() + totalMs, leftMs: totalMs, totalMs });
	room.wait(119);
	expect(room.words()).toEqual([]);
	room.wait(1);
	expect(room.words()).toEqual([m.room_half()]);
	room.wait(60);
	expect(room.words()).toEqual([m.room_half(), m.room_minute()]);
	room.wait(60);
	expect(room.words()).toEqual([m.room_half(), m.room_minute(), m.room_zero()]);
	room.wait(120);
	expect(room.words()).toHaveLength(3);
});

test('T5 a timer that is begun or stopped says nothing by itself', () => {
	const room = listen(aStep('writing'));
	const totalMs = minute;
	room.journey.onLoad(facts({ endsAt: performance.now() + totalMs, leftMs: totalMs, totalMs }, 2));
	room.wait(1);
	room.journey.onLoad(facts(null, 3));
	room.wait(90);
	expect(room.words()).toEqual([]);
});
