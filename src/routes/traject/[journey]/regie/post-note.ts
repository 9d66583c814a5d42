import { post } from '#lib/form/answer.ts';
import type { Sent } from './note-keeper.svelte.ts';

/** Sends the note of a step as the form would, also from a page that is left. */
export async function postNote(step: string, note: string): Promise<Sent> {
	const answer = await post('note', { step, note }, { keepalive: true });
	if (answer.kind === 'done') return { kept: true };
	const why = answer.kind === 'refused' && answer.refused.reason !== 'failed' ? answer.refused.message : null;
	return { kept: false, why };
}
