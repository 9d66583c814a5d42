import * as v from 'valibot';
import { leansTo, poles } from '#domain/kinds/both-and/tension.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { leaningsOf, ownersIn, tensionIn } from './rows.ts';
import { whileMapping } from './stages.ts';

/** '' for nobody yet. */
const owner = v.string();

export const setOwners = stepAct({
	name: 'set-owners',
	who: 'participants',
	when: whileMapping,
	input: v.object({ tension: v.string(), a: owner, b: owner }),
	/** Who looks after which pole; each leans to the pole that it looks after (M6). */
	async run(tx, { step }, { tension: id, ...given }) {
		const tension = await tensionIn(tx, step.id, id);
		if (!tension) return refused('harvest-gone');
		const leanings = await leaningsOf(tx, [id]);
		for (const pole of poles)
			if (given[pole] !== '' && !leansTo(leanings, given[pole], pole))
				return refused('owner-leans-not', pole);
		const details = JSON.parse(tension.details) as Record<string, unknown>;
		const owners = { a: given.a || null, b: given.b || null };
		const before = ownersIn(details);
		if (before.a === owners.a && before.b === owners.b) return unchanged();
		await tx
			.updateTable('harvest')
			.set({ details: JSON.stringify({ ...details, owners }) })
			.where('id', '=', id)
			.execute();
		return changed({ audit: { subject: id, detail: owners } });
	}
});
