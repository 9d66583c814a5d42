import type { Component } from 'svelte';
import type { ParticipantProps } from '#lib/steps/views.ts';
import type { StepFacts } from '#wire/facts.ts';
import type { ChooseView } from './view.ts';

/** What each stage of a choice gets. */
export interface ChooseProps extends Pick<ParticipantProps, 'step' | 'form' | 'onsaved'> {
	view: ChooseView;
}

type View = Component<ChooseProps>;

const prepared = async (): Promise<View> => (await import('#lib/board/Prepared.svelte')).default;
const judging = async (): Promise<View> => (await import('./Judging.svelte')).default;
const result = async (): Promise<View> => (await import('./Result.svelte')).default;

/** By stage, each in a file of its own: who judges does not wait for the picture. */
const files: Record<string, () => Promise<View>> = { prepared, judging, weighed: result, harvested: result };

/** Components are code, the same for everyone, so one list of those that are here serves the whole process. */
const here = new Map<string, View>();

export async function prepareStage({ stage }: StepFacts): Promise<void> {
	const file = files[stage];
	if (file && !here.has(stage)) here.set(stage, await file());
}

/** The view of a stage if it was prepared. */
export const stageView = ({ stage }: StepFacts): View | null => here.get(stage) ?? null;

/** The other stages too, once the page has nothing better to do. */
export function prepareAll(): void {
	const fetchAll = () => void Promise.allSettled([judging(), result()]);
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
	else setTimeout(fetchAll, 2000);
}
