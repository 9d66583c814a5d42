/** What was done, in a chain. */
export interface AuditTables {
	audit: {
		journey_id: string;
		seq: number;
		at: number;
		act: string;
		/** What it was done to: a step, a card, a participant. */
		subject: string | null;
		/** JSON without personal data; part of the chain. */
		detail: string;
		/** JSON with the person; erased without breaking the chain, which holds only its commitment. */
		personal: string | null;
		salt: string | null;
		commitment: string;
		hash: string;
	};
}
