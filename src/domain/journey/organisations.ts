// The parties of this region's kind: six, each with a colour and a pattern of its own.

/** The six colours and patterns of the look, as `data-org` names them. */
export const slots = ['wel', 'ggd', 'gem', 'wcp', 'pol', 'zor'] as const;
export type Slot = (typeof slots)[number];

export interface OrganisationKind {
	/** Also its message key: `organisation_kind_<kind>`. */
	kind: 'welzijn' | 'ggd' | 'gemeente' | 'woningcorporatie' | 'politie' | 'zorggroep';
	slot: Slot;
	/** One word for the beamer; the facilitator can change it, and the initials. */
	short: string;
	initials: string;
}

export const organisationKinds: readonly OrganisationKind[] = [
	{ kind: 'welzijn', slot: 'wel', short: 'Welzijn', initials: 'Wz' },
	{ kind: 'ggd', slot: 'ggd', short: 'GGD', initials: 'GGD' },
	{ kind: 'gemeente', slot: 'gem', short: 'Gemeente', initials: 'Gm' },
	{ kind: 'woningcorporatie', slot: 'wcp', short: 'Wonen', initials: 'Wo' },
	{ kind: 'politie', slot: 'pol', short: 'Politie', initials: 'Po' },
	{ kind: 'zorggroep', slot: 'zor', short: 'Zorg', initials: 'Zg' }
];
