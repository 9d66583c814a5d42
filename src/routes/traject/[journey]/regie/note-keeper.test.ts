import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NoteKeeper, type Sent } from './note-keeper.svelte.ts';

const send = vi.fn<(text: string, was: string) => Promise<Sent>>();
const sent = () => send.mock.calls.map(([text]) => text);

beforeEach(() => {
	vi.useFakeTimers();
	send.mockReset().mockResolvedValue({ kept: true });
});
afterEach(() => {
	vi.useRealTimers();
});

function type(keeper: NoteKeeper, text: string) {
	keeper.text = text;
	keeper.soon();
}

test('typing is sent once, when it rests', async () => {
	const keeper = new NoteKeeper('', send);
	type(keeper, 'Inwoners');
	await vi.advanceTimersByTimeAsync(500);
	type(keeper, 'Inwoners zitten achterin.');
	await vi.advanceTimersByTimeAsync(500);
	expect(keeper.state).toBe('keeping');
	expect(sent()).toEqual([]);
	await vi.advanceTimersByTimeAsync(300);
	expect(sent()).toEqual(['Inwoners zitten achterin.']);
	expect(keeper.state).toBe('kept');
});

test('leaving sends at once, and nothing when nothing changed', async () => {
	const keeper = new NoteKeeper('Zo was het', send);
	await keeper.keep();
	expect(sent()).toEqual([]);
	type(keeper, 'Zo is het');
	await keeper.keep();
	await vi.advanceTimersByTimeAsync(800);
	expect(sent()).toEqual(['Zo is het']);
});

test('what could not be kept stays open, and goes along with the next letter', async () => {
	const keeper = new NoteKeeper('', send);
	send.mockResolvedValueOnce({ kept: false, why: null });
	type(keeper, 'a');
	await vi.advanceTimersByTimeAsync(800);
	expect(keeper.state).toBe('open');
	type(keeper, 'ab');
	await vi.advanceTimersByTimeAsync(800);
	expect(keeper.state).toBe('kept');
	expect(sent()).toEqual(['a', 'ab']);
});

test('a refusal says why until it is kept', async () => {
	const keeper = new NoteKeeper('', send);
	send.mockResolvedValueOnce({ kept: false, why: 'Te lang.' });
	type(keeper, 'een roman');
	await keeper.keep();
	expect(keeper.refusal).toBe('Te lang.');
	type(keeper, 'een zin');
	await keeper.keep();
	expect(keeper.refusal).toBeNull();
});

test('what was typed while the note was on its way is sent too', async () => {
	const keeper = new NoteKeeper('', send);
	const { promise, resolve } = Promise.withResolvers<Sent>();
	send.mockReturnValueOnce(promise);
	type(keeper, 'eerst');
	await vi.advanceTimersByTimeAsync(800);
	type(keeper, 'eerst dit');
	resolve({ kept: true });
	await vi.advanceTimersByTimeAsync(0);
	expect(keeper.state).toBe('keeping');
	await vi.advanceTimersByTimeAsync(800);
	expect(sent()).toEqual(['eerst', 'eerst dit']);
	expect(keeper.state).toBe('kept');
});

test('F9 what somebody else wrote meanwhile holds everything until she says which it shall be', async () => {
	const keeper = new NoteKeeper('', send);
	send.mockResolvedValueOnce({ kept: false, why: 'Intussen veranderd.', stands: 'Van Cor' });
	type(keeper, 'Van mij');
	await keeper.keep();
	expect([keeper.text, keeper.other, keeper.refusal]).toEqual(['Van mij', 'Van Cor', 'Intussen veranderd.']);
	type(keeper, 'Van mij!');
	await vi.advanceTimersByTimeAsync(800);
	expect(sent()).toEqual(['Van mij']);
	await keeper.choose('mine');
	expect(send.mock.calls.at(-1)).toEqual(['Van mij!', 'Van Cor']);
	expect([keeper.other, keeper.state]).toEqual([null, 'kept']);
});

test('F9 or takes what the other wrote', async () => {
	const keeper = new NoteKeeper('', send);
	send.mockResolvedValueOnce({ kept: false, why: 'Intussen veranderd.', stands: 'Van Cor' });
	type(keeper, 'Van mij');
	await keeper.keep();
	await keeper.choose('other');
	expect([keeper.text, keeper.state, sent().length]).toEqual(['Van Cor', 'kept', 1]);
});

test('F8 who has not typed sees what somebody else wrote', async () => {
	const keeper = new NoteKeeper('', send);
	keeper.read('Van Cor');
	expect(keeper.text).toBe('Van Cor');
	type(keeper, 'Van Cor en mij');
	keeper.read('Van Gea');
	expect(keeper.text).toBe('Van Cor en mij');
});
