import { beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionState } from '#lib/connection/connection-state.ts';
import type { LiveJourney } from '#lib/connection/journey.svelte.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import { Following } from './following.svelte.ts';
import { ourHeader } from '#wire/ours.ts';

const { goto, invalidate } = vi.hoisted(() => ({ goto: vi.fn(), invalidate: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto, invalidate }));

const stepAt = (id: string, stage: string, said = stage) =>
	({ id, stage, state: { part: said } }) as unknown as StepFacts;

/** Where the room is, and what this page loaded; `load` follows where it goes. */
let room: {
	facts: { step: StepFacts | null; pulls: number; journey: { id: string } };
	connection: ConnectionState;
};
let loaded: StepFacts;
let following: Following;

beforeEach(() => {
	room = {
		facts: { step: stepAt('values', 'writing'), pulls: 0, journey: { id: 'ijssel' } },
		connection: { kind: 'open' }
	};
	loaded = stepAt('values', 'writing');
	following = new Following(room as LiveJourney, () => loaded);
	goto.mockReset();
	invalidate.mockReset();
	vi.stubGlobal('location', { origin: 'http://localhost' });
	vi.stubGlobal('fetch', async () => new Response(null, { headers: { [ourHeader]: '1' } }));
	following.keep();
});

const roomGoes = (id: string, stage: string, said?: string) =>
	void (room.facts.step = stepAt(id, stage, said));

test('P4 the page shows the next stage of its step, and reads it anew', async () => {
	roomGoes('values', 'sorting');
	expect(following.where).toBe('stage');
	expect(following.step.stage).toBe('writing');
	following.keep();
	expect(following.step.stage).toBe('sorting');
	expect(following.where).toBe('together');
	await vi.waitUntil(() => invalidate.mock.calls.length > 0);
	expect(invalidate).toHaveBeenCalledExactlyOnceWith('siroop:step');
});

test('P4 who is mid-sentence stays in the stage with what was last said of it, and comes afterwards', () => {
	roomGoes('values', 'writing', 'the last of writing');
	following.keep();
	following.busy(true);
	roomGoes('values', 'sorting');
	following.keep();
	expect(following.where).toBe('wait');
	expect(following.step).toMatchObject({ stage: 'writing', state: { part: 'the last of writing' } });
	// What is loaded anew meanwhile is further than the sentence.
	loaded = stepAt('values', 'sorting');
	following.keep();
	expect(following.step).toMatchObject({ stage: 'writing', state: { part: 'the last of writing' } });
	expect(invalidate).not.toHaveBeenCalled();
	following.busy(false);
	following.keep();
	expect(following.step.stage).toBe('sorting');
});

test('P4 the page goes to the step of the room, once', () => {
	roomGoes('check-in', 'round');
	following.keep();
	following.keep();
	expect(goto).toHaveBeenCalledExactlyOnceWith('/traject/ijssel/stap/check-in');
});

test('P4 who walked to another step stays there until everyone is called, which is answered once', () => {
	loaded = stepAt('ideas', 'prepared');
	following.keep();
	expect(following.where).toBe('elsewhere');
	expect(following.isHere).toBe(false);
	expect(following.step).toBe(loaded);
	room.facts.pulls = 1;
	expect(following.where).toBe('step');
	following.keep();
	expect(goto).toHaveBeenCalledOnce();
	// It did not get there: somebody pressed a link in the second between. The call was answered.
	expect(following.where).toBe('elsewhere');
});

test('P5 a call that comes when the page is there asks for nothing later', () => {
	room.facts.pulls = 1;
	following.keep();
	loaded = stepAt('ideas', 'prepared');
	following.keep();
	expect(following.where).toBe('elsewhere');
	expect(goto).not.toHaveBeenCalled();
});

test('P5 who is called in the middle of a sentence elsewhere comes when it is done', () => {
	loaded = stepAt('ideas', 'prepared');
	following.keep();
	following.busy(true);
	room.facts.pulls = 1;
	following.keep();
	expect(following.where).toBe('wait');
	following.busy(false);
	following.keep();
	expect(goto).toHaveBeenCalledExactlyOnceWith('/traject/ijssel/stap/values');
});

test('P4 who came back to a step that the room has left is not with the group', () => {
	loaded = stepAt('ideas', 'prepared');
	following.keep();
	roomGoes('check-in', 'round');
	following.keep();
	loaded = stepAt('values', 'writing');
	following.keep();
	expect(following.where).toBe('elsewhere');
	expect(goto).not.toHaveBeenCalled();
});

test('P4 the newest facts of the stage are shown, before anything else looked at them', () => {
	roomGoes('values', 'writing', 'newer');
	expect(following.step.state).toEqual({ part: 'newer' });
	// Another step came: no stage of it is held yet.
	roomGoes('ideas', 'prepared');
	loaded = stepAt('ideas', 'prepared');
	expect([following.step.stage, following.where]).toEqual(['prepared', 'together']);
});

test('P4 who is held in a stage that the room was not in here sees what was loaded of it, or else what is said now', () => {
	following.busy(true);
	roomGoes('ideas', 'sorting');
	loaded = stepAt('ideas', 'writing', 'loaded');
	following.keep();
	expect(following.step).toMatchObject({ stage: 'writing', state: { part: 'loaded' } });
	loaded = stepAt('ideas', 'sorting', 'loaded later');
	expect(following.step).toMatchObject({ stage: 'writing', state: { part: 'sorting' } });
});

test('P4 on the way to the step of the room the page is with the group, also when the room went on', async () => {
	let arrive = () => {};
	goto.mockImplementation(() => new Promise<void>((resolve) => (arrive = resolve)));
	roomGoes('check-in', 'round');
	following.keep();
	loaded = stepAt('check-in', 'round');
	roomGoes('ideas', 'writing');
	following.keep();
	expect(goto.mock.calls.map(([where]) => String(where))).toEqual([
		'/traject/ijssel/stap/check-in',
		'/traject/ijssel/stap/ideas'
	]);
	arrive();
	await Promise.resolve();
});

test('P4 without a connection the page stays where it is', async () => {
	room.connection = { kind: 'offline' };
	following.busy(true);
	roomGoes('check-in', 'round');
	await following.come();
	expect(goto).not.toHaveBeenCalled();
	expect(following.where).toBe('wait');
});

test('P4 before the room is anywhere the page shows what it loaded, and goes nowhere', async () => {
	room.facts.step = null;
	following.keep();
	await following.come();
	expect([following.where, following.step]).toEqual(['together', loaded]);
	expect([goto, invalidate].flatMap(({ mock }) => mock.calls)).toEqual([]);
});

test('P4 words that are still in their field hold the page when the focus has left them', () => {
	class Area {
		value = 'Midden in een zin';
		isConnected = true;
	}
	vi.stubGlobal('HTMLTextAreaElement', Area);
	vi.stubGlobal('HTMLInputElement', class {});
	const area = new Area();
	following.typing(area as unknown as EventTarget);
	following.typing({} as EventTarget);
	// As long as the room is here, nobody has to be held.
	following.busy(false);
	roomGoes('values', 'sorting');
	expect(following.where).toBe('stage');
	following.busy(true);
	following.busy(false);
	expect(following.where).toBe('wait');
	area.value = ' ';
	following.busy(false);
	expect(following.where).toBe('stage');
	area.value = 'Weg';
	area.isConnected = false;
	following.busy(true);
	following.busy(false);
	expect(following.where).toBe('stage');
	vi.unstubAllGlobals();
});
