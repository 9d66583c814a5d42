import type { At } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';

/** Somebody leaves the table, and what was made there stays. Links in reminders end, and what began with them (J19). */
export async function removeSeat(tx: Query, { seat, now }: At, participant: string): Promise<void> {
	const removed = { removed_at: now, removed_by: seat.participant };
	await tx.updateTable('participant').set(removed).where('id', '=', participant).execute();
	await tx
		.deleteFrom('session')
		.where('link', 'in', (of) =>
			of
				.selectFrom('reminder')
				.select('link_hash')
				.where('participant_id', '=', participant)
				.where('link_hash', 'is not', null)
				.$castTo<{ link_hash: string }>()
		)
		.execute();
	await tx
		.updateTable('reminder')
		.set({ link_hash: null, link_expires_at: null })
		.where('participant_id', '=', participant)
		.execute();
}
