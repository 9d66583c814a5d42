// Who may read which room, and what they may write in it. The only place that decides it (A-rules).
import { kindOf, showsBoard } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';

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
	| {
			kind: 'own';
			owner: string;
			/** Why it is closed: its step is anonymous, and nobody writes there yet, or any more (N9). */
			closed: 'not-open-yet' | 'revealed' | null;
	  }
	| { kind: 'board'; opens: Opens; lockedAt: number | null; pausedAt: number | null; embargoed: boolean }
	| { kind: 'journey' };

export type Access =
	| { ok: true; write: readonly string[] }
	| { ok: false; reason: 'signed-out' | 'removed' | 'not-yours' | 'not-open-yet' | 'embargoed' | 'revealed' };

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
	if (room.kind === 'board' && room.embargoed) return { ok: false, reason: 'embargoed' };
	if (room.kind === 'board' && !showsBoard(room.opens)) return { ok: false, reason: 'not-open-yet' };
	return { ok: true, write: [] };
}

function seatAccess(seat: Seat, room: RoomFacts): Access {
	switch (room.kind) {
		case 'own':
			// A2, A3: nobody else's, and never locked, else what was written offline would be lost; but for N9
			if (seat.participant !== room.owner) return { ok: false, reason: 'not-yours' };
			if (room.closed !== null) return { ok: false, reason: room.closed };
			return { ok: true, write: ['cards', 'drafts'] };
		case 'board':
			if (room.embargoed && !mayFacilitate(seat)) return { ok: false, reason: 'embargoed' };
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

/** Where a step of a journey stands, as far as an embargo asks. */
export interface Standing {
	kind: string;
	stage: string;
	/** The room is at it. */
	here: boolean;
}

/**
 * Whether steps of this kind are embargoed (U5): those who write about 2040 are not to look at today. The kind says which
 * kind embargoes it; that one is open from its second stage to its last but one, and in its last while the room is at it.
 */
export function isEmbargoed(kind: string, steps: readonly Standing[]): boolean {
	const { embargoedBy } = kindOf(kind);
	return steps.some((step) => step.kind === embargoedBy && isOpen(step));
}

function isOpen({ kind, stage, here }: Standing): boolean {
	const { stages } = kindOf(kind);
	if (stage === stages[0].name) return false;
	return here || stage !== stages.at(-1)?.name;
}
