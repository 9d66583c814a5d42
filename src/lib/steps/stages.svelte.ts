import { onMount, type Component } from 'svelte';
import type { StepFacts } from '#wire/facts.ts';
import type { ViewModule } from './views.ts';

type Files<Props extends object> = Record<string, () => Promise<ViewModule<Props>>>;

/**
 * What participants see of a step, stage by stage, each in a file of its own: who writes does not wait for the table.
 * Components are code, the same for everyone, so one of these serves the whole process.
 */
export class Stages<Props extends object> {
	readonly #files: Files<Props>;
	readonly #fileOf: (step: StepFacts) => string;
	readonly #isOf: (step: StepFacts, file: string) => boolean;
	readonly #here = new Map<string, Component<Props>>();
	#arrived = $state(0);

	/** `fileOf`: the file that shows a step; none has a name that is not in the list. `isOf`: it may be shown later. */
	constructor(
		files: Files<Props>,
		fileOf: (step: StepFacts) => string,
		isOf: (step: StepFacts, file: string) => boolean = () => true
	) {
		this.#files = files;
		this.#fileOf = fileOf;
		this.#isOf = isOf;
	}

	/** Fetches what the stage of this step needs. */
	prepare = async (step: StepFacts): Promise<void> => {
		const name = this.#fileOf(step);
		const file = await this.#files[name]?.();
		if (!file) return;
		await file.prepare?.(step);
		this.#here.set(name, file.default);
		this.#arrived += 1;
	};

	/** Null while it is on its way, and where a stage opens nothing that has a view. */
	view(step: StepFacts): Component<Props> | null {
		void this.#arrived;
		return this.#here.get(this.#fileOf(step)) ?? null;
	}

	/**
	 * For the page that shows them: fetches the stage that the room goes to; and all that may follow once the page has
	 * nothing better to do, so that a move of the room is a move at once.
	 */
	keepUp(step: () => StepFacts): void {
		$effect(() => void this.prepare(step()));
		onMount(() => {
			const names = Object.keys(this.#files).filter((name) => this.#isOf(step(), name));
			const fetchAll = () => void Promise.allSettled(names.map((name) => this.#files[name]!()));
			if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchAll);
			else setTimeout(fetchAll, 2000);
		});
	}
}
