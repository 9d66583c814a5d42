import * as Y from 'yjs';
import type { ClientOwner } from '#server/sync/store.ts';

/** Client ids of what stands in the documents before anyone attacks. */
export const ids = { server: 500, bas: 501, anna: 502 } as const;

/** Parts in the board of the fixture, as [client, clock]. */
export const at = {
	text: [ids.server, 0],
	/** In 'abcdef'. */
	letter: [ids.server, 1],
	lastLetter: [ids.server, 6],
	/** The type of a text that was thrown away. */
	deletedText: [ids.server, 7],
	/** A letter that was in it, cleaned away. */
	cleaned: [ids.bas, 0],
	group: [ids.bas, 3],
	deletedGroup: [ids.bas, 4],
	ofAnna: [ids.anna, 0],
	/** What comes next, to go on where somebody else stopped. */
	nextOfServer: [ids.server, 8],
	nextOfBas: [ids.bas, 5]
} as const;

export interface Stored {
	rows: Uint8Array[];
	clientOwners: ClientOwner[];
}

/** A board on which something was made, thrown away and cleaned up; the same bytes every time. */
export function boardOfFixture(): Stored {
	const rows: Uint8Array[] = [];
	const doc = new Y.Doc();
	doc.on('update', (update: Uint8Array) => rows.push(update));
	const as = (client: number, edit: () => void) => {
		doc.clientID = client;
		doc.transact(edit);
	};
	const [texts, groups] = [doc.getMap<Y.Text>('texts'), doc.getMap('groups')];
	as(ids.server, () => {
		texts.set('t', new Y.Text('abcdef'));
		texts.set('old', new Y.Text());
	});
	as(ids.bas, () => texts.get('old')!.insert(0, 'xyz'));
	as(ids.bas, () => {
		groups.set('g1', { title: 'Zorg', order: 1 });
		groups.set('g2', { title: 'Wonen', order: 2 });
	});
	as(ids.bas, () => groups.delete('g2'));
	as(ids.anna, () => groups.set('g3', { title: 'Van Anna', order: 3 }));
	as(ids.server, () => texts.delete('old'));
	return {
		rows,
		clientOwners: [
			[ids.server, '#server'],
			[ids.bas, 'basdirector1'],
			[ids.anna, 'annadirector']
		]
	};
}
