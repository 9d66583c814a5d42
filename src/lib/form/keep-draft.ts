import { untrack } from 'svelte';
import { page } from '$app/state';
import type { MySeat } from '#lib/journey/my-seat.ts';

/**
 * What somebody fills in stays on this device until it was sent (P14): over another tab, a pause, a stage, a reload and
 * Escape. For every form: `<form {@attach keepDraft(() => …)}>`; a `Posting` says by itself that it was sent. `name`: of
 * the form and what it is about, the same after a reload. `without`: fields that are asked anew. How it is done comes
 * behind the page.
 */
export const keepDraft =
	(name: () => string, without: readonly string[] = []) =>
	(form: HTMLFormElement): (() => void) => {
		const about = { name: name(), person: untrack(whose), without };
		let stop: (() => void) | null = () => {};
		void import('./follow-form.ts').then(({ followForm }) => {
			if (stop) stop = followForm(form, about);
		});
		return () => {
			stop?.();
			stop = null;
		};
	};

/** The seat of this page, or who is signed in. */
function whose(): string {
	const { seat, me } = page.data as { seat?: Partial<MySeat>; me?: { id?: string } | null };
	return seat?.notebook ?? me?.id ?? 'nobody';
}
