import * as v from 'valibot';
import { absentDays } from '#domain/journey/working-days.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';

const setAbsentDays = act({
	name: 'set-absent-days',
	who: 'facilitators',
	input: v.object({ days: v.string(), was }),
	/** How long an absent organisation has; it holds at once, also for who is absent now (I8). */
	async run(tx, at, given) {
		const { journey } = at;
		const before = await tx
			.selectFrom('journey')
			.select('absent_days as days')
			.where('id', '=', journey)
			.executeTakeFirstOrThrow();
		const stands = { days: String(before.days) };
		const edit = await editing(tx, at, given, stands, { subject: journey, acts: ['set-absent-days'] });
		if (!edit.ok) return edit;
		const days = /^\d{1,2}$/.test(edit.fields.days.trim()) ? Number(edit.fields.days) : 0;
		if (days < absentDays.least || days > absentDays.most) return refused('absent-days-invalid', 'days');
		if (before.days === days) return unchanged();
		await tx.updateTable('journey').set({ absent_days: days }).where('id', '=', journey).execute();
		return changed({ audit: { subject: journey, detail: { days } } });
	}
});

export const absenceActs = { setAbsentDays };
