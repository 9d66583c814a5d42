import type { StepRow } from '#server/journey/step-rows.ts';

/** What the room may know of the cards that people write in an anonymous step: nothing in it is of a person (N14). */
export interface Told {
	/** Unrevealed. */
	cards: number;
	/** A reveal would lay them (N4). */
	isEnough: boolean;
}

export interface ToldOf {
	/** Null where cards have names, or nobody writes. Not in a transaction: documents are read. */
	told(step: StepRow): Promise<Told | null>;
	/**
	 * A reveal found too little. That is an answer too: until its time is over it is the answer to each try, or trying
	 * every second would tell who wrote the one that was missing.
	 */
	refused(step: Pick<StepRow, 'id'>): void;
	/** Whether a reveal was refused just now. */
	isRefused(step: Pick<StepRow, 'id'>): boolean;
	/** The step went to another stage: what was told before is of no use. */
	moved(step: Pick<StepRow, 'id'>): void;
}
