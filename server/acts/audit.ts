import { createHash } from 'node:crypto';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { newToken } from '#server/app/secrets.ts';

export interface Entry {
	journey: string;
	at: number;
	act: string;
	subject?: string;
	/** No personal data: this is in the chain for good. */
	detail?: Record<string, string | number | boolean | null>;
	/** Erasable; the chain holds only a salted commitment to it. */
	by?: { person: string; participant?: string };
}

const start = '0'.repeat(64);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** Appends to the chain of the journey. Called inside the transaction of the act that it tells of. */
export async function append(tx: Query, entry: Entry): Promise<void> {
	const last = await tx
		.selectFrom('audit')
		.select(['seq', 'hash'])
		.where('journey_id', '=', entry.journey)
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	const { person, participant } = entry.by ?? {};
	const personal = person ? JSON.stringify({ person, participant }) : null;
	const salt = personal === null ? null : newToken();
	const row = {
		journey_id: entry.journey,
		seq: (last?.seq ?? 0) + 1,
		at: entry.at,
		act: entry.act,
		subject: entry.subject ?? null,
		detail: JSON.stringify(entry.detail ?? {}),
		commitment: personal === null ? '' : sha(`${salt}\n${personal}`)
	};
	await tx
		.insertInto('audit')
		.values({ ...row, personal, salt, hash: linkHash(last?.hash ?? start, row) })
		.execute();
}

/** What a link of the chain holds for; the person is in it by the commitment alone. */
type Linked = Omit<Database['audit'], 'personal' | 'salt' | 'hash'>;

function linkHash(previous: string, row: Linked): string {
	return sha(
		JSON.stringify([
			previous,
			row.journey_id,
			row.seq,
			row.at,
			row.act,
			row.subject,
			row.detail,
			row.commitment
		])
	);
}

export type Verdict =
	{ ok: true; entries: number } | { ok: false; seq: number; why: 'missing' | 'changed' | 'person-changed' };

/** Walks the chain of a journey from its start. An erased person (personal and salt null) breaks nothing. */
export async function verify(db: Query, journey: string): Promise<Verdict> {
	const rows = await db
		.selectFrom('audit')
		.selectAll()
		.where('journey_id', '=', journey)
		.orderBy('seq')
		.execute();
	let previous = start;
	for (const [index, row] of rows.entries()) {
		if (row.seq !== index + 1) return { ok: false, seq: index + 1, why: 'missing' };
		if (row.hash !== linkHash(previous, row)) return { ok: false, seq: row.seq, why: 'changed' };
		if (row.personal !== null && row.commitment !== sha(`${row.salt}\n${row.personal}`))
			return { ok: false, seq: row.seq, why: 'person-changed' };
		previous = row.hash;
	}
	return { ok: true, entries: rows.length };
}
