// Who answers for an organisation, and who gives advice (I-rules).

export const speakerRoles = ['holder', 'deputy'] as const;
export type SpeakerRole = (typeof speakerRoles)[number];

/** Who was named for one organisation; a participant who left it is nobody. */
export interface Named {
	holder: string | null;
	deputy: string | null;
	/** The holder leaves it to the deputy. */
	isLeft: boolean;
}

export const nobodyNamed: Named = { holder: null, deputy: null, isLeft: false };

/**
 * Whether what somebody of an organisation says is its answer, and not advice: it is the holder's, and the deputy's while
 * the holder is not there or leaves it to them; of everybody where nobody was named (I14, I15).
 */
export function speaksFor(me: string, { holder, deputy, isLeft }: Named, isHolderHere: boolean): boolean {
	if (holder === null && deputy === null) return true;
	if (me === holder) return !isLeft || deputy === null;
	return me === deputy && (holder === null || isLeft || !isHolderHere);
}
