import { expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { AwarenessTable, encodeChanges } from './awareness.ts';

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

function broadcast(table: AwarenessTable, awareness: Awareness): void {
	const changes = table.takeChanges();
	if (changes.size > 0) applyAwarenessUpdate(awareness, encodeChanges(changes), 'server');
}

it('passes on the newest state once, under the name of the session', () => {
	const table = new AwarenessTable();
	const [one, two] = [browser(1), browser(2)];
	one.setLocalState({ user: { name: 'The Mayor' }, holding: 'c1' });
	table.accept(anna, updateOf(one));
	one.setLocalStateField('holding', 'c2');
	table.accept(anna, updateOf(one));
	broadcast(table, two);
	expect(two.getStates().get(1)).toEqual({ user: { name: 'Anna', organisation: 'ggd' }, holding: 'c2' });
	expect(table.takeChanges().size).toBe(0);
	expect(table.all()).not.toBeNull();
});

it('[F16][F18] an echo of others, an old clock, and a second id of one connection are dropped', () => {
	const table = new AwarenessTable();
	const [one, two] = [browser(1), browser(2)];
	table.accept(anna, updateOf(one));
	table.accept(bas, updateOf(two));
	broadcast(table, one);
	expect(one.getStates().size).toBe(2);
	// What the stock client does with what it got: it sends it back.
	table.accept(anna, updateOf(one, 1, 2));
	table.accept(anna, updateOf(one));
	table.accept(anna, updateOf(browser(3)));
	expect(table.takeChanges().size).toBe(0);
});

it("[F18] an id of someone else can't be taken, one's own can: the old socket is dead", () => {
	const table = new AwarenessTable();
	const one = browser(1);
	table.accept(anna, updateOf(one));
	one.setLocalState({ holding: 'stolen' });
	table.accept(bas, updateOf(one));
	const watcher = browser(9);
	broadcast(table, watcher);
	expect(watcher.getStates().get(1)).not.toHaveProperty('holding');

	const again = { ...anna };
	table.accept(again, updateOf(one));
	table.leave(anna);
	broadcast(table, watcher);
	expect(watcher.getStates().get(1)).toMatchObject({ holding: 'stolen' });
});

it('[F17] who leaves is gone at once, and visible again with the next thing they do', () => {
	const table = new AwarenessTable();
	const [one, watcher] = [browser(1), browser(9)];
	table.accept(anna, updateOf(one));
	broadcast(table, watcher);
	expect(watcher.getStates().has(1)).toBe(true);
	table.leave(anna);
	broadcast(table, watcher);
	expect(watcher.getStates().has(1)).toBe(false);
	expect(table.all()).toBeNull();
	one.setLocalState({ back: true });
	table.accept(anna, updateOf(one));
	broadcast(table, watcher);
	expect(watcher.getStates().get(1)).toMatchObject({ back: true });
});

it('[F17] a client that says goodbye itself is gone too', () => {
	const table = new AwarenessTable();
	const [one, watcher] = [browser(1), browser(9)];
	table.accept(anna, updateOf(one));
	broadcast(table, watcher);
	one.setLocalState(null);
	table.accept(anna, updateOf(one));
	broadcast(table, watcher);
	expect(watcher.getStates().has(1)).toBe(false);
	expect(table.all()).toBeNull();
});

it('a screen that is nobody says nothing; what is no awareness throws', () => {
	const table = new AwarenessTable();
	table.accept({ participant: null, name: '', organisation: null }, updateOf(browser(1)));
	expect(table.takeChanges().size).toBe(0);
	expect(() => table.accept(anna, Uint8Array.of(1, 1))).toThrow();
	const list = browser(1);
	list.setLocalState([1] as never);
	expect(() => table.accept(anna, updateOf(list))).toThrow('object or null');
});

it('[F18] an update about more people than a document holds is no awareness, and is not read to its end', () => {
	const table = new AwarenessTable();
	// Of each an id of two bytes, a clock and an empty state: far more than anyone was sent of others.
	const crowd = new Uint8Array(4 * 100_000).map((_, i) => [0x80, 1, 1, 0][i % 4]!);
	expect(() => table.accept(anna, Uint8Array.of(0xa0, 0x8d, 0x06, ...crowd))).toThrow();
	expect(table.takeChanges().size).toBe(0);
});
