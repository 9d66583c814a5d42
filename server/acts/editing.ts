import * as v from 'valibot';
import { mergeEdit, type Edit, type Fields } from '#domain/journey/edits.ts';
import type { Query } from '#server/db/open.ts';
import { seatOf } from '#server/journey/seats.ts';
import type { At } from './act.ts';
import { refused, type Meanwhile, type Outcome, type Refused } from './outcome.ts';

// The one way in which a form changes what is there already, while somebody else may do the same (F8, F9).

/** A hidden field of such a form: what each of its fields began with, as JSON. Without it, all that is given counts. */
export const was = v.optional(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())));

/** Where the audit says that these fields were changed. */
export interface Changing {
	subject: string;
	/** Names of acts. */
	acts: readonly string[];
	/** What its detail has to say, where a subject has more of the kind. */
	of?: Record<string, string>;
}

/**
 * The fields as they are to be written; or, where somebody else changed what is changed here, who did and what stands
 * there now. `stands`: as a form would have it.
 */
export async function editing<Given extends { was?: Fields | undefined }>(
	tx: Query,
	at: At,
	{ was, ...given }: Given,
	stands: Fields,
	changing: Changing
): Promise<Outcome<{ fields: Omit<Given, 'was'> }>> {
	const edit = mergeEdit(was ?? {}, given as Partial<Fields>, stands);
	const fields = { ...given, ...edit.fields };
	if (edit.clashes.length === 0) return { ok: true, fields };
	const last = await lastChange(tx, at, changing);
	const by = last && (await seatOf(tx, at.journey, last.participant));
	const isMe = last?.participant === at.seat.participant;
	return changedMeanwhile(edit, stands, { by: by?.name ?? null, isMe });
}

/** Nothing is written: both changed the same. */
export const changedMeanwhile = (
	edit: Edit,
	stands: Fields,
	who: Pick<Meanwhile, 'by' | 'isMe'>
): Refused => ({
	...refused('changed-meanwhile'),
	meanwhile: { ...edit, stands, ...who }
});

/** Who changed it last, and when; null: nobody who is still known. */
export async function lastChange(
	tx: Query,
	{ journey }: Pick<At, 'journey'>,
	{ subject, acts, of = {} }: Changing
): Promise<{ participant: string; at: number } | null> {
	const entries = await tx
		.selectFrom('audit')
		.select(['at', 'act', 'detail', 'personal'])
		.where('journey_id', '=', journey)
		.where('subject', '=', subject)
		.orderBy('seq', 'desc')
		.limit(entriesMost)
		.execute();
	const last = entries.find(({ act, detail }) => acts.includes(act) && says(detail, of));
	const { participant } = JSON.parse(last?.personal ?? '{}') as { participant?: string };
	return last && participant ? { participant, at: last.at } : null;
}

/** So far back is looked who changed something. */
const entriesMost = 200;

function says(detail: string, of: Record<string, string>): boolean {
	const said = JSON.parse(detail) as Record<string, unknown>;
	return Object.entries(of).every(([key, value]) => said[key] === value);
}
