import { applyAction } from '$app/forms';
import { invalidate } from '$app/navigation';
import type { SubmitFunction } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';

export interface Refused {
	field?: string;
	message: string;
}

/**
 * A plain form that stays on its page: the post goes out, the step is read again, focus, caret and scroll stay.
 * A lost connection is a sentence beside the form, never an error page.
 */
export class Posting {
	busy = $state(false);
	refused = $state.raw<Refused | null>(null);
	#done: (given: FormData, answer: Record<string, unknown>) => void | Promise<void>;
	#failed: (given: FormData) => void;

	constructor(
		done: (given: FormData, answer: Record<string, unknown>) => void | Promise<void> = () => {},
		failed: (given: FormData) => void = () => {}
	) {
		this.#done = done;
		this.#failed = failed;
	}

	send: SubmitFunction = ({ formData, cancel }) => {
		if (this.busy) return cancel();
		this.busy = true;
		return async ({ result }) => {
			this.busy = false;
			if (result.type === 'redirect') return applyAction(result);
			if (result.type === 'success') {
				this.refused = null;
				await this.#done(formData, result.data ?? {});
				return invalidate('siroop:step');
			}
			this.refused = { message: m.post_failed(), ...(result.type === 'failure' && (result.data as Refused)) };
			this.#failed(formData);
		};
	};
}

/** What the page without a script has to say about this act, and of which card or prompt. */
export function refusedBefore(
	form: {
		act?: string;
		ok?: boolean;
		field?: string;
		message?: string;
		given?: Record<string, string>;
	} | null,
	act: string,
	field?: 'id' | 'prompt' | 'group',
	value?: string
): Refused | null {
	if (form?.act !== act || form.ok !== false || !form.message) return null;
	if (field && form.given?.[field] !== value) return null;
	return { field: form.field, message: form.message };
}
