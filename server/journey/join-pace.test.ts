import { expect, test } from 'vitest';
import { JoinPace } from './join-pace.ts';

function aPace() {
	const clock = { now: 0 };
	return { clock, pace: new JoinPace(() => clock.now) };
}

test('J25 a hall of two hundred behind one address is in within two minutes', () => {
	const { clock, pace } = aPace();
	let [inside, tries] = [0, 0];
	for (let second = 0; second < 120; second++) {
		clock.now = second * 1000;
		// Each who is still outside tries once a minute.
		for (let n = inside; n < 200 && tries < (second + 1) * 6; n++, tries++)
			if (pace.allows('hall', '192.0.2.1')) inside++;
	}
	expect(inside).toBe(200);
});

test('J25 a script that makes three hundred people in a second does not get them in', () => {
	const { pace } = aPace();
	const made = Array.from({ length: 300 }, (_, n) => pace.allows('hall', `203.0.113.${n}`));
	expect(made.filter(Boolean).length).toBeLessThan(160);
	expect(pace.allows('another hall', '192.0.2.1')).toBe(true);
});

test('J25 one network that goes on and on keeps nobody else out', () => {
	const { clock, pace } = aPace();
	let made = 0;
	for (let second = 0; second < 600; second++) {
		clock.now = second * 1000;
		for (let n = 0; n < 10; n++) if (pace.allows('hall', `2001:db8::${n}`)) made++;
	}
	expect(made).toBeLessThan(300);
	expect(pace.allows('hall', '192.0.2.1')).toBe(true);
});
