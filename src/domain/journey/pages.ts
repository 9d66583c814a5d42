import { mayFacilitate, type Seat } from './access.ts';

// Who may open which page, and send what is on it (A15). What an act on it asks beside that, the act itself declares.

export type Audience =
	/** Whoever knows the address. */
	| 'everyone'
	/** Whoever has its link, of which the secret is a part. */
	| 'link'
	/** Whoever has a session. */
	| 'known'
	/** Who has a seat in the journey and was not removed. */
	| 'seats'
	/** The lead and the co-facilitators. */
	| 'facilitators'
	/** Who may make journeys. */
	| 'hosts'
	/** Who looks after the installation. */
	| 'administrators';

/** What is known of whoever asks. */
export interface Caller {
	known: boolean;
	hosts: boolean;
	administers: boolean;
	/** In the journey that the page is of. */
	seat: Seat | null;
}

export type PageRefusal =
	'signed-out' | 'not-yours' | 'removed' | 'not-a-facilitator' | 'not-a-host' | 'not-an-administrator';

/** Why this page is not for them; null: it is. */
export function pageRefusal(audience: Audience, caller: Caller): PageRefusal | null {
	switch (audience) {
		case 'everyone':
		case 'link':
			return null;
		case 'known':
			return caller.known ? null : 'signed-out';
		case 'hosts':
			return caller.hosts ? null : 'not-a-host';
		case 'administrators':
			return caller.administers ? null : 'not-an-administrator';
		case 'seats':
		case 'facilitators':
			return seatRefusal(caller.seat, audience);
		default:
			return audience satisfies never;
	}
}

function seatRefusal(seat: Seat | null, audience: 'seats' | 'facilitators'): PageRefusal | null {
	if (!seat) return 'not-yours';
	if (seat.removedAt !== null) return 'removed';
	return audience === 'seats' || mayFacilitate(seat) ? null : 'not-a-facilitator';
}
