import { close, type Refusal } from '#wire/protocol.ts';

/** Where one line to the server is, that of a journey or of a document. Always one of these, and never two. */
export type ConnectionState =
	/** No connection yet, or for a moment not. */
	| { kind: 'loading' }
	/** What is said arrives, both ways. */
	| { kind: 'open' }
	/** Nothing of the site can be reached. */
	| { kind: 'offline' }
	/** Pages come through and sockets don't, as behind the proxies of some offices. */
	| { kind: 'blocked' }
	/** The document took another path than the server's; one that begins anew is on its way. */
	| { kind: 'diverged' }
	/** That one is there, and what the old one had to save waits until it may be written. */
	| { kind: 'locked' }
	| Ended;

/** The server will not have us: trying again is of no use. */
export type Ended = (
	| { kind: 'signed-out' }
	/** The facilitator removed this person. */
	| { kind: 'removed' }
	/** The server is newer than this page, or older: only another page gets further. */
	| { kind: 'outdated' }
	/** The document opens later. Nothing is wrong with this page. */
	| { kind: 'not-open' }
	/** The cards of an anonymous step lie on the table: they are nobody's any more, and the document is gone (N9). */
	| { kind: 'revealed' }
	/** Full, unknown, not theirs, or astray too often: this page will not get further, another one may. */
	| { kind: 'refused' }
) & { refusal: Refusal };

export const isEnded = (state: ConnectionState): state is Ended => 'refusal' in state;

/** Why the server hung up for good. */
export function endedBy(refusal: Refusal): Ended {
	switch (refusal.reason) {
		case 'signed-out':
		case 'removed':
		case 'revealed':
			return { kind: refusal.reason, refusal };
		case 'not-open-yet':
		case 'embargoed':
			return { kind: 'not-open', refusal };
		default:
			return { kind: refusal.code === close.outdated ? 'outdated' : 'refused', refusal };
	}
}

/**
 * What a page has to say of its line; null for as long as facts come in, or may in a moment.
 *
 * - `over`: this person has no place here any more
 * - `stopped`: this page will not get further; another one may
 */
export type Trouble = 'offline' | 'blocked' | 'outdated' | 'over' | 'stopped';

export function troubleOf(state: ConnectionState): Trouble | null {
	switch (state.kind) {
		case 'loading':
		case 'open':
		case 'diverged':
		case 'locked':
			return null;
		case 'offline':
		case 'blocked':
		case 'outdated':
			return state.kind;
		case 'signed-out':
		case 'removed':
			return 'over';
		case 'not-open':
		case 'revealed':
		case 'refused':
			return 'stopped';
		default:
			return state satisfies never;
	}
}

/**
 * What a person is told of their words.
 *
 * - `unsent`: not saved, on this device or anywhere else, until there is a connection
 * - `offline`: kept on this device
 * - `stopped`: this page will not get further; another one may
 */
export type Saved = 'saved' | 'saving' | 'unsent' | 'offline' | 'blocked' | 'stopped';

/** Of a document that this device keeps. `isUnsaved`: it has what the server has not confirmed. */
export function savedIn(state: ConnectionState, isUnsaved: boolean): Saved {
	switch (state.kind) {
		case 'loading':
		case 'open':
		case 'diverged':
			return isUnsaved ? 'saving' : 'saved';
		case 'offline':
		case 'blocked':
			return state.kind;
		case 'locked':
		case 'signed-out':
		case 'removed':
		case 'outdated':
		case 'not-open':
		case 'revealed':
			return isUnsaved ? 'offline' : 'saved';
		case 'refused':
			return 'stopped';
		default:
			return state satisfies never;
	}
}
