import { expect, test } from 'vitest';
import { access, ownAccess } from '#domain/journey/access.ts';
import { decideAnonymity, decideReveal, inFives, isAnonymous, ownDocuments } from './anonymity.ts';
import { decideOpening, type Missing } from '#domain/journey/gates.ts';
import { kinds } from '#domain/kinds/kinds.ts';

test('N1 a step is anonymous by its kind, whatever its settings say, or by its settings', () => {
	expect(isAnonymous('hard-talk', {})).toBe(true);
	expect(isAnonymous('hard-talk', { anonymous: false })).toBe(true);
	expect(isAnonymous('values', {})).toBe(false);
	expect(isAnonymous('values', { anonymous: 'yes' })).toBe(false);
	expect(isAnonymous('values', { anonymous: true })).toBe(true);
	expect(kinds.filter(({ anonymous }) => anonymous).map(({ kind }) => kind)).toEqual(['hard-talk']);
});

const step = (
	more: { kind?: string; anonymous?: boolean; begun?: boolean; written?: number; revealed?: number } = {}
) => ({
	kind: 'values',
	anonymous: false,
	begun: false,
	written: 0,
	revealed: 0,
	...more
});

test('N2 what was promised before the first word is kept after it', () => {
	expect(decideAnonymity(step({ anonymous: true }), false)).toEqual({ ok: true });
	for (const was of [{ written: 1 }, { begun: true }, { begun: true, revealed: 1, written: 1 }])
		expect(decideAnonymity(step({ anonymous: true, ...was }), false)).toEqual({
			ok: false,
			reason: 'anonymity-promised'
		});
	expect(decideAnonymity(step({ kind: 'hard-talk', anonymous: true }), false)).toEqual({
		ok: false,
		reason: 'anonymous-by-kind'
	});
});

test('N2 it can be asked for until cards lie on the table with their writers', () => {
	expect(decideAnonymity(step({ written: 9 }), true)).toEqual({ ok: true });
	expect(decideAnonymity(step({ written: 9, revealed: 9 }), true)).toEqual({
		ok: false,
		reason: 'anonymity-too-late'
	});
	expect(decideAnonymity(step({ written: 9, revealed: 9 }), false)).toEqual({ ok: true });
	expect(decideAnonymity(step({ written: 9, revealed: 9, anonymous: true }), true)).toEqual({ ok: true });
});

test('N4 the first reveal takes six cards of three people, and neither alone', () => {
	expect(decideReveal({ cards: 6, writers: ['wel', 'ggd', 'gem'] }, 0)).toBe('reveal');
	const few: [number, string[]][] = [
		[0, []],
		[5, ['wel', 'ggd', 'gem', 'pol', 'zor']],
		[6, ['wel', 'ggd']],
		[40, ['wel', 'ggd']]
	];
	for (const [cards, writers] of few) expect(decideReveal({ cards, writers }, 0)).toBe('too-few');
});

test('N4 whichever organisation is left out, two people are left, so that one that fills the room unmasks nobody', () => {
	const enough: (string | null)[][] = [
		['wel', 'wel', 'ggd', 'ggd'],
		['wel', 'ggd', 'ggd', 'gem'],
		['wel', 'ggd', null]
	];
	const few: (string | null)[][] = [
		['wel', 'ggd', 'ggd'],
		['wel', ...Array.from({ length: 30 }, () => 'ggd')],
		['wel', 'wel', 'wel', 'wel'],
		['wel', null, null],
		[null, null, null, null]
	];
	for (const writers of enough) expect(decideReveal({ cards: 12, writers }, 0)).toBe('reveal');
	for (const writers of few) expect(decideReveal({ cards: 40, writers }, 0)).toBe('too-few');
});

test('N4 no reason opens a gate that is closed for it, also beside one that a reason does open', () => {
	const reason = 'We hebben geen tijd meer.';
	const final: Missing = { reason: 'reveal-few', names: [], final: true };
	expect(decideOpening([final], reason)).toEqual({ ok: false, reason: 'gate-final' });
	expect(decideOpening([{ reason: 'themes-none', names: [] }, final], reason)).toMatchObject({ ok: false });
	expect(decideOpening([{ reason: 'themes-none', names: [] }], reason)).toMatchObject({ ok: true });
});

test('N14 what is told of unrevealed cards is told in fives, downwards', () => {
	expect([0, 1, 4, 5, 9, 10, 23].map(inFives)).toEqual([0, 0, 0, 5, 5, 10, 20]);
});

test('N5 with cards on the table a few new ones wait, and enough of them are revealed', () => {
	expect(decideReveal({ cards: 0, writers: [] }, 6)).toBe('wait');
	expect(decideReveal({ cards: 5, writers: ['wel', 'ggd', 'gem', 'pol', 'zor'] }, 6)).toBe('wait');
	expect(decideReveal({ cards: 9, writers: ['wel', 'ggd'] }, 6)).toBe('wait');
	expect(decideReveal({ cards: 6, writers: ['wel', 'ggd', 'gem'] }, 6)).toBe('reveal');
});

test('N9 private documents of an anonymous step are open while people write, and at no other stage', () => {
	expect(
		['prepared', 'writing', 'sorting', 'talking', 'harvested'].map((s) => ownDocuments('hard-talk', s))
	).toEqual(['not-open-yet', 'open', 'revealed', 'revealed', 'revealed']);
	const anneke = {
		seat: { participant: 'anneke', notebook: 'anneke', role: 'participant', removedAt: null },
		beamer: false,
		known: true
	} as const;
	const own = (closed: 'not-open-yet' | 'revealed' | null) => ownAccess({ owner: 'anneke', closed });
	expect(access(anneke, own(null))).toEqual({ ok: true, write: ['cards', 'drafts'] });
	for (const closed of ['not-open-yet', 'revealed'] as const) {
		expect(access(anneke, own(closed))).toEqual({ ok: false, reason: closed });
		expect(access({ ...anneke, seat: { ...anneke.seat, notebook: 'bas' } }, own(closed))).toEqual({
			ok: false,
			reason: 'not-yours'
		});
	}
});
