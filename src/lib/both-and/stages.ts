import type { Component } from 'svelte';
import type { ParticipantProps } from '#lib/steps/views.ts';
import type { UnderWay } from '#lib/board/under-way.ts';
import type { StepFacts } from '#wire/facts.ts';
import type { TensionsView } from './view.ts';

/** What the view of a later stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: TensionsView;
	underWay: UnderWay;
	onsaved: ParticipantProps['onsaved'];
}

/** Each in a file of its own: who names a tension does not wait for its map. */
const files: Record<string, () => Promise<{ default: Component<StageProps> }>> = {
	mapping: () => import('./Mapping.svelte'),
	harvested: () => import('./Sentences.svelte')
};

/** Components are code, the same for everyone, so one list of those that are here serves the whole process. */
const here = new Map<string, Component<StageProps>>();

export async function prepareStage({ stage }: StepFacts): Promise<void> {
	const file = files[stage];
	if (file && !here.has(stage)) here.set(stage, (await file()).default);
}

/** The view of a later stage if it was prepared. */
export const stageView = ({ stage }: StepFacts): Component<StageProps> | null => here.get(stage) ?? null;

/** The later stages too, once the page has nothing better to do: then a move of the room is a move at once. */
export function prepareAll(): void {
	const fetchAll = () => void Promise.allSettled(Object.values(files).map((file) => file()));
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
	else setTimeout(fetchAll, 2000);
}
