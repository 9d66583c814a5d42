import { expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { AwarenessStates, encodeChanges } from './awareness.ts';

const anna = { participant: 'anna', name: 'Anna', organisation: 'ggd' };
const bas = { participant: 'bas', name: 'Bas', organisation: null };

/** y-protocols' own class, as it runs in a browser. */
function browser(id: number): Awareness {
	const doc = new Y.Doc();
	doc.clientID = id;
	const awareness = new Awareness(doc);
	clearInterval((awareness as unknown as { _checkInterval: NodeJS.Timeout })._checkInterval);
	// The first state of all has clock 0, which y-protocols takes for one that it has seen.
	awareness.setLocalState({});
	return awareness;
}

const updateOf = (awareness: Awareness, ...ids: number[]) =>
	encodeAwarenessUpdate(awareness, ids.length > 0 ? ids : [awareness.clientID]);

function broadcast(states: AwarenessStates, awareness: Awareness): void {
	const changes = states.takeChanges();
	if (changes.size > 0) applyAwarenessUpdate(awareness, encodeChanges(changes), 'server');
}

it('passes on the newest state once, under the name of the session', () => {
	const states = new AwarenessStates();
	const [one, two] = [browser(1), browser(2)];
	one.setLocalState({ user: { name: 'The Mayor' }, holding: 'c1' });
	states.accept(anna, updateOf(one));
	one.setLocalStateField('holding', 'c2');
	states.accept(anna, updateOf(one));
	broadcast(states, two);
	expect(two.getStates().get(1)).toEqual({ user: { name: 'Anna', organisation: 'ggd' }, holding: 'c2' });
	expect(states.takeChanges().size).toBe(0);
	expect(states.all()).not.toBeNull();
});

it('[F16][F18] an echo of others, an old clock, and a second id of one connection are dropped', () => {
	const states = new AwarenessStates();
	const [one, two] = [browser(1), browser(2)];
	states.accept(anna, updateOf(one));
	states.accept(bas, updateOf(two));
	broadcast(states, one);
	expect(one.getStates().size).toBe(2);
	// What the stock client does with what it got: it sends it back.
	states.accept(anna, updateOf(one, 1, 2));
	states.accept(anna, updateOf(one));
	states.accept(anna, updateOf(browser(3)));
	expect(states.takeChanges().size).toBe(0);
});

it("[F18] an id of someone else can't be taken, one's own can: the old socket is dead", () => {
	const states = new AwarenessStates();
	const one = browser(1);
	states.accept(anna, updateOf(one));
	one.setLocalState({ holding: 'stolen' });
	states.accept(bas, updateOf(one));
	const watcher = browser(9);
	broadcast(states, watcher);
	expect(watcher.getStates().get(1)).not.toHaveProperty('holding');

	const again = { ...anna };
	states.accept(again, updateOf(one));
	states.leave(anna);
	broadcast(states, watcher);
	expect(watcher.getStates().get(1)).toMatchObject({ holding: 'stolen' });
});

it('[F17] who leaves is gone at once, and visible again with the next thing they do', () => {
	const states = new AwarenessStates();
	const [one, watcher] = [browser(1), browser(9)];
	states.accept(anna, updateOf(one));
	broadcast(states, watcher);
	expect(watcher.getStates().has(1)).toBe(true);
	states.leave(anna);
	broadcast(states, watcher);
	expect(watcher.getStates().has(1)).toBe(false);
	expect(states.all()).toBeNull();
	one.setLocalState({ back: true });
	states.accept(anna, updateOf(one));
	broadcast(states, watcher);
	expect(watcher.getStates().get(1)).toMatchObject({ back: true });
});

it('[F17] a client that says goodbye itself is gone too', () => {
	const states = new AwarenessStates();
	const [one, watcher] = [browser(1), browser(9)];
	states.accept(anna, updateOf(one));
	broadcast(states, watcher);
	one.setLocalState(null);
	states.accept(anna, updateOf(one));
	broadcast(states, watcher);
	expect(watcher.getStates().has(1)).toBe(false);
	expect(states.all()).toBeNull();
});

it('a screen that is nobody says nothing; what is no awareness throws', () => {
	const states = new AwarenessStates();
	states.accept({ participant: null, name: '', organisation: null }, updateOf(browser(1)));
	expect(states.takeChanges().size).toBe(0);
	expect(() => states.accept(anna, Uint8Array.of(1, 1))).toThrow();
	const list = browser(1);
	list.setLocalState([1] as never);
	expect(() => states.accept(anna, updateOf(list))).toThrow('object or null');
});

it('[F18] an update about more people than a document holds is no awareness, and is not read to its end', () => {
	const states = new AwarenessStates();
	// Of each an id of two bytes, a clock and an empty state: far more than anyone was sent of others.
	const crowd = new Uint8Array(4 * 100_000).map((_, i) => [0x80, 1, 1, 0][i % 4]!);
	expect(() => states.accept(anna, Uint8Array.of(0xa0, 0x8d, 0x06, ...crowd))).toThrow();
	expect(states.takeChanges().size).toBe(0);
});
