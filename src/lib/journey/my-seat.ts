/** Who is looking, as the layout of a journey gives it (`page.data.seat`). */
export interface MySeat {
	participant: string;
	name: string;
	/** Null for a resident or a guest. */
	organisation: string | null;
}
