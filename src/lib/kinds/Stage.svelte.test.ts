import { createRawSnippet, flushSync, type Component } from 'svelte';
import { expect, test, vi } from 'vitest';
import Empty from '#lib/ui/Empty.svelte';
import Now from '#lib/ui/Now.svelte';
import { show, until } from '#lib/ui/shown.svelte.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import Stage from './Stage.svelte';
import { readFromTop, stagesIn } from './stages.svelte.ts';
import type { ViewModule } from './views.ts';

interface Given {
	step: StepFacts;
	title: string;
	text: string;
}

const step = (stage: string) => ({ stage, question: 'Wat telt voor jou?' }) as StepFacts;

/** Two stages; the file of the second is there when `arrive` says so. */
function twoStages() {
	let arrive = () => {};
	const later = new Promise<ViewModule<Given>>((resolve) => {
		arrive = () => resolve({ default: Empty });
	});
	const first: ViewModule<Given> = { default: Now as Component<Given> };
	const stages = stagesIn<Given>({ writing: async () => first, sorting: () => later }, ({ stage }) => stage);
	return { stages, arrive };
}

const words = { title: 'Schrijf op', text: 'Eén gedachte per kaartje' };

test('its question stands there until the file of a stage is here, and again for the next stage', async () => {
	const { stages, arrive } = twoStages();
	let now = $state.raw(step('writing'));
	const page = show(Stage as Component<Given & { stages: typeof stages }>, {
		stages,
		...words,
		get step() {
			return now;
		}
	});
	expect(page.text).toBe('Wat telt voor jou?');
	await until(() => page.text === `${words.title} ${words.text}`);
	now = step('sorting');
	flushSync();
	expect(page.text).toBe('Wat telt voor jou?');
	arrive();
	await until(() => page.text === `${words.title} ${words.text}`);
	expect(page.element.querySelector('.now')).toBeNull();
});

test('a kind has a page of its own for a stage, waits for its facts, and says what it waits for', async () => {
	const { stages } = twoStages();
	await stages.prepare(step('writing'));
	let ready = $state(true);
	let instead = $state.raw<Component<Given> | undefined>(Empty);
	const waiting = createRawSnippet(() => ({ render: () => '<p>Het begint zo.</p>' }));
	const page = show(
		Stage as Component<
			Given & { stages: typeof stages; ready: boolean; instead: typeof instead; waiting: typeof waiting }
		>,
		{
			stages,
			waiting,
			step: step('writing'),
			...words,
			get ready() {
				return ready;
			},
			get instead() {
				return instead;
			}
		}
	);
	expect(page.element.querySelector('.now')).toBeNull();
	instead = undefined;
	flushSync();
	expect(page.element.querySelector('.now')).not.toBeNull();
	expect(page.text).toBe(`${words.title} ${words.text}`);
	ready = false;
	flushSync();
	expect(page.text).toBe('Het begint zo.');
});

test('another stage is read from the top, the first and the same one are left where they are', () => {
	const scrollTo = vi.fn();
	vi.stubGlobal('scrollTo', scrollTo);
	let stage = $state('writing');
	const stop = $effect.root(() => readFromTop(() => stage));
	flushSync();
	expect(scrollTo).not.toHaveBeenCalled();
	stage = 'sorting';
	flushSync();
	expect(scrollTo).toHaveBeenCalledExactlyOnceWith({ top: 0, behavior: 'instant' });
	stop();
	vi.unstubAllGlobals();
});
