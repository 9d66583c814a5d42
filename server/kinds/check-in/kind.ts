import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { decideAccept } from '#domain/kinds/check-in/ground-rules.ts';
import { lateInRound, speakerOrder } from '#domain/kinds/check-in/round.ts';
import { checkLine } from '#domain/text/text.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { newId } from '#server/app/secrets.ts';

// Check-in: one round in which each person speaks once, and the ground rules that everybody accepts.

/** Visible characters in a ground rule. */
const ruleLimit = 120;
const settingsOf = (step: Pick<StepRow, 'settings'>) =>
	v.parse(v.object({ turnSeconds: v.number(), rules: v.array(v.string()) }), JSON.parse(step.settings));

export default {
	kind: 'check-in',

	async facts(db, step) {
		const turns = await turnsOf(db, step);
		const speaking = turns.find((turn) => turn.startedAt !== null && turn.endedAt === null) ?? null;
		const next = turns.find((turn) => turn.startedAt === null) ?? null;
		const rules = await rulesOf(db, step.id);
		const turnMs = settingsOf(step).turnSeconds * 1000;
		const who = (turn: (typeof turns)[number] | null) =>
			turn && { id: turn.participant, name: turn.name, organisation: turn.organisation };
		return {
			part: 'check-in',
			speaker: who(speaking),
			next: who(next),
			bellAt: speaking?.startedAt ? speaking.startedAt + turnMs : null,
			turnMs,
			spoken: turns.filter((turn) => turn.endedAt !== null).length,
			total: turns.length,
			rules,
			accepted: await acceptances(db, step.id, wording(rules))
		};
	},

	async mine({ context, step, seat }) {
		const wordingNow = wording(await rulesOf(context.db, step.id));
		const accepted = await acceptedWording(context.db, step.id, seat.participant);
		return { wording: wordingNow, accepted: accepted === wordingNow };
	},

	async entering(tx, at, stage) {
		if (stage === 'round') await drawOrder(tx, at);
		if (stage === 'agreeing') await bringRules(tx, at);
	},

	acts: {
		/** The speaker is done; the next one begins (K2). `after` is who was speaking: a double click moves on once. */
		nextSpeaker: act('facilitator', v.object({ after: v.string() }), (at, { after }) =>
			inRound(at, after, false)
		),

		/** Passes over who was called but is not there: that person comes last (K3). */
		skipSpeaker: act('facilitator', v.object({ after: v.string() }), (at, { after }) =>
			inRound(at, after, true)
		),

		accept: act('anyone', v.object({ wording: v.string() }), ({ context, step, seat, now }, given) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				if (seat.role === 'observer') return refused('observer');
				const rules = await rulesOf(tx, step.id);
				const decision = decideAccept(rules, given.wording, wording(rules));
				if (!decision.ok) return refused(decision.reason);
				if ((await acceptedWording(tx, step.id, seat.participant)) === given.wording) return { ok: true };
				const row = { rules: given.wording, at: now };
				await tx
					.insertInto('acceptance')
					.values({ step_id: step.id, participant_id: seat.participant, ...row })
					.onConflict((oc) => oc.columns(['step_id', 'participant_id']).doUpdateSet(row))
					.execute();
				await append(tx, {
					journey: step.journey_id,
					at: now,
					act: 'accept-rules',
					subject: step.id,
					by: seat
				});
				return { ok: true };
			})
		),

		/** Another rule; everybody is asked again, because it is another promise (K4). */
		addRule: act(
			'facilitator',
			v.object({ id: v.pipe(v.string(), v.regex(/^[a-z0-9]{10,32}$/)), text: v.string() }),
			(at, given) => {
				const text = checkLine(given.text, ruleLimit);
				return text.ok ? addRule(at, given.id, text.text) : Promise.resolve(refused(text.reason, 'text'));
			}
		),

		/** The counter-act; the row stays. */
		removeRule: act('facilitator', v.object({ id: v.string() }), ({ context, step, seat, now }, { id }) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const rule = await ruleIn(tx, step.id, id);
				if (!rule) return refused('rule-gone');
				if (rule.removed_at !== null) return { ok: true };
				await tx.updateTable('ground_rule').set({ removed_at: now }).where('id', '=', id).execute();
				await append(tx, { journey: step.journey_id, at: now, act: 'remove-rule', subject: id, by: seat });
				return { ok: true };
			})
		)
	}
} satisfies KindServer;

function turnsOf(db: Query, step: Pick<StepRow, 'id'>) {
	return db
		.selectFrom('turn')
		.innerJoin('participant', 'participant.id', 'turn.participant_id')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'turn.participant_id as participant',
			'turn.position',
			'turn.started_at as startedAt',
			'turn.ended_at as endedAt',
			'person.name',
			'participant.organisation_id as organisation'
		])
		.where('turn.step_id', '=', step.id)
		.where('participant.removed_at', 'is', null)
		.orderBy('turn.position')
		.execute();
}

/** The order in which people speak: shuffled, rotating over the organisations (K1). Who came later comes last. */
async function drawOrder(tx: Query, { context, step }: Acting): Promise<void> {
	const people = await tx
		.selectFrom('participant')
		.select(['id', 'organisation_id as organisation'])
		.where('journey_id', '=', step.journey_id)
		.where('removed_at', 'is', null)
		.where('role', '!=', 'observer')
		.execute();
	const drawn = (await turnsOf(tx, step)).map((turn) => turn.participant);
	const newcomers = people.filter((person) => !drawn.includes(person.id));
	const order = lateInRound(drawn, speakerOrder(newcomers, context.random));
	for (const [index, participant] of order.entries())
		await tx
			.insertInto('turn')
			.values({
				step_id: step.id,
				participant_id: participant,
				position: index + 1,
				started_at: null,
				ended_at: null
			})
			.onConflict((oc) => oc.columns(['step_id', 'participant_id']).doUpdateSet({ position: index + 1 }))
			.execute();
}

async function inRound(at: Acting, after: string, skipped: boolean): Promise<Outcome> {
	const { context, step, now } = at;
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const { stage } = await tx
			.selectFrom('step')
			.select('stage')
			.where('id', '=', step.id)
			.executeTakeFirstOrThrow();
		if (stage !== 'round') return refused('round-not-open');
		await drawOrder(tx, at);
		await takeBackTurns(tx, step.id);
		const turns = await turnsOf(tx, step);
		const speaking = turns.find((turn) => turn.startedAt !== null && turn.endedAt === null);
		if ((speaking?.participant ?? '') !== after) return { ok: true };
		const change = (
			participant: string,
			set: { started_at?: number | null; ended_at?: number; position?: number }
		) =>
			tx
				.updateTable('turn')
				.set(set)
				.where('step_id', '=', step.id)
				.where('participant_id', '=', participant)
				.execute();
		if (speaking)
			await change(
				speaking.participant,
				skipped ? { started_at: null, position: turns.length + 1 } : { ended_at: now }
			);
		const next = turns.find((turn) => turn.startedAt === null);
		if (next) await change(next.participant, { started_at: now });
		return { ok: true };
	});
}

/** Who was removed while speaking has not spoken: if let back, that person is called again. */
async function takeBackTurns(tx: Query, step: string): Promise<void> {
	await tx
		.updateTable('turn')
		.set({ started_at: null })
		.where('step_id', '=', step)
		.where('ended_at', 'is', null)
		.where('participant_id', 'in', (eb) =>
			eb.selectFrom('participant').select('id').where('removed_at', 'is not', null)
		)
		.execute();
}

function ruleIn(db: Query, step: string, id: string) {
	return db
		.selectFrom('ground_rule')
		.select(['id', 'removed_at'])
		.where('id', '=', id)
		.where('step_id', '=', step)
		.executeTakeFirst();
}

async function acceptedWording(db: Query, step: string, participant: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('acceptance')
		.select('rules')
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.executeTakeFirst();
	return row?.rules;
}

function rulesOf(db: Query, step: string): Promise<{ id: string; text: string }[]> {
	return db
		.selectFrom('ground_rule')
		.select(['id', 'text'])
		.where('step_id', '=', step)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
}

/** The rules of the template come on the table the first time. */
async function bringRules(tx: Query, { step, seat, now }: Acting): Promise<void> {
	const there = await tx
		.selectFrom('ground_rule')
		.select('id')
		.where('step_id', '=', step.id)
		.executeTakeFirst();
	if (there) return;
	const { rules } = settingsOf(step);
	for (const [index, text] of rules.entries())
		await tx
			.insertInto('ground_rule')
			.values({
				id: newId(),
				step_id: step.id,
				text,
				position: index + 1,
				added_by: seat.participant,
				added_at: now,
				removed_at: null
			})
			.execute();
}

function addRule({ context, step, seat, now }: Acting, id: string, text: string): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		if (await ruleIn(tx, step.id, id)) return { ok: true };
		const { position } = await tx
			.selectFrom('ground_rule')
			.select((eb) => eb.fn.countAll<number>().as('position'))
			.where('step_id', '=', step.id)
			.executeTakeFirstOrThrow();
		await tx
			.insertInto('ground_rule')
			.values({
				id,
				step_id: step.id,
				text,
				position: Number(position) + 1,
				added_by: seat.participant,
				added_at: now,
				removed_at: null
			})
			.onConflict((oc) => oc.doNothing())
			.execute();
		await append(tx, { journey: step.journey_id, at: now, act: 'add-rule', subject: id, by: seat });
		return { ok: true };
	});
}

/** Names a wording of the rules: whoever accepted another one is asked again (K4). */
function wording(rules: { id: string; text: string }[]): string {
	return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
}

async function acceptances(db: Query, step: string, rules: string): Promise<number> {
	const { accepted } = await db
		.selectFrom('acceptance')
		.innerJoin('participant', 'participant.id', 'acceptance.participant_id')
		.select((eb) => eb.fn.countAll<number>().as('accepted'))
		.where('step_id', '=', step)
		.where('rules', '=', rules)
		.where('participant.removed_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(accepted);
}
