/** Who has an account here, and what is theirs across journeys. */
export interface PeopleTables {
	person: {
		id: string;
		name: string;
		email: string | null;
		/** May make journeys. */
		hosts_at: number | null;
		created_at: number;
	};
	session: { id: string; person_id: string; expires_at: number };
	/** A link that works once: the first facilitator's. Only the hash of its secret is kept. */
	invitation: { hash: string; made_at: number; expires_at: number; used_at: number | null };
	/** A run-sheet that somebody kept to begin another journey with. */
	template: { id: string; person_id: string; name: string; locale: string; body: string; made_at: number };
}
