/** Who is looking, as the layout of a journey gives it (`page.data.seat`). */
export interface MySeat {
	participant: string;
	/** In which this session writes alone; also what it may come to lose is kept under it. */
	notebook: string;
	name: string;
	/** Null for a resident or a guest. */
	organisation: string | null;
	/** What is waited for before this person speaks for anybody, in a sentence; null: nothing. */
	waits: string | null;
}

/** Who waits at one's own organisation, as the layout of a journey gives it (`page.data.newcomers`). */
export interface Newcomers {
	shown: { participant: string; name: string; job: string; doubted: 'me' | 'other' | null }[];
	more: number;
}
