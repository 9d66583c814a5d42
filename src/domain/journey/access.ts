// Who may read which document, and what they may write in it. The only place that decides it (A-rules).
import { kindOf, showsBoard } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';

export type Role = 'lead' | 'co-facilitator' | 'participant' | 'observer';

/** Somebody's place in a journey. */
export interface Seat {
	participant: string;
	role: Role;
	removedAt: number | null;
}

/** A seat as a session opens it. */
export interface OpenSeat extends Seat {
	/** In which this session writes alone (J14). */
	notebook: string;
}

export interface Visitor {
	/** In the journey that the document belongs to; a seat elsewhere is none. */
	seat: OpenSeat | null;
	/** Came with the token of this journey's beamer: a screen, not a person. */
	beamer: boolean;
	/** Has a session. */
	known: boolean;
}

export type Access =
	| { ok: true; write: readonly string[] }
	| { ok: false; reason: 'signed-out' | 'removed' | 'not-yours' | 'not-open-yet' | 'embargoed' | 'revealed' };

/** Who may read one document, and what they may write in it: of each kind one function below, that is given its facts. */
export interface AccessRule {
	/** Somebody with a seat. */
	seat(seat: OpenSeat): Access;
	/** A beamer sees what the whole table sees, and holds no pen (A5). */
	screen(): Access;
}

export function access(visitor: Visitor, rule: AccessRule): Access {
	if (visitor.beamer) return rule.screen();
	if (!visitor.known) return { ok: false, reason: 'signed-out' };
	if (visitor.seat === null) return { ok: false, reason: 'not-yours' };
	if (visitor.seat.removedAt !== null) return { ok: false, reason: 'removed' };
	return rule.seat(visitor.seat);
}

const readOnly: Access = { ok: true, write: [] };

/**
 * What one person writes alone. `closed`: why it is; its step is anonymous, and nobody writes there yet, or any more
 * (N9).
 */
export const ownAccess = (own: {
	/** A notebook. */
	owner: string;
	closed: 'not-open-yet' | 'revealed' | null;
}): AccessRule => ({
	seat(seat) {
		// A2, A3: nobody else's, and never locked, else what was written offline would be lost; but for N9
		if (seat.notebook !== own.owner) return { ok: false, reason: 'not-yours' };
		if (own.closed !== null) return { ok: false, reason: own.closed };
		return { ok: true, write: ['cards', 'drafts'] };
	},
	screen: () => ({ ok: false, reason: 'not-yours' })
});

export interface BoardFacts {
	opens: Opens;
	lockedAt: number | null;
	pausedAt: number | null;
	embargoed: boolean;
	/** The room has gone on to a later step. */
	isLeft: boolean;
}

export const boardAccess = (board: BoardFacts): AccessRule => ({
	seat(seat) {
		if (board.embargoed && !mayFacilitate(seat)) return { ok: false, reason: 'embargoed' };
		// A2: not even a facilitator receives a word while people write
		if (!showsBoard(board.opens)) return { ok: false, reason: 'not-open-yet' };
		return mayWrite(seat, board) ? { ok: true, write: penOf(board) } : readOnly;
	},
	screen() {
		if (board.embargoed) return { ok: false, reason: 'embargoed' };
		return showsBoard(board.opens) ? readOnly : { ok: false, reason: 'not-open-yet' };
	}
});

/** Everybody hears what happens in the journey, and nobody writes it (A8). */
export const journeyAccess: AccessRule = { seat: () => readOnly, screen: () => readOnly };

const mayWrite = (seat: Seat, { lockedAt, pausedAt }: BoardFacts) =>
	seat.role !== 'observer' && lockedAt === null && pausedAt === null;

/** The roots of the board's document that the stage opens (A4); no texts that later steps rest on (A14). */
function penOf({ opens, isLeft }: BoardFacts): readonly string[] {
	if (opens === 'board') return ['groups', 'place'];
	if (opens === 'texts' && !isLeft) return ['texts'];
	return [];
}

/** Whether the room has gone on from this step to a later one; both places are those on the run-sheet. */
export const isLeftBehind = (position: number, room: number | null): boolean =>
	room !== null && room > position;

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
