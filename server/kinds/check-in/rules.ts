import { createHash } from 'node:crypto';
import type { AtStep } from '#server/acts/act.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { settingsOf } from './settings.ts';

// The ground rules, and who accepted which wording of them.

export interface Rule {
	id: string;
	text: string;
}

/** The rules that hold now, in order. */
export function rulesOf(db: Query, step: string): Promise<Rule[]> {
	return db
		.selectFrom('ground_rule')
		.select(['id', 'text'])
		.where('step_id', '=', step)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
}

/** Names a wording of the rules: whoever accepted another one is asked again (K4). */
export function wordingOf(rules: readonly Rule[]): string {
	return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
}

export async function acceptedWording(
	db: Query,
	step: string,
	participant: string
): Promise<string | undefined> {
	const row = await db
		.selectFrom('acceptance')
		.select('rules')
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.executeTakeFirst();
	return row?.rules;
}

/** How many people accepted this wording. */
export async function acceptances(db: Query, step: string, wording: string): Promise<number> {
	const { accepted } = await db
		.selectFrom('acceptance')
		.innerJoin('participant', 'participant.id', 'acceptance.participant_id')
		.select((eb) => eb.fn.countAll<number>().as('accepted'))
		.where('step_id', '=', step)
		.where('rules', '=', wording)
		.where('participant.removed_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(accepted);
}

type By = Pick<AtStep, 'step' | 'seat' | 'now'>;

/** The rules of the template come on the table the first time. */
export async function bringRules(tx: Query, at: By): Promise<void> {
	if ((await everBrought(tx, at.step.id)) > 0) return;
	for (const text of settingsOf(at.step).rules) await insertRule(tx, at, { id: newId(), text });
}

/** At the end. Returns whether it is new; a replayed post has the id of the first. */
export async function insertRule(tx: Query, { step, seat, now }: By, { id, text }: Rule): Promise<boolean> {
	const inserted = await tx
		.insertInto('ground_rule')
		.values({
			id,
			step_id: step.id,
			text,
			position: (await everBrought(tx, step.id)) + 1,
			added_by: seat.participant,
			added_at: now,
			removed_at: null
		})
		.onConflict((oc) => oc.doNothing())
		.executeTakeFirst();
	return Boolean(inserted.numInsertedOrUpdatedRows);
}

/** How many rules there ever were, removed ones too. */
async function everBrought(db: Query, step: string): Promise<number> {
	const { rules } = await db
		.selectFrom('ground_rule')
		.select((eb) => eb.fn.countAll<number>().as('rules'))
		.where('step_id', '=', step)
		.executeTakeFirstOrThrow();
	return Number(rules);
}
