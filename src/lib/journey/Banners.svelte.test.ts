import { expect, test } from 'vitest';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts, StepFacts } from '#wire/journey/facts.ts';
import Banners from './Banners.svelte';

const facts = (version: number, pausedAt: number | null) =>
	({ version, now: version, pausedAt, journey: { id: 'journeyijssel' } }) as Facts;
const step = (stage: string, lockedAt: number | null = null) =>
	({ kind: 'values', stage, lockedAt }) as StepFacts;

test('a pause is told while it lasts, and more gently to whoever writes alone', () => {
	const journey = new LiveJourney(facts(1, null));
	const page = show(Banners, { step: step('writing') }, () => shareJourney(journey));
	expect(page.text).toBe('');
	journey.onLoad(facts(2, 1000));
	expect(page.text).toBe(`${m.room_paused()} ${m.room_paused_writing()}`);
	journey.onLoad(facts(3, null));
	expect(page.text).toBe('');
});

test('a lock is told where people could write together, and nowhere else', () => {
	const banner = (stage: string) =>
		show(Banners, { step: step(stage, 1000) }, () => shareJourney(new LiveJourney(facts(1, null)))).text;
	expect(banner('sorting')).toBe(`${m.room_locked()} ${m.room_locked_text()}`);
	expect(banner('writing')).toBe('');
});

test('J42 that the meeting was closed is told at the step where the room is, until it is open again', () => {
	const at = (version: number, code: string | null) => ({
		...facts(version, null),
		meeting: { id: 'day1', name: 'Dag 1', place: '', code },
		step: { ...step('writing'), id: 'values' }
	});
	const journey = new LiveJourney(at(1, '482731904215'));
	const page = (id: string) =>
		show(Banners, { step: { ...step('writing'), id } }, () => shareJourney(journey));
	const [here, elsewhere] = [page('values'), page('today')];
	expect(here.text).toBe('');
	journey.onLoad(at(2, null));
	expect(here.text).toBe(`${m.room_closed()} ${m.room_closed_text()}`);
	expect(elsewhere.text).toBe('');
	journey.onLoad(at(3, '482731904215'));
	expect(here.text).toBe('');
});
