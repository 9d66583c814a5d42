/** A browser that shows the beamer page of a journey. */
export interface ScreenAt {
	/** The address or subscriber that it comes from. */
	network: string;
	/** Signed in there, whoever that is; null: nobody. */
	person: string | null;
}

/** Who facilitates the journey, and from where those of them who are connected are so. */
export interface Facilitating {
	people: ReadonlySet<string>;
	networks: ReadonlySet<string>;
}

/**
 * Whether a screen may have the new link when the old one ends (A18): a facilitator's own, or one in the room with them
 * where nobody is signed in. Somebody else's laptop in the same network is somebody else's.
 */
export function followsLink({ network, person }: ScreenAt, { people, networks }: Facilitating): boolean {
	return person === null ? networks.has(network) : people.has(person);
}
