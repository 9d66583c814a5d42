// The organisations at the table: two to sixteen, of any kind, each with a colour, a pattern and initials of its own.

/** At a table at once (J32). */
export const organisationsLeast = 2;
export const organisationsMost = 16;

/**
 * The colours and patterns of the look, as `data-org` names them, in the order in which they are given out. The last four
 * have the first four colours again, each with another pattern.
 */
export const slots = [
	...['wel', 'ggd', 'gem', 'wcp', 'pol', 'zor'],
	...['o7', 'o8', 'o9', 'o10', 'o11', 'o12', 'o13', 'o14', 'o15', 'o16']
] as const;

/** The first that nobody at the table has. `wanted` is taken when it is free: what came back has its own colour. */
export function freeSlot(taken: readonly string[], wanted?: string): string {
	if (wanted !== undefined && !taken.includes(wanted)) return wanted;
	const free = slots.find((slot) => !taken.includes(slot));
	if (free === undefined) throw new Error('there are no more organisations than slots');
	return free;
}

export interface OrganisationKind {
	/** Also its message key: `organisation_kind_<kind>`. */
	kind: string;
	/** One word for the beamer; the facilitator can change it, and the initials. */
	short: string;
	initials: string;
}

/** With these a journey begins, in this order, the first six slots theirs. */
export const firstKinds = [
	{ kind: 'welzijn', short: 'Welzijn', initials: 'Wz' },
	{ kind: 'ggd', short: 'GGD', initials: 'GGD' },
	{ kind: 'gemeente', short: 'Gemeente', initials: 'Gm' },
	{ kind: 'woningcorporatie', short: 'Wonen', initials: 'Wo' },
	{ kind: 'politie', short: 'Politie', initials: 'Po' },
	{ kind: 'zorggroep', short: 'Zorg', initials: 'Zg' }
] as const satisfies readonly OrganisationKind[];

/** Whoever else a region needs; `anders` is all that has no word of its own. */
const otherKinds = [
	{ kind: 'huisartsen', short: 'Huisartsen', initials: 'Ha' },
	{ kind: 'ggz', short: 'GGZ', initials: 'GGZ' },
	{ kind: 'onderwijs', short: 'School', initials: 'Sc' },
	{ kind: 'zorgverzekeraar', short: 'Verzekeraar', initials: 'Vz' },
	{ kind: 'bewoners', short: 'Bewoners', initials: 'Bw' },
	{ kind: 'werkgever', short: 'Werkgever', initials: 'Wg' },
	{ kind: 'provincie', short: 'Provincie', initials: 'Pr' },
	{ kind: 'anders', short: '', initials: '' }
] as const satisfies readonly OrganisationKind[];

export const organisationKinds = [...firstKinds, ...otherKinds] as const;
export type OrganisationKindName = (typeof organisationKinds)[number]['kind'];
