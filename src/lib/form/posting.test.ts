import { beforeEach, describe, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { Posting, refusedBefore } from './posting.svelte.ts';

const { applyAction, invalidate } = vi.hoisted(() => ({ applyAction: vi.fn(), invalidate: vi.fn() }));
vi.mock('$app/forms', () => ({ applyAction }));
vi.mock('$app/navigation', () => ({ invalidate }));
beforeEach(() => void [applyAction, invalidate].forEach((mock) => mock.mockReset()));

/** Sends the form; answers what brings the server's answer, or null when it was not sent. */
function send(posting: Posting, fields: Record<string, string> = {}) {
	const formData = new FormData();
	for (const [name, value] of Object.entries(fields)) formData.set(name, value);
	const cancel = vi.fn();
	const answered = posting.send({ formData, cancel } as unknown as Parameters<Posting['send']>[0]);
	if (cancel.mock.calls.length > 0) return null;
	return (result: object) => (answered as (at: object) => Promise<void>)({ result });
}

test('C8 a second press while the first is under way sends nothing', async () => {
	const posting = new Posting();
	const answer = send(posting)!;
	expect(posting.busy).toBe(true);
	expect(send(posting)).toBeNull();
	await answer({ type: 'success' });
	expect(posting.busy).toBe(false);
	expect(send(posting)).not.toBeNull();
});

test('what was done is told before the step is read again', async () => {
	const order: unknown[] = [];
	invalidate.mockImplementation((what: string) => void order.push(what));
	const posting = new Posting({
		onDone: (given, data) => void order.push([given.get('text'), data]),
		onRefused: () => expect.unreachable()
	});
	posting.refused = { message: 'Eerst nog iets' };
	await send(posting, { text: 'Dichtbij' })!({ type: 'success', data: { revealed: 2 } });
	await send(posting, { text: 'Nabij' })!({ type: 'success' });
	expect(order).toEqual([['Dichtbij', { revealed: 2 }], 'siroop:step', ['Nabij', {}], 'siroop:step']);
	expect(posting.refused).toBeNull();
});

test.each([
	['while the step is read again the next press may come', false],
	['a form that holds is busy until the step was read again', true]
])('%s', async (_, holds) => {
	const posting = new Posting({ holds });
	let wasBusy: boolean | null = null;
	invalidate.mockImplementation(() => void (wasBusy = posting.busy));
	await send(posting)!({ type: 'success' });
	expect([wasBusy, posting.busy]).toEqual([holds, false]);
});

test('a refusal, and a connection that is lost, are a sentence beside the form', async () => {
	const failed = vi.fn();
	const posting = new Posting({ onDone: () => expect.unreachable(), onRefused: failed });
	await send(posting, { text: '' })!({
		type: 'failure',
		data: { field: 'text', message: 'Er staat niets.' }
	});
	expect(posting.refused).toEqual({ field: 'text', message: 'Er staat niets.' });
	await send(posting)!({ type: 'error', error: new Error('offline') });
	expect(posting.refused).toEqual({ reason: 'failed', message: m.post_failed() });
	expect(failed).toHaveBeenCalledTimes(2);
	expect(invalidate).not.toHaveBeenCalled();
});

test('where the server sends the page elsewhere, it goes', async () => {
	const posting = new Posting({ onDone: () => expect.unreachable() });
	const result = { type: 'redirect', location: '/' };
	await send(posting)!(result);
	expect(applyAction).toHaveBeenCalledExactlyOnceWith(result);
	expect(posting.refused).toBeNull();
});

describe('what a page without a script has to say', () => {
	const form = {
		act: 'editCard',
		ok: false,
		field: 'text',
		message: 'Er staat niets.',
		given: { id: 'card1' }
	};

	test('is said of this act and this card only', () => {
		const said = { field: 'text', message: 'Er staat niets.' };
		expect(refusedBefore(form, 'editCard')).toEqual(said);
		expect(refusedBefore(form, 'editCard', 'id', 'card1')).toEqual(said);
		expect(refusedBefore(form, 'editCard', 'id', 'card2')).toBeNull();
		expect(refusedBefore(form, 'addCard')).toBeNull();
	});

	test('is nothing when nothing was refused', () => {
		expect(refusedBefore(null, 'editCard')).toBeNull();
		expect(refusedBefore({ ...form, ok: true }, 'editCard')).toBeNull();
		expect(refusedBefore({ act: 'editCard', ok: false }, 'editCard')).toBeNull();
	});
});
