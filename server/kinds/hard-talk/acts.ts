import * as v from 'valibot';
import type { Fields } from '#domain/journey/edits.ts';
import { dayOf } from '#domain/journey/moments.ts';
import {
	checkNextDate,
	checkOutcome,
	closing,
	decideBegin,
	decideTurn
} from '#domain/kinds/hard-talk/talk.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import { madeId } from '#server/documents/values.ts';
import { isOnTable } from './piles.ts';
import { becomes, cardAct, ongoingAct } from './talk-act.ts';
import { stateOfRow, talkOf } from './talks.ts';

const ofCard = v.object({ card: madeId });
const ofTalk = v.object({ talk: madeId });
const date = v.optional(v.string(), '');

/** One card, chosen without votes; one talk at a time (Q2). */
const beginTalk = cardAct('begin-talk', ofCard, async ({ tx, step, talks, now }, { card }) => {
	if (!(await isOnTable(tx, step.id, card))) return refused('card-gone');
	const decision = decideBegin(talks.map(talkOf), card);
	if (!decision.ok) return refused(decision.reason);
	return becomes(decision.changes ? { turn: 1, turn_at: now, begun_at: now } : null);
});

/** The counter-act of `beginTalk`: the card lies there as before. */
const putAside = ongoingAct('put-talk-aside', ofTalk, (row) =>
	becomes(stateOfRow(row) === 'under-way' ? { turn: 0, turn_at: null } : null)
);

/** `from` is the turn that was on the screen: a double click moves once (Q2). */
const turning = (by: 1 | -1) =>
	ongoingAct('turn-talk', v.object({ talk: madeId, from: v.string() }), (row, { now }, { from }) => {
		const decision = decideTurn(talkOf(row), Number(from), by);
		if (!decision.ok) return refused(decision.reason);
		return becomes(decision.turn === row.turn ? null : { turn: decision.turn, turn_at: now });
	});

const threeLines = v.object({
	talk: madeId,
	agreement: v.optional(v.string(), ''),
	openPoint: v.optional(v.string(), ''),
	nextDate: date,
	was
});

/** What is kept of a talk (Q3). Again, with other words, until it is put right. */
const endTalk = ongoingAct('end-talk', threeLines, async (row, at, { talk: _, ...given }) => {
	const state = stateOfRow(row);
	if (state !== 'under-way' && state !== 'discussed') return refused('talk-not-under-way');
	const stands = { agreement: row.agreement, openPoint: row.open_point, nextDate: row.next_date ?? '' };
	const edit = await editing(at.tx, at, given, stands, { subject: row.card_id, acts: ['end-talk'] });
	if (!edit.ok) return edit;
	const { now } = at;
	const checked = checkOutcome(edit.fields, dayOf(now));
	if (!checked.ok) return refused(checked.reason, checked.field);
	const { agreement, openPoint, nextDate } = checked.outcome;
	const isSame = row.agreement === agreement && row.open_point === openPoint && row.next_date === nextDate;
	if (state === 'discussed' && isSame) return becomes(null);
	const kept = { agreement, open_point: openPoint, next_date: nextDate };
	return becomes({ ...kept, turn: closing, turn_at: null, ended_at: row.ended_at ?? now });
});

/** The counter-act of `endTalk`: the three lines stand there as they were, to be written on. */
const reopenTalk = ongoingAct('reopen-talk', ofTalk, (row, { talks }) => {
	if (stateOfRow(row) !== 'discussed') return becomes(null);
	const isBusy = talks.some((other) => stateOfRow(other) === 'under-way');
	return isBusy ? refused('talk-under-way') : becomes({ ended_at: null });
});

/** "Bewust open", with the day on which it is looked at again (Q4). */
const leaveOpen = cardAct(
	'leave-open',
	v.object({ card: madeId, nextDate: date, was }),
	async (at, { card, ...given }) => {
		const { tx, step, talks, now } = at;
		if (!(await isOnTable(tx, step.id, card))) return refused('card-gone');
		const row = talks.find(({ card_id }) => card_id === card);
		const state = stateOfRow(row);
		if (state === 'under-way') return refused('talk-under-way');
		if (state === 'discussed') return refused('talk-over');
		const stands: Fields = state === 'left-open' ? { nextDate: row?.next_date ?? '' } : {};
		const edit = await editing(tx, at, given, stands, { subject: card, acts: ['leave-open'] });
		if (!edit.ok) return edit;
		const day = checkNextDate(edit.fields.nextDate, dayOf(now));
		if (!day.ok) return refused(day.reason, 'nextDate');
		if (state === 'left-open' && row?.next_date === day.text) return becomes(null);
		return becomes({ turn: 0, ended_at: now, next_date: day.text });
	}
);

/** The counter-act of `leaveOpen`. */
const takeUp = cardAct('take-up', ofCard, async ({ talks }, { card }) => {
	const row = talks.find(({ card_id }) => card_id === card);
	return becomes(stateOfRow(row) === 'left-open' ? { ended_at: null, next_date: null } : null);
});

export const talkActs = {
	beginTalk,
	putAside,
	nextTurn: turning(1),
	previousTurn: turning(-1),
	endTalk,
	reopenTalk,
	leaveOpen,
	takeUp
};
