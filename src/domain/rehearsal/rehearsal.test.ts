import { expect, test } from 'vitest';
import { decideCrowd, decideThrowAway, goesOn, nextDeed, paces } from './rehearsal.ts';

const seat = (
	role: 'lead' | 'co-facilitator' | 'participant' | 'observer',
	removedAt: number | null = null
) => ({
	participant: 'wies',
	role,
	removedAt
});
const deed = (key: string, by: string) => ({ key, by: { key: by } });

test('Y2 simulated people act only in a rehearsal, when a facilitator of it says so', () => {
	expect(decideCrowd(seat('lead'), 1)).toEqual({ ok: true });
	expect(decideCrowd(seat('co-facilitator'), 1)).toEqual({ ok: true });
	expect(decideCrowd(seat('lead'), null)).toEqual({ ok: false, reason: 'not-a-rehearsal' });
	for (const role of ['participant', 'observer'] as const)
		expect(decideCrowd(seat(role), 1)).toEqual({ ok: false, reason: 'not-a-facilitator' });
});

test('Y3 each thing is done once, and who did nothing for longest is next', () => {
	const deeds = [deed('a1', 'anna'), deed('a2', 'anna'), deed('b1', 'bas'), deed('c1', 'cas')];
	const done = new Set<string>();
	const acted: string[] = [];
	for (let next = nextDeed(deeds, done, acted); next; next = nextDeed(deeds, done, acted)) {
		expect(done).not.toContain(next.key);
		done.add(next.key);
		acted.push(next.by.key);
	}
	expect([...done]).toEqual(['a1', 'b1', 'c1', 'a2']);
	expect(nextDeed([...deeds, deed('b2', 'bas')], done, acted)?.key).toBe('b2');
});

test('Y4 who waits for the word of the facilitator does nothing before it, and nobody acts who was stopped', () => {
	for (const pace of paces) {
		expect(goesOn({ isRunning: false, pace, isAsked: true })).toBe(false);
		expect(goesOn({ isRunning: true, pace, isAsked: true })).toBe(true);
		expect(goesOn({ isRunning: true, pace, isAsked: false })).toBe(pace !== 'asked');
	}
});

test('Y6 only the lead throws a rehearsal away, and never a journey that is none', () => {
	expect(decideThrowAway(seat('lead'), 1)).toEqual({ ok: true });
	expect(decideThrowAway(seat('lead'), null)).toEqual({ ok: false, reason: 'not-a-rehearsal' });
	expect(decideThrowAway(seat('lead', 5), 1)).toEqual({ ok: false, reason: 'not-lead' });
	for (const role of ['co-facilitator', 'participant', 'observer'] as const)
		expect(decideThrowAway(seat(role), 1)).toEqual({ ok: false, reason: 'not-lead' });
});
