import { troubleOf, type ConnectionState } from '#lib/connection/connection-state.ts';

// What a page shows when something went wrong with its connection. It comes when the page has come, and waits: by the
// time it is needed there may be no connection, or another version of the program with other files.

// And what only some see, and can wait for: who is new at their organisation.
// And what else can wait until the page has come: who is new at one's organisation, what is said aloud of a change.
export { default as Door } from '#lib/journey/Door.svelte';
export { default as Spoken } from '#lib/journey/Spoken.svelte';

export { default as Anew } from './Anew.svelte';
export { default as Ended } from './Ended.svelte';
export { default as Notice } from './Notice.svelte';
export { default as Unsaved } from './Unsaved.svelte';

/** Pages on which all is only true while it is told; on the others forms are filled in. */
const live = /(\]|regie)$/;

/**
 * This person has no place here any more: the page makes place for `Ended`. Of whatever else ended the connection, a
 * journey that is not theirs for instance, the server tells more when it is asked again.
 */
export const isOver = (connection: ConnectionState, route: string | null): boolean =>
	troubleOf(connection) === 'over' && live.test(route ?? '');
