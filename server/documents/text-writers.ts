import { append } from '#server/acts/audit.ts';
import type { Context } from '#server/app/context.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import type { WrittenTexts } from '#server/sync/live-document.ts';

/** Who goes on at a text within this time, ms, is not named again: else every second of typing would be an entry. */
const spell = 10 * 60 * 1000;

/** Who wrote, in what: `<harvest id>.<field>`. */
interface Writing {
	participant: string;
	key: string;
}

/**
 * Who writes in the texts of a board comes into the audit when the text is written down in rows (H7). Until then it is
 * only here: who kills the program takes the names of that second along, and no word.
 */
export function createTextWriters(context: Context) {
	/** By step, since its texts were last written down. */
	const since = new Map<string, Writing[]>();
	/** When an entry was made, by writer and text. */
	const named = new Map<string, number>();

	const isNew = ({ participant, key }: Writing) => !named.has(`${participant} ${key}`);

	function forgetOld(now: number): void {
		for (const [writing, at] of named) if (now - at >= spell || at > now) named.delete(writing);
	}

	function add(step: string, writings: readonly Writing[]): void {
		const all = since.get(step) ?? [];
		const isThere = (it: Writing) =>
			all.some(({ participant, key }) => participant === it.participant && key === it.key);
		all.push(...writings.filter((one) => !isThere(one)));
		if (all.length > 0) since.set(step, all);
	}

	return {
		wrote(step: string, written: WrittenTexts): void {
			add(
				step,
				[...written].flatMap(([participant, keys]) => [...keys].map((key) => ({ participant, key })))
			);
		},

		/** What was written since the last time; before the text is read, so that nobody is missed. */
		take(step: string): readonly Writing[] {
			const writings = since.get(step) ?? [];
			since.delete(step);
			return writings;
		},

		/** It could not be written down. */
		putBack: add,

		async audit(step: StepRow, written: readonly Writing[]): Promise<void> {
			const at = context.now();
			forgetOld(at);
			const entries = written.filter(isNew);
			if (entries.length === 0) return;
			const people = await peopleOf(context, entries);
			await context.db.transaction().execute(async (tx) => {
				for (const { participant, key } of entries) {
					const [subject = '', field = ''] = key.split('.');
					const person = isAnonymousStep(step) ? undefined : people.get(participant);
					const entry = { journey: step.journey_id, at, act: 'write-text', subject, detail: { field } };
					await append(tx, { ...entry, ...(person && { by: { person, participant } }) });
				}
			});
			for (const { participant, key } of entries) named.set(`${participant} ${key}`, at);
		}
	};
}

async function peopleOf({ db }: Context, entries: readonly Writing[]): Promise<Map<string, string>> {
	const ids = [...new Set(entries.map(({ participant }) => participant))];
	const rows = await db
		.selectFrom('participant')
		.select(['id', 'person_id'])
		.where('id', 'in', ids)
		.execute();
	return new Map(rows.map((row) => [row.id, row.person_id]));
}
