/**
 * A place on the socket server that holds one Yjs document. Who gets a document can read all of it, awareness too, so
 * what somebody may not see is in another room.
 */
export type Room =
	/** What one person writes alone; nobody else gets it. */
	| { kind: 'own'; step: string; participant: string }
	/** What everyone at the table sees, and may write as the stage allows. */
	| { kind: 'board'; step: string }
	/** Nobody writes here: it is there for presence, and the facts go out on it. */
	| { kind: 'journey'; journey: string };

const id = '[a-z0-9]{10,32}';
const shapes = {
	own: new RegExp(`^own/(${id})/(${id})$`),
	board: new RegExp(`^board/(${id})$`),
	journey: new RegExp(`^journey/(${id})$`)
};

export function roomName(room: Room): string {
	switch (room.kind) {
		case 'own':
			return `own/${room.step}/${room.participant}`;
		case 'board':
			return `board/${room.step}`;
		case 'journey':
			return `journey/${room.journey}`;
		default:
			return room satisfies never;
	}
}

/** The room that a name means, or null for a name that means none. Accepts only what `roomName` makes. */
export function readRoom(name: string): Room | null {
	const own = shapes.own.exec(name);
	if (own) return { kind: 'own', step: own[1]!, participant: own[2]! };
	const board = shapes.board.exec(name);
	if (board) return { kind: 'board', step: board[1]! };
	const journey = shapes.journey.exec(name);
	if (journey) return { kind: 'journey', journey: journey[1]! };
	return null;
}
