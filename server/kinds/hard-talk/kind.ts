import * as v from 'valibot';
import {
	bellAt,
	checkNextDate,
	checkOutcome,
	closing,
	decideBegin,
	decideTurn,
	missingTalks,
	script,
	stateOf,
	type Talk
} from '#domain/kinds/hard-talk/talk.ts';
import type { TalkCard, HardTalkState } from '#wire/kinds/hard-talk/state.ts';
import { append } from '#server/acts/audit.ts';
import type { Database } from '#server/db/schema.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { refused, type Outcome, type Refused } from '#server/acts/outcome.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { cardsState, myPart } from '#server/parts/cards/card-step.ts';
import { cardActs } from '#server/parts/cards/cards.ts';
import { table } from '#server/parts/board/table.ts';
import { newId } from '#server/app/secrets.ts';

// "Welk gesprek voeren we niet?" Anonymous cards, and a talk of four timed turns about one of them at a time. Of a talk
// only what was agreed, what stays open and when it goes on is kept, never what was said.

type TalkRow = Database['talk'];

export default {
	kind: 'hard-talk',

	facts: (db, step, context) => (isTalking(step) ? talkState(db, step) : cardsState(db, step, context)),
	mine: myPart,
	...table,

	async gate(db, step, stage) {
		if (stage !== 'harvested') return [];
		const { cards } = await talkState(db, step);
		return missingTalks(cards.filter(({ state }) => state === 'none' || state === 'under-way').length);
	},

	async sheets(db, step) {
		if (!isTalking(step)) return [];
		const { cards } = await talkState(db, step);
		return [
			{
				name: 'talks',
				columns: ['card', 'talk_state', 'agreement', 'open_point', 'next_date'],
				rows: cards.map((card) => [
					card.text,
					card.state,
					card.agreement,
					card.openPoint,
					card.nextDate ?? ''
				])
			}
		];
	},

	acts: {
		...cardActs,

		/** One card, chosen without votes; one talk at a time (Q2). */
		beginTalk: act('facilitator', v.object({ card: madeId }), (at, { card }) =>
			deciding(at, 'begin-talk', async (tx, rows) => {
				if (!(await isOnTable(tx, at.step, card))) return refused('card-gone');
				const decision = decideBegin(rows.map(talkOf), card);
				if (!decision.ok) return refused(decision.reason);
				if (!decision.changes) return null;
				return { card, set: { turn: 1, turn_at: at.now, begun_at: at.now } };
			})
		),

		/** The counter-act of `beginTalk`: the card lies there as before. */
		putAside: act('facilitator', v.object({ talk: madeId }), (at, { talk }) =>
			deciding(at, 'put-talk-aside', async (_, rows) => {
				const row = rows.find(({ id }) => id === talk);
				if (!row) return refused('talk-gone');
				if (stateOf(talkOf(row)) !== 'under-way') return null;
				return { card: row.card_id, set: { turn: 0, turn_at: null } };
			})
		),

		/** `from` is the turn that was on the screen: a double click moves once (Q2). */
		nextTurn: act('facilitator', v.object({ talk: madeId, from: v.string() }), (at, given) =>
			turning(at, given, 1)
		),
		previousTurn: act('facilitator', v.object({ talk: madeId, from: v.string() }), (at, given) =>
			turning(at, given, -1)
		),

		/** What is kept of a talk (Q3). Again, with other words, until it is put right. */
		endTalk: act(
			'facilitator',
			v.object({
				talk: madeId,
				agreement: v.optional(v.string(), ''),
				openPoint: v.optional(v.string(), ''),
				nextDate: v.optional(v.string(), '')
			}),
			(at, given) =>
				deciding(at, 'end-talk', async (_, rows) => {
					const row = rows.find(({ id }) => id === given.talk);
					if (!row) return refused('talk-gone');
					const state = stateOf(talkOf(row));
					if (state !== 'under-way' && state !== 'discussed') return refused('talk-not-under-way');
					const checked = checkOutcome(given, dayOf(at.now));
					if (!checked.ok) return refused(checked.reason, checked.field);
					const { agreement, openPoint, nextDate } = checked.outcome;
					const kept = { agreement, open_point: openPoint, next_date: nextDate };
					const isSame = Object.entries(kept).every(([key, value]) => row[key as keyof TalkRow] === value);
					if (state === 'discussed' && isSame) return null;
					return {
						card: row.card_id,
						set: { ...kept, turn: closing, turn_at: null, ended_at: row.ended_at ?? at.now }
					};
				})
		),

		/** The counter-act of `endTalk`: the three lines stand there as they were, to be written on. */
		reopenTalk: act('facilitator', v.object({ talk: madeId }), (at, { talk }) =>
			deciding(at, 'reopen-talk', async (_, rows) => {
				const row = rows.find(({ id }) => id === talk);
				if (!row) return refused('talk-gone');
				if (stateOf(talkOf(row)) !== 'discussed') return null;
				if (rows.some((other) => stateOf(talkOf(other)) === 'under-way')) return refused('talk-under-way');
				return { card: row.card_id, set: { ended_at: null } };
			})
		),

		/** "Bewust open", with the day on which it is looked at again (Q4). */
		leaveOpen: act(
			'facilitator',
			v.object({ card: madeId, nextDate: v.optional(v.string(), '') }),
			(at, { card, nextDate }) =>
				deciding(at, 'leave-open', async (tx, rows) => {
					if (!(await isOnTable(tx, at.step, card))) return refused('card-gone');
					const state = stateOf(rows.map(talkOf).find((talk) => talk.card === card));
					if (state === 'under-way') return refused('talk-under-way');
					if (state === 'discussed') return refused('talk-over');
					const date = checkNextDate(nextDate, dayOf(at.now));
					if (!date.ok) return refused(date.reason, 'nextDate');
					return { card, set: { turn: 0, ended_at: at.now, next_date: date.text } };
				})
		),

		/** The counter-act of `leaveOpen`. */
		takeUp: act('facilitator', v.object({ card: madeId }), (at, { card }) =>
			deciding(at, 'take-up', async (_, rows) => {
				const row = rows.find(({ card_id }) => card_id === card);
				if (!row || stateOf(talkOf(row)) !== 'left-open') return null;
				return { card, set: { ended_at: null, next_date: null } };
			})
		)
	}
} satisfies KindServer;

const isTalking = ({ stage }: Pick<StepRow, 'stage'>) => stage === 'talking' || stage === 'harvested';

const talkOf = ({ card_id, turn, ended_at }: TalkRow): Talk => ({ card: card_id, turn, endedAt: ended_at });

/** ISO date, for people; the region's day is at most hours ahead of it. */
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

type Set = Partial<Omit<TalkRow, 'id' | 'step_id' | 'card_id'>>;

/** The lines that every act on a talk shares: read, decide, one transaction with its audit entry. Null: it is so already. */
function deciding(
	{ context, step, seat, now }: Acting,
	name: string,
	decide: (tx: Query, rows: TalkRow[]) => Promise<{ card: string; set: Set } | Refused | null>
): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const { stage } = await tx
			.selectFrom('step')
			.select('stage')
			.where('id', '=', step.id)
			.executeTakeFirstOrThrow();
		if (stage !== 'talking') return refused('talk-not-open');
		const rows = await talksOf(tx, step.id);
		const decision = await decide(tx, rows);
		if (decision === null) return { ok: true };
		if ('ok' in decision) return decision;
		await keep(tx, step.id, decision.card, decision.set, now);
		await append(tx, { journey: step.journey_id, at: now, act: name, subject: decision.card, by: seat });
		return { ok: true };
	});
}

const talksOf = (db: Query, step: string): Promise<TalkRow[]> =>
	db.selectFrom('talk').selectAll().where('step_id', '=', step).execute();

async function keep(tx: Query, step: string, card: string, set: Set, now: number): Promise<void> {
	const fresh: TalkRow = {
		id: newId(),
		step_id: step,
		card_id: card,
		turn: 0,
		turn_at: null,
		begun_at: now,
		ended_at: null,
		agreement: '',
		open_point: '',
		next_date: null
	};
	await tx
		.insertInto('talk')
		.values({ ...fresh, ...set })
		.onConflict((oc) => oc.columns(['step_id', 'card_id']).doUpdateSet(set))
		.execute();
}

function turning(at: Acting, given: { talk: string; from: string }, by: 1 | -1): Promise<Outcome> {
	return deciding(at, 'turn-talk', async (_, rows) => {
		const row = rows.find(({ id }) => id === given.talk);
		if (!row) return refused('talk-gone');
		const decision = decideTurn(talkOf(row), Number(given.from), by);
		if (!decision.ok) return refused(decision.reason);
		if (decision.turn === row.turn) return null;
		return { card: row.card_id, set: { turn: decision.turn, turn_at: at.now } };
	});
}

async function isOnTable(db: Query, step: StepRow, card: string): Promise<boolean> {
	return (await pilesOf(db, step.id)).some(({ id }) => id === card);
}

async function talkState(db: Query, step: StepRow): Promise<HardTalkState> {
	const rows = new Map((await talksOf(db, step.id)).map((row) => [row.card_id, row]));
	const piles = await pilesOf(db, step.id);
	const cards = piles.map((pile): TalkCard => cardWith(pile, rows.get(pile.id)));
	const now = cards.find(({ state }) => state === 'under-way');
	const row = now && rows.get(now.id);
	return {
		part: 'talk',
		cards,
		current: row
			? {
					talk: row.id,
					card: row.card_id,
					turn: row.turn,
					bellAt: bellAt(row.turn, row.turn_at),
					turnMs: (script[row.turn - 1]?.minutes ?? 0) * 60_000
				}
			: null
	};
}

const cardWith = (pile: Pile, row: TalkRow | undefined): TalkCard => ({
	...pile,
	talk: row?.id ?? null,
	state: stateOf(row && talkOf(row)),
	agreement: row?.agreement ?? '',
	openPoint: row?.open_point ?? '',
	nextDate: row?.next_date ?? null
});

interface Pile {
	id: string;
	text: string;
	under: string[];
	group: string | null;
}

/** As they were last written down, in the order of the table; what was hidden is on no table. */
async function pilesOf(db: Query, step: string): Promise<Pile[]> {
	const cards = await db
		.selectFrom('card')
		.leftJoin('card_group', (join) =>
			join
				.onRef('card_group.id', '=', 'card.group_id')
				.onRef('card_group.step_id', '=', 'card.step_id')
				.on('card_group.gone_at', 'is', null)
		)
		.select(['card.id', 'card.text', 'card.on_card_id as on', 'card_group.title as group'])
		.where('card.step_id', '=', step)
		.where('card.hidden_at', 'is', null)
		.orderBy('card.shuffle')
		.execute();
	const there = new Set(cards.map(({ id }) => id));
	return cards
		.filter(({ on }) => on === null || !there.has(on))
		.map(({ id, text, group }) => ({
			id,
			text,
			group,
			under: cards.filter(({ on }) => on === id).map((card) => card.text)
		}));
}
