import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { SvelteMap } from 'svelte/reactivity';
import { m } from '#lib/paraglide/messages.js';
import { reachable, refresh } from '#lib/connection/refresh.ts';
import { answerOf, post, type Answer } from '#lib/form/answer.ts';

/**
 * The dots that this person gives. A press shows at once and goes out as a post with the new number (rule W3); when all
 * posts are answered the step is read again, and only what the server has counts. Where nothing answered the press
 * stays, is said not to be there yet, and goes out again when there is a line (P19).
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
		const fields = Object.fromEntries([...formData].map(([name, value]) => [name, String(value)]));
		return async ({ result }) => this.#settle(group, await this.#heard(fields, result));
	};

	/** Null: another press on the same group has taken its place. */
	async #heard(fields: Record<string, string>, result: ActionResult): Promise<Answer | null> {
		if (!isUnheard(result)) return answerOf(result);
		this.refused = m.saved_unsent();
		for (;;) {
			await reachable();
			if (this.#asked.get(fields.group!) !== Number(fields.dots)) return null;
			const answer = await post('act', fields);
			if (answer.kind !== 'unheard') return answer;
		}
	}

	async #settle(group: string, answer: Answer | null): Promise<void> {
		this.#posts -= 1;
		if (answer) this.refused = answer.kind === 'refused' ? answer.refused.message : null;
		if (answer?.kind === 'refused') this.#asked.delete(group);
		if (this.#posts > 0) return;
		await refresh('siroop:step');
		if (this.#posts === 0) this.#asked.clear();
	}
}

/** The post never came to an answer: SvelteKit has no status then. */
const isUnheard = (result: ActionResult) => result.type === 'error' && result.status === undefined;
