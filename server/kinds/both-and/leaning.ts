import * as v from 'valibot';
import { poles } from '#domain/kinds/both-and/tension.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { tensionIn } from './rows.ts';
import { speaksFor } from './speaking.ts';
import { whileEither } from './stages.ts';

export const lean = stepAct({
	name: 'lean',
	who: 'participants',
	speaks: true,
	when: whileEither,
	input: v.object({
		tension: v.string(),
		pole: v.picklist([...poles, 'none']),
		organisation: v.optional(v.string())
	}),
	/**
	 * To which pole an organisation leans: its last word counts, and 'none' takes it back (M7). A facilitator may say it
	 * for one without a device.
	 */
	async run(tx, at, { tension, pole, organisation: wanted }) {
		const organisation = await speaksFor(tx, at, wanted);
		if (organisation === null) return refused('organisation-missing');
		if (!(await tensionIn(tx, at.step.id, tension))) return refused('harvest-gone');
		if ((await poleOf(tx, tension, organisation)) === pole) return unchanged();
		if (pole === 'none') await leanNowhere(tx, tension, organisation);
		else
			await tx
				.insertInto('leaning')
				.values({ tension_id: tension, organisation_id: organisation, pole, at: at.now })
				.onConflict((oc) => oc.columns(['tension_id', 'organisation_id']).doUpdateSet({ pole, at: at.now }))
				.execute();
		return changed({ audit: { subject: tension, detail: { organisation, pole } } });
	}
});

async function poleOf(tx: Query, tension: string, organisation: string): Promise<string> {
	const leaning = await tx
		.selectFrom('leaning')
		.select('pole')
		.where('tension_id', '=', tension)
		.where('organisation_id', '=', organisation)
		.executeTakeFirst();
	return leaning?.pole ?? 'none';
}

async function leanNowhere(tx: Query, tension: string, organisation: string): Promise<void> {
	await tx
		.deleteFrom('leaning')
		.where('tension_id', '=', tension)
		.where('organisation_id', '=', organisation)
		.execute();
}
