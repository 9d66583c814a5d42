export interface CheckInState {
	part: 'check-in';
	speaker: { id: string; name: string; organisation: string | null } | null;
	next: { id: string; name: string; organisation: string | null } | null;
	/** When the soft bell rings for this speaker, server time; null when nobody speaks. */
	bellAt: number | null;
	/** How long a turn is; the ring of the beamer empties in it. */
	turnMs: number;
	spoken: number;
	total: number;
	rules: { id: string; text: string }[];
	accepted: number;
}
