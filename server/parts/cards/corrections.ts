import * as v from 'valibot';
import type { Correction } from '#domain/parts/cards/corrections.ts';
import { ownDocument, readNotebook, type Own, type OwnCard } from '#wire/parts/cards/own.ts';
import { changed, stepAct, unchanged, type AtStep, type Before } from '#server/acts/act.ts';
import type { Documents } from '#server/acts/documents.ts';
import { refused, type Refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { laidAmong } from './card-rows.ts';
import { countWritten } from './counts.ts';
import { correctionsOf, layCorrections } from './late.ts';

// A card that its writer changed or took back when it lay on the table already: it waits, and is laid (V6).

/** In an anonymous step no card on the table has a writer. */
async function myNotebook({ context, seat, step }: Before): Promise<Documents<Own> | null> {
	if (isAnonymousStep(step)) return null;
	const own = ownDocument(step.id, seat.notebook);
	return { held: [own], read: () => context.sync.read(own, readNotebook) };
}

/** My correction, onto the table. */
export const layCorrection = stepAct({
	name: 'lay-correction',
	who: 'participants',
	when: { opens: ['board'], else: 'board-not-open', unlocked: true },
	input: v.object({ id: madeId }),
	documents: myNotebook,
	async run(tx, at, { id }, own: Own | null) {
		const found = await mine(tx, at, id, own);
		if (!found.ok) return found;
		if (!found.waits) return unchanged();
		await layCorrections(tx, at, [found.waits]);
		return changed({ audit: { subject: id }, project: [at.step.id], write: () => countMine(at) });
	}
});

/** Its counter-act: the card stays as it lies, and my own reads the same again. */
export const dropCorrection = stepAct({
	name: 'drop-correction',
	who: 'participants',
	input: v.object({ id: madeId }),
	documents: myNotebook,
	async run(tx, at, { id }, own: Own | null) {
		const found = await mine(tx, at, id, own);
		if (!found.ok) return found;
		const { waits, card } = found;
		return waits ? changed({ write: () => writeAsLaid(at, id, card) }) : unchanged();
	}
});

type Mine = { ok: true; waits: Correction | undefined; card: { text: string; prompt: string } };

async function mine(tx: Query, at: AtStep, id: string, own: Own | null): Promise<Mine | Refused> {
	if (!own) return refused('anonymous-waits');
	const laid = await laidAmong(tx, [id]);
	const card = laid.get(id);
	if (!card) return refused('card-gone');
	const all = correctionsOf(at.step.id, at.seat.participant, own, laid);
	return { ok: true, waits: all.find((one) => one.id === id), card };
}

async function writeAsLaid(at: AtStep, id: string, { text, prompt }: Mine['card']): Promise<void> {
	const { context, step, seat, now } = at;
	await context.sync.change(ownDocument(step.id, seat.notebook), (doc) => {
		const cards = doc.getMap<OwnCard>('cards');
		cards.set(id, { at: now, prompt, ...cards.get(id), text });
	});
	await countMine(at);
}

const countMine = ({ context, step, seat }: AtStep) =>
	countWritten(context, step.id, seat.participant).then(() => undefined);
