import type { Component } from 'svelte';
import type { StepFacts } from '#wire/facts.ts';
import { partOf, type StageProps } from './view.ts';

/** Each in a file of its own, as the stages of the cards are. */
const files = {
	prepared: () => import('#lib/board/Prepared.svelte'),
	scoring: () => import('./Scoring.svelte'),
	spread: () => import('./Discussing.svelte'),
	harvested: () => import('./Found.svelte'),
	cards: () => import('./Cards.svelte')
} as const satisfies Record<string, () => Promise<{ default: Component<StageProps> }>>;

type File = keyof typeof files;

/** Components are code, the same for everyone, so one list of those that are here serves the whole process. */
const here = new Map<File, Component<StageProps>>();

const fileOf = (step: StepFacts): File | null => {
	if (partOf(step) === 'cards') return 'cards';
	return step.stage in files ? (step.stage as File) : null;
};

export async function prepareStage(step: StepFacts): Promise<void> {
	const file = fileOf(step);
	if (!file) return;
	const view: { default: Component<StageProps>; prepare?: typeof prepareStage } = await files[file]();
	await view.prepare?.(step);
	here.set(file, view.default);
}

/** Null where it was not prepared. */
export function stageView(step: StepFacts): Component<StageProps> | null {
	const file = fileOf(step);
	return file && (here.get(file) ?? null);
}

/** The other stages too, once the page has nothing better to do. */
export function prepareAll(): void {
	const fetchAll = () => void Promise.allSettled(Object.values(files).map((file) => file()));
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
	else setTimeout(fetchAll, 2000);
}
