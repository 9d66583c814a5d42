import 'fake-indexeddb/auto';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { until } from '#lib/ui/shown.svelte.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { forgetAll, forgetSaved, hasUnsent } from './device.ts';
import { FarEnd } from './far-end.ts';
import { keepLost } from './lost-words.ts';
import { readLost } from './lost-words.svelte.ts';
import { OwnCards } from './own.svelte.ts';

const step = 'stepvalues01';
const anna = 'annadirector';
let server: FarEnd;

beforeEach(() => {
	server = new FarEnd();
	vi.stubGlobal('fetch', async () => new Response());
	localStorage.clear();
});

/** Somebody's page; `leave` is what happens to it when they go elsewhere. */
function openPage(notebook: string): { own: OwnCards; leave: () => void } {
	server.doc(ownDocument(step, notebook));
	const own = new OwnCards(step, notebook, []);
	const leave = own.open();
	onTestFinished(leave);
	return { own, leave };
}

const copies = async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('siroop/'));

/** A card that the server has, a card that it has not, and a sentence under way. */
async function annaWrites(): Promise<void> {
	const { own, leave } = openPage(anna);
	await until(() => own.add('1', 'opgeslagen').ok);
	await until(() => own.saved === 'saved');
	dispatchEvent(new Event('offline'));
	onTestFinished(() => void dispatchEvent(new Event('online')));
	expect(own.add('1', 'alleen hier').ok).toBe(true);
	own.setDraft('1', 'een halve zin');
	leave();
	await until(() => hasUnsent());
}

test('J31 who signs out leaves nothing on the device: no copy, no sentence, nothing that was lost', async () => {
	await annaWrites();
	keepLost(anna, ownDocument(step, anna), 'niet aangenomen');
	expect((await copies()).length).toBeGreaterThan(0);
	await forgetAll();
	expect(hasUnsent()).toBe(false);
	expect(Object.keys(localStorage)).toEqual([]);
	expect(await copies()).toEqual([]);
});

test('J31 it is asked first for whatever is nowhere else, and for nothing besides', async () => {
	expect(hasUnsent()).toBe(false);
	keepLost(anna, ownDocument(step, anna), 'niet aangenomen');
	expect(hasUnsent()).toBe(true);
	readLost(anna);
	expect(hasUnsent()).toBe(false);
	const { own } = openPage(anna);
	own.setDraft('1', 'een halve zin');
	expect(hasUnsent()).toBe(true);
	await until(() => !hasUnsent());
	expect(own.saved).toBe('saved');
});

test('J31 a session that is ended from elsewhere leaves what nobody else has, and the next one sees none of it', async () => {
	await annaWrites();
	await forgetSaved();
	expect(hasUnsent()).toBe(true);
	const bas = openPage('basdirector1').own;
	expect([bas.cards, bas.draft('1')]).toEqual([[], '']);
	const { own } = openPage(anna);
	await until(() => own.cards.length > 0);
	expect(own.draft('1')).toBe('een halve zin');
});
