import type { ActionResult } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { invalidate } from '$app/navigation';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { messageAt, post } from './answer.ts';
import { Posting, refusedBefore } from './posting.svelte.ts';

vi.mock('$app/navigation', () => ({ invalidate: vi.fn() }));
vi.mock('$app/forms', () => ({ applyAction: vi.fn(), deserialize: (text: string) => JSON.parse(text) }));
beforeEach(() => vi.clearAllMocks());

/** A press on the button of a form. Null: it was not sent. */
function press(posting: Posting, text = ''): ((result: ActionResult) => Promise<void>) | null {
	const cancel = vi.fn();
	const formData = new FormData();
	formData.set('text', text);
	const event = { formData, cancel } as unknown as Parameters<Posting['send']>[0];
	const answered = posting.send(event) as (given: { result: ActionResult }) => Promise<void>;
	return cancel.mock.calls.length > 0 ? null : (result) => answered({ result });
}

const success = { type: 'success', status: 200, data: { id: 'new' } } as const;
const refusal = { type: 'failure', status: 400, data: { field: 'text', message: 'Te lang.' } } as const;
const broken = { type: 'error', error: { message: 'Internal' } } as ActionResult;

test('C8 goes out once, however often the button is pressed, and again when it was answered', async () => {
	const posting = new Posting();
	const answer = press(posting);
	expect(posting.busy).toBe(true);
	expect(press(posting)).toBeNull();
	await answer!(success);
	expect(posting.busy).toBe(false);
	expect(press(posting)).not.toBeNull();
});

test('what was done is told first, then what is shown is read again', async () => {
	const told: unknown[] = [];
	vi.mocked(invalidate).mockImplementation(async (what) => void told.push(what));
	const posting = new Posting({
		onDone: (given, data) => void told.push([given.get('text'), data]),
		onRefused: () => expect.unreachable()
	});
	posting.refused = { message: 'Eerst nog iets' };
	await press(posting, 'Dichtbij')!(success);
	await press(posting, 'Nabij')!({ type: 'success', status: 200 });
	expect(told).toEqual([['Dichtbij', { id: 'new' }], 'siroop:step', ['Nabij', {}], 'siroop:step']);
	expect(posting.refused).toBeNull();
});

test.each([
	['while the step is read again the next press may come', false],
	['a form that holds is busy until the step was read again', true]
])('%s', async (_, holds) => {
	const posting = new Posting({ holds });
	let wasBusy: boolean | null = null;
	vi.mocked(invalidate).mockImplementation(async () => void (wasBusy = posting.busy));
	await press(posting)!(success);
	expect([wasBusy, posting.busy]).toEqual([holds, false]);
});

test('a refusal stands beside the form with its field until it is done after all', async () => {
	const told: unknown[] = [];
	const posting = new Posting({ onRefused: (_, { message }) => void told.push(message) });
	expect(posting.isAnswered).toBe(false);
	await press(posting)!(refusal);
	expect(told).toEqual(['Te lang.']);
	expect(posting.refused).toMatchObject({ field: 'text', message: 'Te lang.' });
	expect(posting.isAnswered).toBe(true);
	expect(invalidate).not.toHaveBeenCalled();
	await press(posting)!(success);
	expect(posting.refused).toBeNull();
});

test('what broke, or a lost connection, is a sentence and no error page', async () => {
	const told = vi.fn();
	const posting = new Posting({ onDone: () => expect.unreachable(), onRefused: told });
	await press(posting)!(broken);
	expect(posting.refused).toEqual({ reason: 'failed', message: m.post_failed() });
	expect(told).toHaveBeenCalledOnce();
	const spoken = new Posting({ failed: () => 'Probeer het nog eens.' });
	await press(spoken)!(broken);
	expect(spoken.refused?.message).toBe('Probeer het nog eens.');
	expect(applyAction).not.toHaveBeenCalled();
	expect(invalidate).not.toHaveBeenCalled();
});

test('another place to go is gone to', async () => {
	const posting = new Posting({ onDone: () => expect.unreachable() });
	const elsewhere = { type: 'redirect', status: 303, location: '/' } as const;
	await press(posting)!(elsewhere);
	expect(applyAction).toHaveBeenCalledExactlyOnceWith(elsewhere);
	expect(posting.refused).toBeNull();
});

test('a form that came to stand for another act sends that one, and is busy with the last', async () => {
	let act = 'next';
	const posting = new Posting({ act: () => act, holds: true });
	const first = press(posting);
	act = 'back';
	const second = press(posting);
	expect(second).not.toBeNull();
	await first!(success);
	expect(posting.busy).toBe(true);
	await second!(success);
	expect(posting.busy).toBe(false);
});

test('one that holds is busy until what it did is shown', async () => {
	const { promise, resolve } = Promise.withResolvers<void>();
	const posting = new Posting({ holds: true, refresh: () => promise });
	const answered = press(posting)!(success);
	await Promise.resolve();
	expect(posting.busy).toBe(true);
	resolve();
	await answered;
	expect(posting.busy).toBe(false);
});

test('without a form: done, refused, or not heard, also where a portal answers', async () => {
	const answers = [
		Response.json({ type: 'success', status: 200 }),
		Response.json({ type: 'failure', status: 400, data: { message: 'Te lang.' } }),
		new Response('<html>Wifi van de zaal</html>')
	];
	vi.stubGlobal('fetch', async () => answers.shift() ?? Promise.reject(new TypeError('no network')));
	expect(await post('act', {})).toEqual({ kind: 'done', data: {} });
	expect(await post('act', {})).toMatchObject({ kind: 'refused', refused: { message: 'Te lang.' } });
	expect(await post('act', {})).toEqual({ kind: 'unheard' });
	expect(await post('act', {})).toEqual({ kind: 'unheard' });
	vi.unstubAllGlobals();
});

test('the sentence of a refusal belongs to its own field', () => {
	const refused = { field: 'text', message: 'Te lang.' };
	expect([messageAt(refused, 'text'), messageAt(refused, 'name'), messageAt(null, 'text')]).toEqual([
		'Te lang.',
		null,
		null
	]);
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
