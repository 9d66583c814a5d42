import { expect, test, vi } from 'vitest';
import { actions } from './+page.server.ts';

const lead = {
	participant: 'p',
	person: 'fenna',
	role: 'lead',
	removedAt: null,
	name: 'Fenna',
	organisation: null
};

/** What the facilitator's form is answered, and what reached the act. */
async function opening(deadline: string) {
	const openUntil = vi.fn(() => Promise.resolve({ ok: true }));
	const app = {
		act: openUntil,
		journeys: { seat: () => Promise.resolve(lead) },
		paces: { form: () => true },
		seen: () => {},
		settings: { origin: null }
	};
	const url = new URL('http://siroop.test/traject/j/regie?/openUntil');
	const body = new URLSearchParams({ step: 's', deadline });
	const request = new Request(url, { method: 'POST', body, headers: { 'x-sveltekit-action': 'true' } });
	const event = {
		...{ request, url, params: { journey: 'j' }, route: { id: '/traject/[journey]/regie' } },
		...{ locals: { app, who: { person: 'fenna' } }, getClientAddress: () => '192.0.2.1' }
	};
	const post = actions.openUntil!;
	const answer: unknown = await post(event as unknown as Parameters<typeof post>[0]);
	return { answer, openUntil };
}

test('R4 a step is open until a moment by the clock of the meetings', async () => {
	const { answer, openUntil } = await opening('2026-11-12T09:30');
	expect(answer).toEqual({ ok: true });
	const deadline = Date.parse('2026-11-12T08:30Z');
	expect(openUntil).toHaveBeenCalledWith(lead, 'j', 'openUntil', {
		...{ step: 's', deadline: String(deadline), was: '{}' }
	});
});

test.each([
	['2026-02-31T09:30', 'date-invalid'],
	['2026-13-01T09:30', 'date-invalid'],
	['0026-11-12T09:30', 'year-invalid'],
	['9999-11-12T09:30', 'year-invalid'],
	['2026-11-12T24:00', 'time-invalid'],
	['2026-11-12T25:00', 'time-invalid'],
	['2026-03-29T02:30', 'time-skipped'],
	['2026-11-12', 'time-invalid'],
	['', 'date-invalid']
])('R4 D9 a moment that there is not, %j, is refused beside its field', async (given, reason) => {
	const { answer, openUntil } = await opening(given);
	expect(answer).toMatchObject({ status: 400, data: { reason, field: 'deadline' } });
	expect(openUntil).not.toHaveBeenCalled();
});
