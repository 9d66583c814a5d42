// Who may read which room, and what they may write in it. The only place that decides it (A-rules).
import { showsBoard, type Opens } from './kinds.ts';

export type Role = 'lead' | 'co-facilitator' | 'participant' | 'observer';

/** Somebody's place in a journey. */
export interface Seat {
	participant: string;
	role: Role;
	removedAt: number | null;
}

export interface Visitor {
	/** In the journey that the room belongs to; a seat elsewhere is none. */
	seat: Seat | null;
	/** Came with the token of this journey's beamer: a screen, not a person. */
	beamer: boolean;
	/** Has a session. */
	known: boolean;
}

export type RoomFacts =
	| { kind: 'own'; owner: string }
	| { kind: 'board'; opens: Opens; lockedAt: number | null; pausedAt: number | null }
	| { kind: 'journey' };

export type Access =
	| { ok: true; write: readonly string[] }
	| { ok: false; reason: 'signed-out' | 'removed' | 'not-yours' | 'not-open-yet' };

export function access(visitor: Visitor, room: RoomFacts): Access {
	if (visitor.beamer) return screenAccess(room);
	if (!visitor.known) return { ok: false, reason: 'signed-out' };
	if (visitor.seat === null) return { ok: false, reason: 'not-yours' };
	if (visitor.seat.removedAt !== null) return { ok: false, reason: 'removed' };
	return seatAccess(visitor.seat, room);
}

/** A beamer sees what the whole table sees, and holds no pen (A5). */
function screenAccess(room: RoomFacts): Access {
	if (room.kind === 'own') return { ok: false, reason: 'not-yours' };
	if (room.kind === 'board' && !showsBoard(room.opens)) return { ok: false, reason: 'not-open-yet' };
	return { ok: true, write: [] };
}

function seatAccess(seat: Seat, room: RoomFacts): Access {
	switch (room.kind) {
		case 'own':
			// A2, A3: nobody else's, and never locked, else what was written offline would be lost
			if (seat.participant !== room.owner) return { ok: false, reason: 'not-yours' };
			return { ok: true, write: ['cards', 'drafts'] };
		case 'board':
			// A2: not even a facilitator receives a word while people write
			if (!showsBoard(room.opens)) return { ok: false, reason: 'not-open-yet' };
			return { ok: true, write: mayWrite(seat, room) ? penOf(room.opens) : [] };
		case 'journey':
			return { ok: true, write: [] };
		default:
			return room satisfies never;
	}
}

const mayWrite = (seat: Seat, board: { lockedAt: number | null; pausedAt: number | null }) =>
	seat.role !== 'observer' && board.lockedAt === null && board.pausedAt === null;

/** The roots of the board's document that the stage opens (A4). */
function penOf(opens: Opens): readonly string[] {
	if (opens === 'board') return ['groups', 'place'];
	if (opens === 'texts') return ['texts'];
	return [];
}

export function mayFacilitate(seat: Seat | null): boolean {
	if (seat === null || seat.removedAt !== null) return false;
	return seat.role === 'lead' || seat.role === 'co-facilitator';
}
