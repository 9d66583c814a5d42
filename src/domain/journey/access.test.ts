import { expect, test } from 'vitest';
import {
	access,
	boardAccess,
	isEmbargoed,
	isLeftBehind,
	journeyAccess as journey,
	mayFacilitate,
	ownAccess,
	type BoardFacts,
	type OpenSeat,
	type Role
} from './access.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';

const seat = (
	participant: string,
	role: Role = 'participant',
	removedAt: number | null = null
): OpenSeat => ({
	participant,
	role,
	removedAt,
	notebook: participant
});
const visit = (who: OpenSeat | null) => ({ seat: who, beamer: false, known: true });
const beamer = { seat: null, beamer: true, known: false };
const stranger = { seat: null, beamer: false, known: false };
const roles: Role[] = ['lead', 'co-facilitator', 'participant', 'observer'];

const own = ownAccess({ owner: 'anneke', closed: null });
const board = (opens: Opens, more: Partial<BoardFacts> = {}) =>
	boardAccess({ opens, lockedAt: null, pausedAt: null, embargoed: false, isLeft: false, ...more });
const allStages: Opens[] = ['nothing', 'cards', 'board', 'dots', 'texts', 'own'];

test('A1 nobody opens a document without a session, and nobody with a session but without a seat', () => {
	for (const document of [own, journey, board('board'), board('cards')]) {
		expect(access(stranger, document)).toEqual({ ok: false, reason: 'signed-out' });
		expect(access(visit(null), document)).toEqual({ ok: false, reason: 'not-yours' });
	}
});

test('A2 an own document opens to its owner only, to no facilitator and to no beamer', () => {
	for (const role of roles)
		expect(access(visit(seat('bas', role)), own)).toEqual({ ok: false, reason: 'not-yours' });
	expect(access(beamer, own)).toEqual({ ok: false, reason: 'not-yours' });
	expect(access({ seat: seat('anneke'), beamer: true, known: true }, own)).toEqual({
		ok: false,
		reason: 'not-yours'
	});
});

test('J14 an own document opens to the notebook that it is in, of the same seat to no other one', () => {
	for (const role of roles) {
		const elsewhere = { ...seat('anneke', role), notebook: 'another' };
		expect(access(visit(elsewhere), own)).toEqual({ ok: false, reason: 'not-yours' });
		const other = ownAccess({ owner: 'another', closed: null });
		expect(access(visit(elsewhere), other)).toEqual({ ok: true, write: ['cards', 'drafts'] });
		expect(access(visit(seat('anneke', role)), other)).toEqual({ ok: false, reason: 'not-yours' });
	}
});

test('A3 what someone writes alone is never locked', () => {
	for (const role of roles)
		expect(access(visit(seat('anneke', role)), own)).toEqual({ ok: true, write: ['cards', 'drafts'] });
});

test('A2 before the reveal nobody reads the board, not even a facilitator', () => {
	for (const opens of ['nothing', 'cards', 'own'] as const) {
		for (const role of roles)
			expect(access(visit(seat('bas', role)), board(opens))).toEqual({ ok: false, reason: 'not-open-yet' });
		expect(access(beamer, board(opens))).toEqual({ ok: false, reason: 'not-open-yet' });
	}
});

test('A4 on the board people write what its stage opens, and nobody writes its cards', () => {
	for (const role of ['lead', 'co-facilitator', 'participant'] as const) {
		const write = (opens: Opens) => access(visit(seat('bas', role)), board(opens));
		expect(write('board')).toEqual({ ok: true, write: ['groups', 'place'] });
		expect(write('dots')).toEqual({ ok: true, write: [] });
		expect(write('texts')).toEqual({ ok: true, write: ['texts'] });
	}
});

test('A14 once the room has gone on to a later step its texts are read, and nothing else closes', () => {
	for (const role of ['lead', 'co-facilitator', 'participant'] as const) {
		const write = (opens: Opens) => access(visit(seat('bas', role)), board(opens, { isLeft: true }));
		expect(write('texts')).toEqual({ ok: true, write: [] });
		expect(write('board')).toEqual({ ok: true, write: ['groups', 'place'] });
	}
	expect([isLeftBehind(2, 3), isLeftBehind(2, 2), isLeftBehind(2, 1), isLeftBehind(2, null)]).toEqual([
		...[true, false, false, false]
	]);
});

test('A5 an observer and a beamer read, and write nothing', () => {
	for (const opens of ['board', 'dots', 'texts'] as const) {
		expect(access(visit(seat('bas', 'observer')), board(opens))).toEqual({ ok: true, write: [] });
		expect(access(beamer, board(opens))).toEqual({ ok: true, write: [] });
		expect(access({ seat: seat('bas', 'lead'), beamer: true, known: true }, board(opens))).toEqual({
			ok: true,
			write: []
		});
	}
});

test('A6 a lock and a pause take the pens of the board and leave it readable', () => {
	for (const opens of ['board', 'texts'] as const)
		for (const halt of [{ lockedAt: 1 }, { pausedAt: 1 }, { lockedAt: 1, pausedAt: 1 }])
			expect(access(visit(seat('bas', 'lead')), board(opens, halt))).toEqual({ ok: true, write: [] });
});

test("A7 a removed person opens no document any more, one's own included", () => {
	const removed = visit(seat('anneke', 'participant', 1));
	for (const document of [own, journey, ...allStages.map((opens) => board(opens))])
		expect(access(removed, document)).toEqual({ ok: false, reason: 'removed' });
});

test('A8 everybody at the table and the beamer hear the journey, and nobody writes it', () => {
	for (const role of roles)
		expect(access(visit(seat('bas', role)), journey)).toEqual({ ok: true, write: [] });
	expect(access(beamer, journey)).toEqual({ ok: true, write: [] });
});

test('F1 the lead and co-facilitators facilitate, unless they were removed', () => {
	expect(roles.map((role) => mayFacilitate(seat('bas', role)))).toEqual([true, true, false, false]);
	expect(roles.map((role) => mayFacilitate(seat('bas', role, 1)))).toEqual([false, false, false, false]);
	expect(mayFacilitate(null)).toBe(false);
});

test('U5 the board of a embargoed step is closed to everyone but who facilitates', () => {
	for (const opens of allStages) {
		const embargoed = board(opens, { embargoed: true });
		for (const role of ['participant', 'observer'] as const)
			expect(access(visit(seat('bas', role)), embargoed)).toEqual({ ok: false, reason: 'embargoed' });
		expect(access(beamer, embargoed)).toEqual({ ok: false, reason: 'embargoed' });
		for (const role of ['lead', 'co-facilitator'] as const)
			expect(access(visit(seat('bas', role)), embargoed)).toEqual(
				access(visit(seat('bas', role)), board(opens))
			);
	}
});

const future = (stage: string, here = false) => ({ kind: 'future', stage, here });

test('U5 today is embargoed while 2040 is written, sorted or weighed, and at its harvest as long as the room is there', () => {
	const isToday = (...steps: Parameters<typeof isEmbargoed>[1]) => isEmbargoed('today', steps);
	for (const here of [true, false]) {
		expect(isToday(future('prepared', here))).toBe(false);
		for (const stage of ['writing', 'sorting', 'weighing']) expect(isToday(future(stage, here))).toBe(true);
		expect(isToday(future('harvested', here))).toBe(here);
	}
	expect(isToday(future('harvested'), future('prepared', true))).toBe(false);
	expect(isToday(future('harvested'), future('sorting'))).toBe(true);
	expect(isToday()).toBe(false);
});

test('U5 nothing but today is embargoed', () => {
	for (const { kind } of kinds)
		expect(isEmbargoed(kind, [future('writing', true)]), kind).toBe(kind === 'today');
});
