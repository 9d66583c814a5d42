import * as v from 'valibot';
import { changed, stepAct, unchanged, type AtStep, type Before, type Done } from '#server/acts/act.ts';
import type { Documents } from '#server/acts/documents.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { revealCards } from './reveal.ts';
import { writtenDocuments, type Written } from './written.ts';

// Cards that came too late for the reveal go onto the open table (V2); in an anonymous step they wait for the next
// reveal (N11).

/** No card comes onto the table while it is locked or paused (A6). */
const whileSorting = { opens: ['board'], else: 'board-not-open', unlocked: true } as const;

/** My cards. */
export const layMine = stepAct({
	name: 'lay-mine',
	who: 'participants',
	when: whileSorting,
	input: v.object({}),
	documents: (before: Before) => ofWriters(before, before.seat.participant),
	/** Of this notebook alone: what lies in another one is for who has that to lay (J14). */
	run: (tx, at, _, read: Written[] | null) => lay(tx, at, read, { notebook: at.seat.notebook })
});

/** Everybody's cards, and what they changed of those that lie there (V6). */
export const layAll = stepAct({
	name: 'lay-all',
	who: 'facilitators',
	when: whileSorting,
	input: v.object({}),
	documents: (before) => ofWriters(before),
	run: (tx, at, _, read: Written[] | null) => lay(tx, at, read, { corrected: true })
});

async function ofWriters({ context, step }: Before, only?: string): Promise<Documents<Written[]> | null> {
	return isAnonymousStep(step) ? null : writtenDocuments(context, step, only);
}

async function lay(
	tx: Query,
	at: AtStep,
	read: readonly Written[] | null,
	only: { notebook?: string; corrected?: boolean }
): Promise<Done<{ revealed: number }>> {
	if (isAnonymousStep(at.step) || !read) return refused('anonymous-waits');
	const reveal = await revealCards(tx, at, read, only);
	if (!reveal.ok) return reveal;
	const { revealed } = reveal;
	return revealed > 0 ? changed({ project: [at.step.id] }, { revealed }) : unchanged({ revealed });
}
