import { applyAction } from '$app/forms';
import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { refreshAnswered } from '#lib/connection/refresh.ts';
import { sayItIsSent } from './sent.ts';
import { answerOf, type Answer, type Posted, type Refused } from './answer.ts';

interface Options {
	/** Before what is shown is read again. */
	onDone?(given: FormData, data: Record<string, unknown>): void | Promise<void>;
	onRefused?(given: FormData, refused: Refused): void;
	/** Reads again what the post may have changed. */
	refresh?(): Promise<void>;
	/** What is sent, where one form comes to stand for another act: only the same again is one too many. */
	act?(): string;
	/** Busy until what was done is shown; else until the server has answered. */
	holds?: boolean;
	/** The sentence for what broke, or for no connection. */
	failed?(result: ActionResult & { type: 'error' }): string;
}

const readStep = () => refreshAnswered('siroop:step');

/**
 * A plain form that stays on its page: the post goes out once, what it changed is read again, focus, caret and scroll
 * stay. A lost connection is a sentence beside the form, never an error page.
 */
export class Posting {
	busy = $state(false);
	refused = $state.raw<Refused | null>(null);
	/** The server has answered here; what a plain post brought with the page counts no more. */
	isAnswered = $state(false);
	readonly #options: Options;
	#underWay = '';

	constructor(options: Options = {}) {
		this.#options = options;
	}

	send: SubmitFunction = ({ formData, formElement, cancel }) => {
		const { holds, failed } = this.#options;
		if (this.isUnderWay) return cancel();
		const sent = (this.#underWay = this.#act);
		this.busy = true;
		return async ({ result }) => {
			if (!holds) this.#free(sent);
			if (result.type === 'redirect') await applyAction(result);
			else await this.#onAnswer(formData, answerOf(result, failed), formElement);
			if (holds) this.#free(sent);
		};
	};

	/** The same again would be one too many. */
	get isUnderWay(): boolean {
		return this.busy && this.#act === this.#underWay;
	}

	get #act(): string {
		return this.#options.act?.() ?? '';
	}

	#free(sent: string): void {
		if (sent === this.#underWay) this.busy = false;
	}

	async #onAnswer(given: FormData, answer: Answer, form: HTMLFormElement | undefined): Promise<void> {
		const { onDone, onRefused, refresh = readStep } = this.#options;
		this.isAnswered = true;
		this.refused = answer.kind === 'refused' ? answer.refused : null;
		if (answer.kind === 'refused') onRefused?.(given, answer.refused);
		if (answer.kind !== 'done') return;
		sayItIsSent(form);
		await onDone?.(given, answer.data);
		await refresh();
	}
}

/** What the page without a script has to say about this act, and of which card or prompt. */
export function refusedBefore(
	form: Posted,
	act: string,
	field?: 'id' | 'prompt' | 'group',
	value?: string
): Refused | null {
	if (form?.act !== act || form.ok !== false || !form.message) return null;
	if (field && form.given?.[field] !== value) return null;
	return { field: form.field, message: form.message };
}
