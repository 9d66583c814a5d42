import { sql } from 'kysely';
import type { Query } from '#server/db/open.ts';

// What somebody made while they sat at the wrong organisation, taken along to the one where they belong (J37).

export interface Moving {
	participant: string;
	/** An organisation; null: as a guest. */
	from: string | null;
	to: string | null;
}

/**
 * Their cards, dots, judgements, questions, advice, scores and stances. Where the other organisation gave a score or a stance of its own,
 * that one stays, and theirs where it was. Returns the steps whose boards have to follow.
 */
export async function takeAlong(tx: Query, moving: Moving): Promise<string[]> {
	const steps = await takeCards(tx, moving);
	await takeVotes(tx, moving);
	const { participant, from, to } = moving;
	if (from !== null && to !== null) await takeAnswers(tx, { participant, from, to });
	return steps;
}

/** What was laid on the table with a name; of an anonymous step nobody knows whose it is. */
async function takeCards(tx: Query, { participant, from, to }: Moving): Promise<string[]> {
	const moved = await tx
		.updateTable('card')
		.set({ organisation_id: to })
		.where('participant_id', '=', participant)
		.where('organisation_id', from === null ? 'is' : '=', from)
		.returning('step_id')
		.execute();
	return [...new Set(moved.map(({ step_id }) => step_id))];
}

async function takeVotes(tx: Query, { participant, from, to }: Moving): Promise<void> {
	for (const table of ['dot', 'judgement', 'consent_question'] as const)
		await tx
			.updateTable(table)
			.set({ organisation_id: to })
			.where('participant_id', '=', participant)
			.where('organisation_id', from === null ? 'is' : '=', from)
			.execute();
}

/** What an organisation gives as one, and what they advised it. */
async function takeAnswers(
	tx: Query,
	{ participant, from, to }: { participant: string; from: string; to: string }
): Promise<void> {
	await tx
		.updateTable('advice')
		.set({ organisation_id: to })
		.where('organisation_id', '=', from)
		.where('participant_id', '=', participant)
		.execute();
	for (const [table, about] of Object.entries(givenAsOne)) {
		const own = sql.join(
			about.map((column) => sql`own.${sql.ref(column)} = ${sql.ref(`${table}.${column}`)}`),
			sql` and `
		);
		await sql`
			update ${sql.table(table)} set organisation_id = ${to}
			where organisation_id = ${from} and participant_id = ${participant} and not exists (
				select 1 from ${sql.table(table)} as own where own.organisation_id = ${to} and ${own}
			)`.execute(tx);
	}
}

/** By table, what an answer of an organisation is about: of that it has one of its own, or none. */
const givenAsOne = { score: ['step_id', 'theme_id'], stance: ['round_id', 'subject'] } as const;
