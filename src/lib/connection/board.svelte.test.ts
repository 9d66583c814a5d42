import { flushSync } from 'svelte';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import * as Y from 'yjs';
import { until, watch } from '#lib/ui/shown.svelte.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { close } from '#wire/protocol.ts';
import { Board } from './board.svelte.ts';
import { FarEnd } from './far-end.ts';
import { ourHeader } from '#wire/ours.ts';

const step = 'stepvalues01';
let server: FarEnd;
/** As the server has it. */
let doc: Y.Doc;
/** What waits for the next frame. */
let frame: (() => void) | null;

beforeEach(() => {
	// For as long as this file runs: a document that was left goes on for a while with what is under way.
	server = new FarEnd();
	doc = server.doc(boardDocument(step));
	frame = null;
	vi.stubGlobal('fetch', async () => new Response(null, { headers: { [ourHeader]: '1' } }));
	vi.stubGlobal('requestAnimationFrame', (act: () => void) => ((frame = act), 1));
	vi.stubGlobal('cancelAnimationFrame', () => (frame = null));
});

function paint(): void {
	const act = frame;
	frame = null;
	act?.();
	flushSync();
}
const isPainted = (is: () => boolean) => until(() => (paint(), is()));

function open(first = lying('van load')): Board {
	const board = new Board(step, first);
	onTestFinished(board.open());
	return board;
}
const lying = (...texts: string[]) => ({
	groups: [],
	loose: texts.map((text, order) => ({ ...cardOf(text, order), id: text, under: [] })),
	count: texts.length
});
const cardOf = (text: string, order: number) => ({
	text,
	prompt: '1',
	organisation: null,
	order,
	onBehalf: false
});
function lay(...texts: string[]): void {
	for (const [order, text] of texts.entries()) doc.getMap('cards').set(text, cardOf(text, order));
}
const loose = (board: Board) => board.view.loose.map(({ text }) => text);

function lookAt<T>(read: () => T): T[] {
	const seen: T[] = [];
	watch(() => void seen.push(read()));
	return seen;
}

test('what load gave is shown until the document is there; what changes within a frame is shown once', async () => {
	lay('een');
	const board = open();
	const seen = lookAt(() => loose(board));
	await isPainted(() => board.may.sort);
	expect([seen[0], seen.at(-1)]).toEqual([['van load'], ['een']]);
	seen.length = 0;
	lay('een', 'twee');
	lay('een', 'twee', 'drie');
	// Who asks outside an effect need not wait for a frame.
	expect(loose(board)).toEqual(['een', 'twee', 'drie']);
	flushSync();
	expect(seen).toEqual([]);
	paint();
	expect(seen).toEqual([['een', 'twee', 'drie']]);
});

test('an act is there at once, to be taken back, and no view is made anew for what is only saved', async () => {
	lay('een');
	const board = open();
	await isPainted(() => board.may.sort);
	server.isSlow = true;
	const undoable = lookAt(() => board.canUndo);
	const group = board.newGroup(['een'], 'Nabij');
	expect([board.view.groups[0]?.id, board.canUndo, board.canRedo, board.saved]).toEqual([
		group,
		true,
		false,
		'saving'
	]);
	paint();
	expect(undoable).toEqual([false, true]);
	const { view } = board;
	server.rule();
	expect(board.view).toBe(view);
	board.undo();
	expect([board.view.groups, board.canUndo, board.canRedo]).toEqual([[], false, true]);
});

test('a document that strayed leaves in sight what stood there, until the next one has it all', async () => {
	lay('een');
	doc.getMap<Y.Text>('texts').set('value00001.name', new Y.Text('Nabij'));
	const board = open();
	await isPainted(() => board.may.sort);
	const [seen, texts] = [lookAt(() => loose(board)), lookAt(() => board.text('value00001.name'))];
	const words = lookAt(() => board.text('value00001.name')?.current);
	server.hangUp(close.diverged, 'epoch');
	paint();
	expect([board.may, loose(board)]).toEqual([{ sort: false, write: false }, ['een']]);
	server.closed = null;
	await isPainted(() => board.may.sort);
	lay('een', 'twee');
	doc.getMap<Y.Text>('texts').get('value00001.name')!.insert(5, 'heid');
	await isPainted(() => seen.at(-1)!.length === 2);
	for (const shown of seen) expect(shown[0]).toBe('een');
	// It is the same field, with the caret where it was.
	expect(new Set(texts).size).toBe(1);
	expect(words.filter((text, at) => text !== words[at - 1])).toEqual(['Nabij', 'Nabijheid']);
});

test('a text that the server makes is there for who waits for it', async () => {
	const board = open();
	const seen = lookAt(() => board.text('value00001.name')?.current ?? null);
	await isPainted(() => board.may.write);
	expect(new Set(seen)).toEqual(new Set([null]));
	seen.length = 0;
	doc.getMap<Y.Text>('texts').set('value00001.name', new Y.Text('Nabij'));
	flushSync();
	expect(seen).toEqual(['Nabij']);
});

test('where sockets are blocked load says what lies there; as soon as they are not, the document', async () => {
	lay('een');
	const board = open();
	const seen = lookAt(() => loose(board));
	await isPainted(() => board.may.sort);
	server.hangUp(1006);
	await isPainted(() => board.saved === 'blocked');
	expect([board.may.sort, seen.at(-1)]).toEqual([false, ['een']]);
	board.onLoad(lying('een', 'later'));
	flushSync();
	expect(seen.at(-1)).toEqual(['een', 'later']);
	server.closed = null;
	await isPainted(() => board.saved === 'saved' && board.may.sort);
	expect(seen.at(-1)).toEqual(['een']);
	board.onLoad(lying('oud'));
	flushSync();
	expect(seen.at(-1)).toEqual(['een']);
});

test('a stage without a board takes the pen away, and gives it back when it shows one again', async () => {
	lay('een');
	const board = open();
	const seen = lookAt(() => loose(board));
	await isPainted(() => board.may.sort);
	seen.length = 0;
	server.hangUp(close.forbidden, 'not-open-yet');
	await isPainted(() => !board.may.sort);
	expect(board.saved).toBe('saved');
	server.closed = null;
	await isPainted(() => board.may.sort);
	for (const shown of seen) expect(shown).toEqual(['een']);
});
