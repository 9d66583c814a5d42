import { deserialize } from '$app/forms';
import type { Sent } from './note-keeper.svelte.ts';

/** Sends the note of a step as the form would. `keepalive`: a page that is left still brings its note. */
export async function postNote(step: string, note: string): Promise<Sent> {
	const body = new URLSearchParams({ step, note });
	const headers = { 'x-sveltekit-action': 'true' };
	const response = await fetch('?/note', { method: 'POST', body, headers, keepalive: true }).catch(
		() => null
	);
	if (!response) return { kept: false, why: null };
	const result = deserialize(await response.text());
	if (result.type === 'success') return { kept: true };
	return { kept: false, why: result.type === 'failure' ? String(result.data?.message) : null };
}
