import { beforeEach, expect, test, vi } from 'vitest';
import { createPaces } from '#server/acts/pace.ts';
import { aMeeting, must } from '../../support/cast.ts';

// On a busy machine three hundred acts take so long that some come back meanwhile.
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['performance'] });
	return () => vi.useRealTimers();
});

const ready = (on: 'yes' | 'no') => ({ act: 'ready', on });

test('BN9 who acts three hundred times in a row is asked to wait, loses nothing, and holds nobody else up', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'writing' });
	let allowed = 0;
	while ((await meeting.act(meeting.wies, ready(allowed % 2 ? 'no' : 'yes'))).ok) allowed++;
	expect(allowed).toBe(300);
	const before = meeting.sql('SELECT * FROM ready');
	expect(await meeting.act(meeting.wies, ready('yes'))).toEqual({ ok: false, reason: 'too-fast' });
	expect(meeting.sql('SELECT * FROM ready')).toEqual(before);
	must(await meeting.act(meeting.gert, ready('yes')));
});

test('BN9 ten a second go on; after a rest of half a minute there are three hundred again', () => {
	const paces = createPaces();
	const allowed = () => {
		let count = 0;
		while (paces.act('anna')) count++;
		return count;
	};
	expect(allowed()).toBe(300);
	vi.advanceTimersByTime(1000);
	expect(allowed()).toBe(10);
	vi.advanceTimersByTime(30_000);
	expect(allowed()).toBe(300);
});
