import { untrack } from 'svelte';
import { page } from '$app/state';
import type { MySeat } from '#lib/journey/my-seat.ts';
import { draftsOf } from './sent.ts';

/**
 * What somebody fills in stays on this device until it was sent (P18): over another tab, a pause, a stage, a reload and
 * Escape. For every form: `<form {@attach keepDraft(() => …)}>`; a `Posting` says by itself that it was sent. `name`: of
 * the form and what it is about, the same after a reload. `without`: fields that are asked anew; `silent`: the form says
 * itself what is kept. How it is done comes when somebody is in the form, or left something on this device.
 */
export const keepDraft =
	(name: () => string, how: { without?: readonly string[]; silent?: boolean } = {}) =>
	(form: HTMLFormElement): (() => void) => {
		const about = { name: name(), person: untrack(whose), ...how };
		let stop: (() => void) | null | undefined;
		/** Filled in before that was there. */
		const early = new Set<unknown>();
		const come = ({ type, target }: Partial<Event>) => {
			if (type === 'input') early.add(target);
			if (stop !== undefined) return;
			stop = leave;
			void import('./follow-form.ts').then(({ followForm }) => {
				if (stop) stop = followForm(form, about, early);
			});
		};
		const leave = () => {
			form.removeEventListener('focusin', come);
			form.removeEventListener('input', come);
		};
		form.addEventListener('focusin', come);
		form.addEventListener('input', come);
		if (isThere(draftsOf(about.person))) come({});
		return () => {
			leave();
			stop?.();
			stop = null;
		};
	};

function isThere(key: string): boolean {
	try {
		return localStorage.getItem(key) !== null;
	} catch {
		// Nothing may be kept here.
		return false;
	}
}

/** The seat of this page, or who is signed in. */
function whose(): string {
	const { seat, me } = page.data as { seat?: Partial<MySeat>; me?: { id?: string } | null };
	return seat?.notebook ?? me?.id ?? 'nobody';
}
