import { bellAt, script } from '#domain/kinds/hard-talk/talk.ts';
import type { HardTalkState, TalkCard, TalkUnderWay } from '#wire/kinds/hard-talk/state.ts';
import type { Query } from '#server/db/open.ts';
import { pilesOf, type Pile } from './piles.ts';
import { stateOfRow, talksOf, type TalkRow } from './talks.ts';

export async function talkState(db: Query, step: string): Promise<HardTalkState> {
	const rows = new Map((await talksOf(db, step)).map((row) => [row.card_id, row]));
	const cards = (await pilesOf(db, step)).map((pile) => cardWith(pile, rows.get(pile.id)));
	const current = cards.find(({ state }) => state === 'under-way');
	const row = current && rows.get(current.id);
	return { part: 'talk', cards, current: row ? underWay(row) : null };
}

const cardWith = (pile: Pile, row: TalkRow | undefined): TalkCard => ({
	...pile,
	talk: row?.id ?? null,
	state: stateOfRow(row),
	agreement: row?.agreement ?? '',
	openPoint: row?.open_point ?? '',
	nextDate: row?.next_date ?? null
});

const underWay = ({ id, card_id, turn, turn_at }: TalkRow): TalkUnderWay => ({
	talk: id,
	card: card_id,
	turn,
	bellAt: bellAt(turn, turn_at),
	turnMs: (script[turn - 1]?.minutes ?? 0) * 60_000
});
