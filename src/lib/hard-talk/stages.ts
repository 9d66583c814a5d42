import type { Component } from 'svelte';
import * as cards from '#lib/board/stages.ts';
import type { StepFacts } from '#wire/facts.ts';

type View = Component<{ step: StepFacts }>;

/** In a file of its own: who writes a card does not wait for the talk. */
const file = () => import('./Talking.svelte');

/** A component is code, the same for everyone, so one serves the whole process. */
let here: View | null = null;

export async function prepareStage(step: StepFacts): Promise<void> {
	if (step.now?.part !== 'talk') return cards.prepareStage(step);
	here ??= (await file()).default;
}

/** The view of the talk if it was prepared. */
export const talkView = (): View | null => here;

/** Once the page has nothing better to do: then a move of the room is a move at once. */
export function prepareTalk(): void {
	const fetch = () => void file().catch(() => {});
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetch);
	else setTimeout(fetch, 2000);
}
