/** Who is looking, as the layout of a journey gives it (`page.data.seat`). */
export interface MySeat {
	participant: string;
	/** In which this session writes alone; also what it may come to lose is kept under it. */
	notebook: string;
	name: string;
	/** Null for a resident or a guest. */
	organisation: string | null;
}
