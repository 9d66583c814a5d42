import * as v from 'valibot';
import { was } from '#server/acts/editing.ts';
import { madeId } from '#server/documents/values.ts';

/** An ambition as a form says that it shall be. */
export interface Wanted {
	/** The form makes it, so that a replay makes one. */
	id: string;
	name: string;
	solutions: string[];
	/** The ambition that gives up its place for this one (Z8). */
	stops: string | null;
	/** What the form began with (F8). */
	was?: Record<string, string> | undefined;
}

const words = v.optional(v.string(), '');

/** Which ambition stops, where one does. */
export const stopping = v.pipe(words, v.transform(orNobody));

export const ambitionForm = v.pipe(
	v.objectWithRest({ id: madeId, name: words, stops: words, solutions: words, was }, v.string()),
	v.transform((given) => withTicks(given))
);

/** Ids with commas between them, and what a page without a script ticked: `solution-<id>`. */
function withTicks(given: {
	id: string;
	name: string;
	stops: string;
	solutions: string;
	was?: Wanted['was'];
}): Wanted {
	const { id, name, stops, solutions, was, ...rest } = given;
	const ticked = Object.keys(rest).flatMap((key) => /^solution-(.+)$/.exec(key)?.[1] ?? []);
	const listed = solutions.split(',').map((each) => each.trim());
	const all = new Set([...listed, ...ticked]);
	all.delete('');
	return { id, name, stops: orNobody(stops), solutions: [...all], was };
}

function orNobody(id: string): string | null {
	return id || null;
}
