import type { Component } from 'svelte';
import { stageOf, type Opens } from '#domain/kinds.ts';
import type { UnderWay } from '#lib/board/under-way.ts';
import type { Harvested } from '#lib/board/view.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { ParticipantProps } from '#lib/steps/views.ts';
import type { BoardView } from '#wire/board.ts';
import type { MyConsent } from '#wire/consent.ts';
import type { StepFacts } from '#wire/facts.ts';

/** What `load` gives for a step with ambition cards. */
export interface AmbitionsView {
	step: StepFacts;
	mine: { harvest?: Harvested[]; consent?: MyConsent };
	board: BoardView | null;
}

/** What the view of a stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: AmbitionsView;
	form: ParticipantProps['form'];
	/** The texts as load has them, by card. */
	kept: ReadonlyMap<string, Record<string, string>>;
	board: Board;
	underWay: UnderWay;
	/** The table that this person sits at. */
	table: number | null;
}

type View = Component<StageProps>;

/** Each in a file of its own: who writes a card does not wait for the round that follows. */
const files: Partial<Record<Opens, () => Promise<{ default: View }>>> = {
	nothing: () => import('#lib/board/Prepared.svelte'),
	texts: () => import('./Writing.svelte'),
	consent: () => import('./Asked.svelte'),
	own: () => import('./Reading.svelte')
};

/** Components are code, the same for everyone, so one list of those that are here serves the whole process. */
const here = new Map<Opens, View>();

const opensIn = ({ kind, stage }: StepFacts): Opens => stageOf(kind, stage).opens;

export async function prepareStage(step: StepFacts): Promise<void> {
	const opens = opensIn(step);
	const file = files[opens];
	if (file && !here.has(opens)) here.set(opens, (await file()).default);
}

/** The view of a stage if it was prepared. */
export const stageView = (step: StepFacts): View | null => here.get(opensIn(step)) ?? null;

/** The other stages too, once the page has nothing better to do: then a move of the room is a move at once. */
export function prepareAll(): void {
	const fetchAll = () => void Promise.allSettled(Object.values(files).map((file) => file()));
	if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
	else setTimeout(fetchAll, 2000);
}
