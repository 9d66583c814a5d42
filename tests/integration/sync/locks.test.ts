import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { until } from '../../support/sync-client.ts';
import { anna, bas, board, journey, onDisk, openTestServer, screen } from './test-server.ts';

const group = (title: string) => ({ title, order: 1 });
const titles = (doc: Y.Doc) =>
	[...doc.getMap('groups').values()].map((value) => (value as { title: string }).title).sort();

describe('locks and readers', () => {
	it('[F5] a lock tells at once, gives a second of grace, then refuses without a trace', async () => {
		const host = await openTestServer();
		const [editor, other] = [await host.join(anna, board), await host.join(bas, board)];
		editor.doc.getMap('groups').set('g1', group('before'));
		await until(() => editor.isSaved, 'the first to be saved');

		host.app.boardRoots = [];
		host.sync.recheck(journey);
		await until(() => editor.policy?.write.length === 0, 'the policy');
		editor.doc.getMap('groups').set('g2', group('under way'));
		await until(() => editor.isSaved, 'the sentence under way to be saved');

		// Grace has ended for this client when the server says no.
		const closed = editor.closed.then(() => true);
		for (let i = 0; !editor.refusal; i++) {
			editor.doc.getMap('place').set('c1', { group: null, on: null, order: i });
			await Promise.race([closed, until(() => editor.isSaved || editor.refusal, 'an answer')]);
		}
		expect(await editor.closed).toEqual({ code: 4409, reason: 'locked' });
		expect(editor.refusal).toEqual({ code: 4409, reason: 'locked' });
		expect(titles(other.doc)).toEqual(['before', 'under way']);
	});

	it('[F5] what was forbidden is nowhere, and everything else intact, after the unlock', async () => {
		const host = await openTestServer({ limits: { graceMs: 0 } });
		const doc = new Y.Doc();
		const editor = host.stock(anna, board, doc);
		const other = await host.join(bas, board);
		await until(() => editor.synced, 'synced');
		doc.getMap('groups').set('g1', group('A'));
		await until(() => titles(other.doc).length === 1, 'A');

		host.app.boardRoots = [];
		host.sync.recheck(journey);
		await until(() => other.policy?.write.length === 0, 'the lock');
		const closed = new Promise((resolve) => editor.on('closed', resolve));
		doc.getMap('groups').set('g2', group('B is forbidden'));
		expect(await closed).toMatchObject({ code: 4409 });

		host.app.boardRoots = ['groups', 'place'];
		host.sync.recheck(journey);
		await until(() => other.policy?.write.length === 2, 'the unlock');
		// The client rebuilds its document, as 4409 asks.
		const rebuilt = host.stock(anna, board);
		await until(() => rebuilt.synced, 'synced again');
		rebuilt.doc.getMap('groups').set('g3', group('C'));
		other.doc.getMap('groups').set('g4', group('D'));
		await until(() => titles(rebuilt.doc).length === 3 && titles(other.doc).length === 3, 'C and D');
		expect(titles(other.doc)).toEqual(['A', 'C', 'D']);
		expect(titles(rebuilt.doc)).toEqual(['A', 'C', 'D']);
		expect(titles(await onDisk(host.file, board))).toEqual(['A', 'C', 'D']);
		expect(other.hasReceived('forbidden')).toBe(false);
	});

	it('a root that is not writable now is refused as a lock, an open one beside it is not', async () => {
		const host = await openTestServer();
		const [editor, other] = [await host.join(anna, board), await host.join(bas, board)];
		host.app.boardRoots = ['place'];
		host.sync.recheck(journey);
		await until(
			() => other.policy?.write.length === 1 && editor.policy?.write.length === 1,
			'the new rights'
		);
		other.doc.getMap('place').set('c1', { group: null, on: null, order: 1 });
		await until(() => other.isSaved, 'place to be saved');
		editor.doc.getMap('cards').set('c1', { text: 'not mine to make' });
		expect(await editor.closed).toEqual({ code: 4409, reason: 'locked' });
		expect(other.hasReceived('not mine')).toBe(false);
	});

	it('[F5] an observer is never asked for its document, and cannot write', async () => {
		const host = await openTestServer();
		host.app.boardRoots = [];
		const doc = new Y.Doc();
		doc.getMap('groups').set('g1', group('from a copy'));
		const observer = await host.join(anna, board, doc);
		await until(() => observer.policy, 'the policy');
		const isStep1 = (bytes: Uint8Array) => bytes[0] === 0 && bytes[1] === 0;
		expect(observer.frames.some(isStep1)).toBe(false);
		// Holding something is no offence; sending it is.
		doc.getMap('groups').set('g2', group('smuggled'));
		expect(await observer.closed).toEqual({ code: 4409, reason: 'locked' });
		expect(titles(await host.sync.read(board, (it) => it))).toEqual([]);
	});

	it('a screen reads a board and cannot write', async () => {
		const host = await openTestServer();
		const [beamer, editor] = [await host.join(screen, board), await host.join(anna, board)];
		editor.doc.getMap('groups').set('g1', group('Zorg'));
		await until(() => titles(beamer.doc).length === 1, 'the group');
		beamer.doc.getMap('groups').delete('g1');
		expect(await beamer.closed).toEqual({ code: 4409, reason: 'locked' });
		expect(titles(await host.sync.read(board, (doc) => doc))).toEqual(['Zorg']);
	});

	it('[F5] what a reader made offline arrives when it may write again', async () => {
		const host = await openTestServer();
		host.app.boardRoots = [];
		const doc = new Y.Doc();
		doc.getMap('groups').set('g1', group('made offline'));
		const client = await host.join(anna, board, doc);
		host.app.boardRoots = ['groups'];
		host.sync.recheck(journey);
		await until(() => client.sent === 1 && client.isSaved, 'the answer to step 1');
		expect(titles(await onDisk(host.file, board))).toEqual(['made offline']);
	});

	it('texts: the server makes the keys, everyone edits together under them', async () => {
		const host = await openTestServer();
		host.app.boardRoots = ['texts'];
		await host.sync.change(board, (doc) => doc.getMap('texts').set('v1.means', new Y.Text('dat betekent ')));
		const [one, two] = [await host.join(anna, board), await host.join(bas, board)];
		const textOf = (doc: Y.Doc) => doc.getMap('texts').get('v1.means') as Y.Text;
		textOf(one.doc).insert(13, 'zorg');
		textOf(two.doc).delete(0, 3);
		await until(() => one.isSaved && two.isSaved, 'both to be saved');
		await until(() => String(textOf(one.doc)) === String(textOf(two.doc)), 'the same text');
		expect(String(textOf(one.doc))).toBe(' betekent zorg');
		one.doc.getMap('texts').set('v2.means', new Y.Text('my own key'));
		expect(await one.closed).toEqual({ code: 4422, reason: 'server-key' });
		two.doc.getMap('texts').delete('v1.means');
		expect(await two.closed).toEqual({ code: 4422, reason: 'server-key' });
		const left = await host.sync.read(board, (doc) => doc.getMap('texts').toJSON());
		expect(left).toEqual({ 'v1.means': ' betekent zorg' });
	});
});
