import type { TalkState } from '#domain/kinds/hard-talk/talk.ts';

/** What the step `hard-talk` adds to the facts once the cards were sorted. */
export interface HardTalkState {
	part: 'talk';
	/** Every card on the table that lies under no other, in the order of the table. */
	cards: TalkCard[];
	/** The talk that is under way. */
	current: TalkUnderWay | null;
}

/** A card, and what became of it. What was said about it is kept nowhere (Q3). */
export interface TalkCard {
	id: string;
	text: string;
	/** The words of the cards that lie under it: they are talked about together (Q7). */
	under: string[];
	/** The title of its group; null: it lies loose. */
	group: string | null;
	/** Null: nobody began one, and nobody left it open. */
	talk: string | null;
	state: TalkState;
	agreement: string;
	openPoint: string;
	/** ISO date on which it goes on, or on which a card that was left open is looked at again. */
	nextDate: string | null;
}

export interface TalkUnderWay {
	talk: string;
	card: string;
	/** 1 to 4; 5: the script is over, and the three lines are written. */
	turn: number;
	/** When the soft bell rings for this turn, server time; null after the last. */
	bellAt: number | null;
	/** How long this turn is; the ring empties in it. */
	turnMs: number;
}
