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
	};
	session: { id: string; person_id: string; expires_at: number };
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
