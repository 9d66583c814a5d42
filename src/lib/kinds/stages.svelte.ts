import { onMount, untrack, type Component } from 'svelte';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { ViewModule } from './views.ts';

/** What participants see of a step, stage by stage. */
export interface Stages<Props extends object> {
	/** Fetches what the stage of this step needs. */
	prepare(this: void, step: StepFacts): Promise<void>;
	/** Undefined while it is on its way, and where a stage opens nothing that has a view. */
	view(step: StepFacts): Component<Props> | undefined;
	/**
	 * For the page that shows them: fetches the stage that the room goes to; and all that may follow once the page stands,
	 * so that a move of the room is a move at once.
	 */
	keepUp(step: () => StepFacts): void;
}

/** By then a phone has what it needs for the page itself, ms. */
const settledAfter = 1000;

/**
 * Each in a file of its own: who writes does not wait for the table. Components are code, the same for everyone, so one
 * of these serves the whole process. `fileOf`: what shows a step, in the list or not. `isOf`: may be shown later.
 */
export function stagesIn<Props extends object>(
	files: Record<string, () => Promise<ViewModule<Props>>>,
	fileOf: (step: StepFacts) => string,
	isOf: (step: StepFacts, file: string) => boolean = () => true
): Stages<Props> {
	let here = $state.raw<Record<string, ViewModule<Props>>>({});

	async function prepare(step: StepFacts): Promise<void> {
		const name = fileOf(step);
		const file = here[name] ?? (await files[name]?.());
		await file?.prepare?.(step);
		if (file && !here[name]) here = { ...here, [name]: file };
	}

	return {
		prepare,
		view: (step) => here[fileOf(step)]?.default,
		keepUp(step) {
			$effect(() => void prepare(step()));
			onMount(() => {
				setTimeout(() => {
					for (const name in files) if (isOf(step(), name)) files[name]!().catch(() => {});
				}, settledAfter);
			});
		}
	};
}

/** Another stage is another page, even where the address stays: it is read from the top. Call it where a component is made. */
export function readFromTop(screen: () => string): void {
	let read = untrack(screen);
	$effect(() => {
		if (screen() !== read) scrollTo({ top: 0, behavior: 'instant' });
		read = screen();
	});
}
