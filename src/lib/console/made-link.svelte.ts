import { page } from '$app/state';

/** A personal link, shown once. */
export interface Link {
	link: string;
	qr: { path: string; size: number };
}

/** The link of this person that was made on this page, by its script or by a plain post; null: none. */
export class MadeLink {
	readonly #participant: () => string;
	#made = $state.raw<Link | null>(null);

	constructor(participant: () => string) {
		this.#participant = participant;
	}

	get current(): Link | null {
		const posted = page.form as (Link & { participant?: string }) | null;
		return this.#made ?? (posted?.participant === this.#participant() ? posted : null);
	}

	/** What the server answered. */
	keep = (answer: Record<string, unknown>): void => {
		this.#made = answer as unknown as Link;
	};
}
