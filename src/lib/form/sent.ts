import type { Fields } from '#domain/journey/edits.ts';

// What a form and its draft know of each other (P18), before the draft is there too.

/** Where one person's drafts are on this device. Beginning as those of cards do: what clears a device finds both. */
export const draftsOf = (person: string): string => `siroop.drafts/form/${person}`;

/** The server has what was in it. */
export const sent = 'siroopsent';
/** What was left here comes back in its fields now. */
export const drafted = 'siroopdrafted';

/** `was`: what its fields began with when they were filled in (F8). */
export interface Restored {
	filled: Fields;
	was: Fields;
}

export const sayItIsSent = (form: HTMLFormElement | undefined): void =>
	void form?.dispatchEvent(new Event(sent));
