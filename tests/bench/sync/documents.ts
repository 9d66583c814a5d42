import * as Y from 'yjs';
import { seeded } from './pace.ts';

/** Client ids of who wrote. */
export const clients = Array.from({ length: 20 }, (_, i) => 1000 + i);

/** What each of so many acts on a board emitted, in order. */
export function updatesOf(acts: number): Uint8Array[] {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	write(doc, acts, 1);
	return updates;
}

/** The document after all of them. */
export function documentAfter(acts: number): Y.Doc {
	const doc = new Y.Doc();
	// A hundred in each transaction is quicker and ends in the same document.
	write(doc, acts, 100);
	return doc;
}

/** Twenty people type key by key, now here, now there, and move cards: one act in ten. The same in each run. */
function write(doc: Y.Doc, acts: number, perTransaction: number): void {
	const random = seeded(acts);
	const cursors = clients.map(() => 0);
	const text = new Y.Text();
	doc.clientID = clients[0]!;
	doc.getMap('texts').set('v1.means', text);
	for (let done = 1; done < acts; done += perTransaction)
		doc.transact(() => {
			for (let act = done; act < Math.min(acts, done + perTransaction); act++) doOne(act);
		});

	function doOne(act: number): void {
		const who = Math.floor(random() * clients.length);
		doc.clientID = clients[who]!;
		if (random() < 0.1) move(who);
		else type(who, 'abcdefghijklmnopqrstuvwxyz '[act % 27]!);
	}

	function move(who: number): void {
		const card = `card${String(Math.floor(random() * 300)).padStart(8, '0')}`;
		doc.getMap('place').set(card, { group: `group${who}00000`, on: null, order: random() });
	}

	function type(who: number, letter: string): void {
		if (random() < 0.1) cursors[who] = Math.floor(random() * text.length);
		const at = Math.min(cursors[who]!, text.length);
		text.insert(at, letter);
		for (let other = 0; other < cursors.length; other++) if (cursors[other]! >= at) cursors[other]!++;
	}
}

/** A board with so many cards, of which the document takes so many bytes. */
export function boardOf(bytes: number): Y.Doc {
	const random = seeded(bytes);
	const doc = new Y.Doc();
	doc.clientID = 1000;
	const perCard = 500;
	const words = 'Wij willen dat iedereen in de buurt iemand kent die even langskomt. '.repeat(6);
	doc.transact(() => {
		for (let card = 0; card * perCard < bytes; card++)
			doc.getMap('cards').set(`card${String(card).padStart(8, '0')}`, {
				text: words.slice(0, 340 + Math.floor(random() * 60)),
				prompt: 'prompt0001',
				organisation: 'organisation1',
				order: card,
				onBehalf: false
			});
	});
	return doc;
}
