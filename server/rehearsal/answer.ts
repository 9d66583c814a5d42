import { parse, unflatten } from 'devalue';
import type { Outcome } from '#server/acts/outcome.ts';

// What SvelteKit answers to a form that was posted, and what it gives a page, as devalue writes it.

interface ActionAnswer {
	type: 'success' | 'failure' | 'redirect' | 'error';
	data?: string;
	location?: string;
	error?: { reason?: string; message?: string };
}

export type Answered = Outcome<{ location?: string } & Record<string, unknown>>;

/** The answer to a posted form, as the act gave it. */
export function answerOf(answer: ActionAnswer): Answered {
	if (answer.type === 'redirect') return { ok: true, location: answer.location! };
	if (answer.type === 'error')
		return { ok: false, reason: answer.error?.reason ?? answer.error?.message ?? 'unexpected' };
	const data = ((answer.data ? parse(answer.data) : null) as object | null) ?? {};
	if (answer.type === 'success') return { ...data, ok: true };
	const { reason, message, field } = data as { reason?: string; message?: string; field?: string };
	return { ok: false, reason: reason ?? message ?? 'unexpected', ...(field && { field }) };
}

/** What a page is given: the data of its layouts and its own, together. Throws the reason of an error page. */
export function pageOf(answer: { nodes?: { type: string; data?: unknown[]; error?: object }[] }): object {
	const nodes = (answer.nodes ?? []).filter((node) => node !== null);
	const failed = nodes.find((node) => node.type === 'error');
	if (failed) throw new Error(`the page answered ${JSON.stringify(failed.error)}`);
	return Object.assign(
		{},
		...nodes.flatMap(({ data }) => (data ? [unflatten(data) as object] : []))
	) as object;
}
