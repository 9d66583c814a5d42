import { stateOf, type Talk, type TalkState } from '#domain/kinds/hard-talk/talk.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';

// Talks as rows. Of a talk only what was agreed, what stays open and when it goes on is kept, never what was said.

export type TalkRow = Database['talk'];

/** What an act on a talk changes of it. */
export type TalkChange = Partial<Omit<TalkRow, 'id' | 'step_id' | 'card_id'>>;

export const talkOf = ({ card_id, turn, ended_at }: TalkRow): Talk => ({
	card: card_id,
	turn,
	endedAt: ended_at
});

export const stateOfRow = (row: TalkRow | undefined): TalkState => stateOf(row && talkOf(row));

export const talksOf = (db: Query, step: string): Promise<TalkRow[]> =>
	db.selectFrom('talk').selectAll().where('step_id', '=', step).execute();

/** Changes the talk about a card; the first time there was none. */
export async function keepTalk(
	tx: Query,
	{ step, card, now }: { step: string; card: string; now: number },
	change: TalkChange
): Promise<void> {
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
		.values({ ...fresh, ...change })
		.onConflict((oc) => oc.columns(['step_id', 'card_id']).doUpdateSet(change))
		.execute();
}
