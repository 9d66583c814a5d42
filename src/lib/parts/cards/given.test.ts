import { beforeEach, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { Given } from './given.svelte.ts';
import { ourHeader } from '#wire/ours.ts';

const invalidate = vi.hoisted(() => vi.fn<(what: string) => Promise<void>>());
vi.mock('$app/navigation', () => ({ invalidate }));
vi.mock('$app/state', () => ({ navigating: { to: null } }));
vi.mock('$app/forms', () => ({ deserialize: (text: string): unknown => JSON.parse(text) }));

/** What the server has, as `load` says after the next `invalidate`. */
let counted: { group: string; dots: number }[];
let given: Given;
let site: { isThere: boolean; posts: object[] };
beforeEach(() => {
	counted = [{ group: 'near', dots: 1 }];
	invalidate.mockReset().mockResolvedValue();
	site = { isThere: true, posts: [] };
	vi.stubGlobal('location', { origin: 'http://localhost' });
	vi.stubGlobal('fetch', async (address: string, { body }: RequestInit = {}) => {
		if (!site.isThere) throw new TypeError('no network');
		if (address.endsWith('robots.txt')) return new Response(null, { headers: { [ourHeader]: '1' } });
		site.posts.push(Object.fromEntries(body as URLSearchParams));
		return Response.json({ type: 'success', status: 200 });
	});
	given = new Given(() => counted);
});

type Result =
	{ type: 'success' } | { type: 'error'; status?: number } | { type: 'failure'; data: { message: string } };

/** A press; answers what brings the server's answer. */
function press(group: string, dots: number): (result: Result) => Promise<void> {
	const formData = new FormData();
	formData.set('group', group);
	formData.set('dots', String(dots));
	const answered = given.send({ formData } as Parameters<typeof given.send>[0]) as (
		at: object
	) => Promise<void>;
	return (result) => answered({ result });
}

test('W3 a press shows at once, and what the server has counts when it answered', async () => {
	expect([given.on('near'), given.on('proud')]).toEqual([1, 0]);
	const answer = press('near', 2);
	expect([given.on('near'), given.saving]).toEqual([2, true]);
	expect(given.all([{ id: 'near' }, { id: 'proud' }])).toBe(2);
	counted = [{ group: 'near', dots: 3 }];
	await answer({ type: 'success' });
	expect(invalidate.mock.calls).toEqual([['siroop:step']]);
	expect([given.on('near'), given.saving, given.refused]).toEqual([3, false, null]);
});

test('W3 of several presses the step is read again after the last answer, and none jumps back before it', async () => {
	const [first, second] = [press('near', 2), press('near', 3)];
	await first({ type: 'success' });
	expect(invalidate).not.toHaveBeenCalled();
	expect([given.on('near'), given.saving]).toEqual([3, true]);
	counted = [{ group: 'near', dots: 3 }];
	await second({ type: 'success' });
	expect(invalidate).toHaveBeenCalledOnce();
	expect([given.on('near'), given.saving]).toEqual([3, false]);
});

test('W3 a press while the step is read again stays on the screen', async () => {
	let read = () => {};
	invalidate.mockImplementation(() => new Promise((resolve) => (read = resolve)));
	const reading = press('near', 2)({ type: 'success' });
	press('near', 4);
	read();
	await reading;
	expect([given.on('near'), given.saving]).toEqual([4, true]);
});

test('W3 a refused press goes back to what the server has, and says why', async () => {
	await press('near', 9)({ type: 'failure', data: { message: 'Zoveel stippen heb je niet.' } });
	expect([given.on('near'), given.refused]).toEqual([1, 'Zoveel stippen heb je niet.']);
	await press('near', 2)({ type: 'error', status: 500 });
	expect([given.on('near'), given.refused]).toEqual([1, m.post_failed()]);
	await press('near', 2)({ type: 'success' });
	expect(given.refused).toBeNull();
});

test('W3 a refused press goes back at once, also while another one is under way', async () => {
	const [refused] = [press('near', 9), press('proud', 1)];
	await refused({ type: 'failure', data: { message: 'Zoveel stippen heb je niet.' } });
	expect([given.on('near'), given.on('proud')]).toEqual([1, 1]);
	expect(invalidate).not.toHaveBeenCalled();
});

test('P19 a press that nothing answered stays, says that it is not there yet, and goes out when there is a line', async () => {
	site.isThere = false;
	const sent = press('near', 2)({ type: 'error' });
	await vi.waitUntil(() => given.refused !== null);
	expect([given.on('near'), given.saving, given.refused]).toEqual([2, true, m.saved_unsent()]);
	expect(invalidate).not.toHaveBeenCalled();
	site.isThere = true;
	counted = [{ group: 'near', dots: 2 }];
	await sent;
	expect(site.posts).toEqual([{ group: 'near', dots: '2' }]);
	expect([given.on('near'), given.saving, given.refused]).toEqual([2, false, null]);
});

test('P19 of two presses that nothing answered the last one goes out', async () => {
	site.isThere = false;
	const sent = [press('near', 2)({ type: 'error' }), press('near', 3)({ type: 'error' })];
	site.isThere = true;
	await Promise.all(sent);
	expect(site.posts).toEqual([{ group: 'near', dots: '3' }]);
});
