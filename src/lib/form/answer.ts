import { deserialize } from '$app/forms';
import type { ActionResult } from '@sveltejs/kit';
import type { Meanwhile } from '#server/acts/outcome.ts';
import { m } from '#lib/paraglide/messages.js';

/** Why something was not done, as the server said it. */
export interface Refused {
	reason?: string;
	/** The field that it is about. */
	field?: string;
	message: string;
	given?: Record<string, string>;
	/** Somebody else changed the same (F9). */
	meanwhile?: Pick<Meanwhile, 'stands' | 'clashes'>;
}

/** Of the last plain post of this page: a reason beside its field. */
export type Posted = {
	act?: string;
	ok?: boolean;
	field?: string;
	message?: string;
	given?: Record<string, string>;
} | null;

/** The sentence that stands beside this field. */
export const messageAt = (
	refused: Pick<Refused, 'field' | 'message'> | null,
	field: string
): string | null => (refused?.field === field ? refused.message : null);

/** What came of a post; `elsewhere`: the server sends whoever posted to another page. */
export type Answer =
	| { kind: 'done'; data: Record<string, unknown> }
	| { kind: 'refused'; refused: Refused }
	| { kind: 'elsewhere' };

/** Something broke, or there is no connection: a sentence beside the form, never an error page. */
export function answerOf(
	result: ActionResult,
	failed: (result: ActionResult & { type: 'error' }) => string = m.post_failed
): Answer {
	switch (result.type) {
		case 'success':
			return { kind: 'done', data: result.data ?? {} };
		case 'failure':
			return { kind: 'refused', refused: { message: m.post_failed(), ...result.data } };
		case 'error':
			return { kind: 'refused', refused: { reason: 'failed', message: failed(result) } };
		case 'redirect':
			return { kind: 'elsewhere' };
	}
}

/**
 * Posts what a form of this page would, without one. `unheard`: the site did not answer.
 * `keepalive`: a page that is left still brings it.
 */
export async function post(
	action: string,
	fields: Record<string, string>,
	{ keepalive = false } = {}
): Promise<Answer | { kind: 'unheard' }> {
	const body = new URLSearchParams(fields);
	const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
	try {
		const response = await fetch(`?/${action}`, { method: 'POST', body, headers, keepalive });
		return answerOf(deserialize(await response.text()));
	} catch {
		// No network, or an answer that is not ours: a portal of the hall that asks for a password, for instance.
		return { kind: 'unheard' };
	}
}
