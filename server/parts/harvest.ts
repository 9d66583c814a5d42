import * as v from 'valibot';
import * as Y from 'yjs';
import { stageOf } from '#domain/kinds.ts';
import { tidy } from '#domain/text.ts';
import { append } from '../audit.ts';
import type { Query } from '../db/open.ts';
import { refused, type Ground, type Outcome } from '../ground.ts';
import { act, type Acting } from '../kinds.ts';
import { newId } from '../secrets.ts';
import { groupsOf } from './dots.ts';

// The harvest of values: chosen groups become rows with their lineage; their texts are written together on the board.

/** What is written at a value, each a Y.Text of the board under `<value id>.<field>`. */
export const valueFields = ['name', 'meaning', 'seen', 'unseen'] as const;

/** Groups that became values, in order. */
export function valuesOf(db: Query, step: string) {
	return db
		.selectFrom('value')
		.select(['id', 'group_id as group', 'name', 'meaning', 'seen', 'unseen'])
		.where('step_id', '=', step)
		.where('dropped_at', 'is', null)
		.orderBy('position')
		.execute();
}

/** For `load`, so that a page without a socket reads it too: each value with its texts and the cards it came from. */
export async function harvestOf(db: Query, step: string) {
	const cards = await db
		.selectFrom('value_card')
		.innerJoin('card', 'card.id', 'value_card.card_id')
		.innerJoin('value', 'value.id', 'value_card.value_id')
		.select(['value.id as value', 'card.id', 'card.text'])
		.where('value.step_id', '=', step)
		.where('card.step_id', '=', step)
		.where('card.hidden_at', 'is', null)
		.orderBy('card.shuffle')
		.execute();
	return (await valuesOf(db, step)).map(({ id, meaning, seen, unseen }) => ({
		id,
		meaning,
		seen,
		unseen,
		cards: cards.filter((card) => card.value === id).map((card) => ({ id: card.id, text: card.text }))
	}));
}

export const harvestActs = {
	/** A group becomes a value, with the cards that it came from (H1, H2). Doing it twice changes nothing. */
	harvestGroup: act('facilitator', v.object({ group: v.string() }), async (at, { group }) => {
		const { ground, step, seat, now } = at;
		if (!['dots', 'texts'].includes(stageOf(step.kind, step.stage).opens)) return refused('harvest-not-open');
		const outcome = await ground.db.transaction().execute(async (tx): Promise<Outcome> => {
			const found = (await groupsOf(tx, step.id)).find((g) => g.id === group);
			if (!found) return refused('group-gone');
			const there = await tx
				.selectFrom('value')
				.select(['id', 'dropped_at'])
				.where('step_id', '=', step.id)
				.where('group_id', '=', group)
				.executeTakeFirst();
			const value = there?.id ?? newId();
			if (there) await tx.updateTable('value').set({ dropped_at: null }).where('id', '=', value).execute();
			else await insertValue(tx, at, value, found);
			await linkCards(tx, step.id, value, group);
			if (there?.dropped_at === null) return { ok: true };
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'harvest-value',
				subject: value,
				detail: { group },
				by: seat
			});
			return { ok: true };
		});
		if (outcome.ok) await layTexts(ground, step.id);
		return outcome;
	}),

	/** The counter-act: the group is not a value now. Row, texts and lineage stay, and come back with `harvestGroup` (H3). */
	dropValue: act('facilitator', v.object({ value: v.string() }), ({ ground, step, seat, now }, { value }) =>
		ground.db.transaction().execute(async (tx): Promise<Outcome> => {
			await settleTexts(tx, ground, step.id);
			const dropped = await tx
				.updateTable('value')
				.set({ dropped_at: now })
				.where('id', '=', value)
				.where('step_id', '=', step.id)
				.where('dropped_at', 'is', null)
				.executeTakeFirst();
			if (!dropped.numUpdatedRows) return refused('value-gone');
			await append(tx, { journey: step.journey_id, at: now, act: 'drop-value', subject: value, by: seat });
			return { ok: true };
		})
	)
};

async function insertValue(
	tx: Query,
	{ step, seat, now }: Acting,
	id: string,
	group: { id: string; title: string }
) {
	const { position } = await tx
		.selectFrom('value')
		.select((eb) => eb.fn.countAll<number>().as('position'))
		.where('step_id', '=', step.id)
		.executeTakeFirstOrThrow();
	await tx
		.insertInto('value')
		.values({
			id,
			journey_id: step.journey_id,
			step_id: step.id,
			group_id: group.id,
			name: group.title,
			meaning: '',
			seen: '',
			unseen: '',
			position: Number(position) + 1,
			harvested_at: now,
			harvested_by: seat.participant,
			dropped_at: null
		})
		.execute();
}

/** Lineage: every card that lies in the group now, the ones under another card too. Links are added, never taken away. */
async function linkCards(tx: Query, step: string, value: string, group: string): Promise<void> {
	const cards = await tx
		.selectFrom('card')
		.select('id')
		.where('step_id', '=', step)
		.where('group_id', '=', group)
		.where('hidden_at', 'is', null)
		.execute();
	if (cards.length)
		await tx
			.insertInto('value_card')
			.values(cards.map((card) => ({ value_id: value, card_id: card.id })))
			.onConflict((oc) => oc.doNothing())
			.execute();
}

/** Gives each value its texts on the board, made by the server alone so that two people never make them twice. */
export async function layTexts(ground: Ground, step: string): Promise<void> {
	const values = await valuesOf(ground.db, step);
	if (values.length === 0) return;
	await ground.sync.change({ kind: 'board', step }, (doc) => {
		const texts = doc.getMap<Y.Text>('texts');
		for (const value of values)
			for (const field of valueFields)
				if (!texts.has(`${value.id}.${field}`)) texts.set(`${value.id}.${field}`, new Y.Text(value[field]));
	});
}

/** Writes the texts of the board into the rows, tidied. Rows are what exports and later steps read. */
export async function settleTexts(db: Query, ground: Ground, step: string): Promise<void> {
	const written = await ground.sync.read({ kind: 'board', step }, (doc) => {
		const texts = doc.getMap<Y.Text>('texts');
		return new Map([...texts].map(([key, text]) => [key, tidy(text.toString())]));
	});
	for (const value of await valuesOf(db, step)) {
		const fields = Object.fromEntries(
			valueFields.flatMap((field) => {
				const text = written.get(`${value.id}.${field}`);
				return text === undefined || text === value[field] ? [] : [[field, text]];
			})
		);
		if (Object.keys(fields).length)
			await db.updateTable('value').set(fields).where('id', '=', value.id).execute();
	}
}
