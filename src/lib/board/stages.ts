import type { Component } from 'svelte';
import { hasStage, stageOf, type Opens } from '#domain/kinds.ts';
import type { StepFacts } from '#wire/facts.ts';
import type { StageProps } from './view.ts';

/** Each stage in a file of its own: who writes does not wait for the table. */
const files = {
	nothing: () => import('./Prepared.svelte'),
	cards: () => import('./Writing.svelte'),
	board: () => import('./Sorting.svelte'),
	dots: () => import('./Weighing.svelte'),
	texts: () => import('./Harvest.svelte'),
	consent: () => import('#lib/consent/Round.svelte')
} as const satisfies Partial<Record<Opens, () => Promise<{ default: Component<StageProps> }>>>;

/** Components are code, the same for everyone, so one list of those that are here serves the whole process. */
const here = new Map<Opens, Component<StageProps>>();

const hasFile = (opens: Opens): opens is keyof typeof files => opens in files;

export async function prepareStage(step: StepFacts): Promise<void> {
	const { opens } = stageOf(step.kind, step.stage);
	if (hasFile(opens) && !here.has(opens)) here.set(opens, (await files[opens]()).default);
}

/** The view of a stage if it was prepared; null where the stage opens nothing that has a view. */
export function stageView(step: StepFacts): Component<StageProps> | null {
	return here.get(stageOf(step.kind, step.stage).opens) ?? null;
}

/** The other stages of its kind too, once the page has nothing better to do: then a move of the room is a move at once. */
export function prepareAll({ kind }: StepFacts): void {
	const opens = (Object.keys(files) as (keyof typeof files)[]).filter((opens) => hasStage(kind, opens));
	const fetchAll = () => void Promise.allSettled(opens.map((opens) => files[opens]()));
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
	else setTimeout(fetchAll, 2000);
}
