import { invalidate } from '$app/navigation';
import type { SubmitFunction } from '@sveltejs/kit';
import { SvelteMap } from 'svelte/reactivity';
import { answerOf } from '#lib/form/answer.ts';

/**
 * The dots that this person gives. A press shows at once and goes out as a post with the new number (rule W3); when all
 * posts are answered the step is read again, and only what the server has counts.
 */
export class Given {
	refused = $state.raw<string | null>(null);
	#counted: () => readonly { group: string; dots: number }[];
	#asked = new SvelteMap<string, number>();
	#posts = $state(0);

	/** `counted`: what the server has, of the last `load`. */
	constructor(counted: () => readonly { group: string; dots: number }[]) {
		this.#counted = counted;
	}

	get saving(): boolean {
		return this.#posts > 0;
	}

	on = (group: string): number =>
		this.#asked.get(group) ?? this.#counted().find((given) => given.group === group)?.dots ?? 0;

	/** On these groups together. */
	all = (groups: readonly { id: string }[]): number =>
		groups.reduce((sum, group) => sum + this.on(group.id), 0);

	send: SubmitFunction = ({ formData }) => {
		const group = String(formData.get('group'));
		this.#asked.set(group, Number(formData.get('dots')));
		this.#posts += 1;
		return async ({ result }) => {
			this.#posts -= 1;
			const answer = answerOf(result);
			this.refused = answer.kind === 'refused' ? answer.refused.message : null;
			if (this.refused !== null) this.#asked.delete(group);
			if (this.#posts > 0) return;
			await invalidate('siroop:step');
			if (this.#posts === 0) this.#asked.clear();
		};
	};
}
