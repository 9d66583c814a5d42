import type { AdmittedHow } from '#domain/journey/admitting.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';

// That people belong where they sat down, as rows: of each that somebody said so, and when it was taken back.

export interface NewAdmission {
	journey: string;
	participant: string;
	/** Null: as a guest. */
	organisation: string | null;
	how: AdmittedHow;
	/** Who said so; null: nobody had to. */
	by: string | null;
	/** Ms since 1970. */
	at: number;
}

/** For who has none that goes on. What a colleague doubted is settled. */
export async function beginAdmission(
	tx: Query,
	{ journey, participant, organisation, how, by, at }: NewAdmission
): Promise<void> {
	const row = { journey_id: journey, participant_id: participant, organisation_id: organisation };
	await tx
		.insertInto('admission')
		.values({ id: newId(), ...row, how, by_id: by, at, ended_at: null, ended_by: null })
		.execute();
	await tx
		.updateTable('participant')
		.set({ doubted_at: null, doubted_by: null })
		.where('id', '=', participant)
		.execute();
}

/** The counter-act; the row stays. Returns whether there was one. */
export async function endAdmission(
	tx: Query,
	{ participant, by, at }: { participant: string; by: string; at: number }
): Promise<boolean> {
	const ended = await tx
		.updateTable('admission')
		.set({ ended_at: at, ended_by: by })
		.where('participant_id', '=', participant)
		.where('ended_at', 'is', null)
		.executeTakeFirst();
	return ended.numUpdatedRows > 0n;
}

/** As what each was admitted at a moment, by participant: an organisation, or null for a guest. */
export async function admittedAt(
	db: Query,
	journey: string,
	at: number
): Promise<ReadonlyMap<string, string | null>> {
	const rows = await db
		.selectFrom('admission')
		.select(['participant_id', 'organisation_id'])
		.where('journey_id', '=', journey)
		.where('at', '<=', at)
		.where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', at)]))
		.execute();
	return new Map(rows.map((row) => [row.participant_id, row.organisation_id]));
}
