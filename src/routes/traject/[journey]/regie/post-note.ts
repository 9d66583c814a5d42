import { post } from '#lib/form/answer.ts';
import type { Sent } from './note-keeper.svelte.ts';

/** Sends the note of a step as the form would, also from a page that is left. */
export async function postNote(step: string, note: string, was: string): Promise<Sent> {
	const answer = await post('note', { step, note, was: JSON.stringify({ note: was }) }, { keepalive: true });
	if (answer.kind === 'done') return { kept: true };
	if (answer.kind !== 'refused' || answer.refused.reason === 'failed') return { kept: false, why: null };
	const { message: why, meanwhile } = answer.refused;
	return { kept: false, why, ...(meanwhile && { stands: meanwhile.stands.note ?? '' }) };
}
