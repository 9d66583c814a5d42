// A form that changes what is there already, and somebody else who changes it meanwhile (F8, F9).

/** Fields of a form by name, as a form has them. */
export type Fields = Record<string, string>;

export interface Edit {
	/** What is to be written: what was touched as it was given, all else as it stands. */
	fields: Fields;
	/** Fields that both changed, and not to the same. */
	clashes: string[];
}

/** `was`: what each field began with; of a field that is not in it, whatever is given counts. */
export function mergeEdit(was: Fields, given: Partial<Fields>, stands: Fields): Edit {
	const edit: Edit = { fields: {}, clashes: [] };
	for (const [field, now] of Object.entries(stands)) {
		const [begun, wanted] = [was[field], given[field]];
		const isTouched = wanted !== undefined && (begun === undefined || inLines(wanted) !== inLines(begun));
		edit.fields[field] = isTouched ? wanted : now;
		if (!isTouched || begun === undefined) continue;
		if (spaced(now) !== spaced(begun) && spaced(now) !== spaced(wanted)) edit.clashes.push(field);
	}
	return edit;
}

/** A browser sends the end of a line in a way of its own. */
const inLines = (text: string) => text.replace(/\r\n?/g, '\n');
/** What is kept is tidied: only words make a difference. */
const spaced = (text: string) => text.replace(/\s+/g, ' ').trim();
