/** How a session began; `before`: by a program that did not say. */
export type Began = 'before' | 'code' | 'invitation' | 'own-link' | 'other-link' | 'reminder' | 'device-link';

/** Who has an account here, and what is theirs across journeys. */
export interface PeopleTables {
	person: {
		id: string;
		name: string;
		email: string | null;
		/** May make journeys. */
		hosts_at: number | null;
		/** Looks after the installation: sees its outbox. */
		administers_at: number | null;
		created_at: number;
		/** In which they read: as they joined, or chose since; null: unknown. */
		locale: 'nl' | 'en' | null;
	};
	session: {
		/** Hash of the cookie. */
		id: string;
		person_id: string;
		expires_at: number;
		how: Began;
		/** 'Firefox, Android'; empty: unknown. */
		device: string;
		started_at: number;
		/** The beginning of the day (UTC) on which somebody last came with it: no nearer, it says who was there (N13). */
		seen_at: number;
		/** 1: it is of the person, in every journey and with their roles. 0: it opens the seats in `session_seat` alone. */
		whole: 0 | 1;
		/** `root` of the personal link, or hash of the reminder's, that it began with. */
		link: string | null;
		/** Of a reminder: then it ends, however often it is used. */
		ends_at: number | null;
	};
	/** Which seats a session opens that is not whole, each with the notebook in which is written there. */
	session_seat: { session_id: string; participant_id: string; notebook_id: string };
	/** A link that works once, to bring a session to another device. It goes with that session. */
	device_link: {
		hash: string;
		session_id: string;
		expires_at: number;
	};
	/** A link that works once, and what it makes of whoever uses it. Only the hash of its secret is kept. */
	invitation: {
		hash: string;
		makes: 'facilitator' | 'administrator' | 'both';
		made_at: number;
		expires_at: number;
		used_at: number | null;
	};
	/** A run-sheet that somebody kept to begin another journey with. */
	template: { id: string; person_id: string; name: string; locale: string; body: string; made_at: number };
}
