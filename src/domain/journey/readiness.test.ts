import { expect, test } from 'vitest';
import { organisationReady, readiness } from './readiness.ts';

test('R1 an organisation is ready when somebody is there and everybody who is there is ready', () => {
	const ready = { ready: true };
	const busy = { ready: false };
	expect(organisationReady([])).toBe(false);
	expect(organisationReady([ready])).toBe(true);
	expect(organisationReady([ready, busy])).toBe(false);
	expect(organisationReady([ready, ready])).toBe(true);
});

test('R2 organisations of which nobody is there are not waited for', () => {
	const organisations = [
		{ people: 2, readyPeople: 2 },
		{ people: 3, readyPeople: 2 },
		{ people: 0, readyPeople: 0 },
		{ people: 1, readyPeople: 1 }
	];
	expect(readiness(organisations)).toEqual({ ready: 2, of: 3 });
	expect(readiness([])).toEqual({ ready: 0, of: 0 });
});
