/** A refusal is a value; its reason is also its message key, `reason_<reason>`. */
export interface Refused {
	ok: false;
	reason: string;
	/** The form field that it stands beside, where there is one. */
	field?: string;
}
export type Outcome<T = object> = ({ ok: true } & T) | Refused;

export const refused = (reason: string, field?: string): Refused => ({
	ok: false,
	reason,
	...(field && { field })
});
