// When a page goes along with the room. P4, P5.

/** A step, and the stage it is in. */
interface Whereabouts {
	step: string;
	stage: string;
}

export interface Position {
	/** What the page shows. */
	here: Whereabouts;
	/** Where the room is; null before it is anywhere. */
	room: Whereabouts | null;
	/** This person is with the group: did not walk to another step by themselves. */
	along: boolean;
	/** Everyone was called since this page last went along. */
	called: boolean;
	/** A sentence is under way. */
	busy: boolean;
}

/**
 * - `together`: nothing to do
 * - `stage`: show the room's stage of this step
 * - `step`: go to the room's step
 * - `wait`: the group went on; the person comes when the sentence is done
 * - `elsewhere`: the person is looking at another step, and stays there
 */
export type Follow = 'together' | 'stage' | 'step' | 'wait' | 'elsewhere';

export function follow({ here, room, along, called, busy }: Position): Follow {
	if (room === null || (room.step === here.step && room.stage === here.stage)) return 'together';
	if (room.step === here.step) return busy ? 'wait' : 'stage';
	if (!along && !called) return 'elsewhere';
	return busy ? 'wait' : 'step';
}
