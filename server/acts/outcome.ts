/** A refusal is a value; its reason is also its message key, `reason_<reason>`. */
export interface Refused {
	ok: false;
	reason: string;
	/** The form field that it stands beside, where there is one. */
	field?: string;
	/** Of a form that changes something: what somebody else did to it meanwhile. */
	meanwhile?: Meanwhile;
}

/** What stands where somebody else changed the same (F9). */
export interface Meanwhile {
	/** Who did; null: nobody knows. */
	by: string | null;
	/** It was the same person, on another screen. */
	isMe: boolean;
	/** Every field as it stands now. */
	stands: Record<string, string>;
	/** The fields that both changed. */
	clashes: string[];
	/** What a form shows: its own words where they were touched, else what stands now. */
	fields: Record<string, string>;
}

export type Outcome<T = object> = ({ ok: true } & T) | Refused;

export const refused = (reason: string, field?: string): Refused => ({
	ok: false,
	reason,
	...(field && { field })
});
