import * as v from 'valibot';
import { comparedMost } from '#domain/bounds.ts';
import { spoken } from '#domain/journey/admitting.ts';
import { decideAnonymity } from '#domain/parts/anonymity/anonymity.ts';
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { emptyLog, type Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep, isWrittenUnnamed } from '#server/parts/anonymity/anonymous-step.ts';
import { countAll, forgetCounts } from './counts.ts';
import { dropCorrection, layCorrection } from './corrections.ts';
import { layAll, layMine } from './laying.ts';
import { addCard, addOnBehalf, confirmCard, editCard, removeCard } from './own.ts';
import { dutchStem, type Stem } from './stem.ts';

// What people do with cards, in any kind that has them: written alone, revealed together, then on the board.

export const ready = stepAct({
	name: 'ready',
	who: 'participants',
	speaks: spoken,
	input: v.object({ on: v.picklist(['yes', 'no']) }),
	async run(tx, { context, step, seat, now }, { on }) {
		if (!stageOf(step.kind, step.stage).readiness) return refused('nothing-to-be-ready-for');
		if (isWrittenUnnamed(step)) return raise(context, step, seat.participant, on === 'yes');
		const row = { step_id: step.id, stage: step.stage, participant_id: seat.participant };
		if (on === 'yes') {
			const said = await tx
				.insertInto('ready')
				.values({ ...row, at: now })
				.onConflict((oc) => oc.doNothing())
				.executeTakeFirst();
			return said.numInsertedOrUpdatedRows ? changed() : unchanged();
		}
		const taken = await tx
			.deleteFrom('ready')
			.where('step_id', '=', row.step_id)
			.where('stage', '=', row.stage)
			.where('participant_id', '=', row.participant_id)
			.executeTakeFirst();
		return taken.numDeletedRows ? changed() : unchanged();
	}
});

/** In no row: it would stay beside the words that were written meanwhile (N13). */
function raise({ hands }: Context, step: StepRow, participant: string, isReady: boolean): Done {
	if (hands.isRaised(step, participant) === isReady) return unchanged();
	return changed({ write: async () => hands.set(step, participant, isReady) });
}

const setAnonymous = stepAct({
	name: 'set-anonymous',
	who: 'facilitators',
	rights: true,
	input: v.object({ on: v.picklist(['yes', 'no']) }),
	/** With names or without: as long as nothing was promised, and nothing lies on the table with its writers (N2). */
	async run(tx, { context, step }, { on }) {
		const facts = {
			kind: step.kind,
			anonymous: isAnonymousStep(step),
			begun: step.stage !== kindOf(step.kind).stages[0].name,
			written: await rowsOf(tx, 'written', step.id),
			revealed: await rowsOf(tx, 'card', step.id)
		};
		const anonymous = on === 'yes';
		const decision = decideAnonymity(facts, anonymous);
		if (!decision.ok) return refused(decision.reason);
		if (facts.anonymous === anonymous) return unchanged();
		const settings = JSON.stringify({ ...(JSON.parse(step.settings) as object), anonymous });
		await tx.updateTable('step').set({ settings }).where('id', '=', step.id).execute();
		if (anonymous) await forgetCounts(tx, step.id);
		const write = () => (anonymous ? emptyLog(context.db) : countAll(context, { ...step, settings }));
		return changed({ audit: { subject: step.id, detail: { anonymous } }, write });
	}
});

/** Off the table for everyone; the row stays, and `showCard` brings it back (V5). */
const hiding = (name: string, isHidden: boolean) =>
	stepAct({
		name,
		who: 'facilitators',
		input: v.object({ id: madeId }),
		async run(tx, { step, seat, now }, { id }) {
			const card = await tx
				.selectFrom('card')
				.select('hidden_at')
				.where('id', '=', id)
				.where('step_id', '=', step.id)
				.executeTakeFirst();
			if (!card) return refused('card-gone');
			if ((card.hidden_at !== null) === isHidden) return unchanged();
			const hidden = isHidden
				? { hidden_at: now, hidden_by: seat.participant }
				: { hidden_at: null, hidden_by: null };
			await tx.updateTable('card').set(hidden).where('id', '=', id).execute();
			return changed({ audit: { subject: id }, project: [step.id] });
		}
	});

const suggest = stepAct({
	name: 'suggest',
	who: 'anyone',
	when: { opens: ['board'], else: 'board-not-open' },
	input: v.object({}),
	documents: async () => ({ held: [], read: dutchStem }),
	/** Similar cards, to look at: nothing is ever grouped by itself (S1). */
	async run(tx, { context, step }, _, stem: Stem) {
		const cards = await tx
			.selectFrom('card')
			.select(['id', 'text'])
			.where('step_id', '=', step.id)
			.where('hidden_at', 'is', null)
			.orderBy('shuffle')
			.limit(comparedMost)
			.execute();
		return unchanged({ suggestions: context.suggestions.of(step.id, cards, stem) });
	}
});

export const cardActs = {
	addCard,
	editCard,
	removeCard,
	confirmCard,
	addOnBehalf,
	ready,
	layMine,
	layAll,
	layCorrection,
	dropCorrection,
	setAnonymous,
	hideCard: hiding('hide-card', true),
	showCard: hiding('show-card', false),
	suggest
};

async function rowsOf(tx: Query, table: 'written' | 'card', step: string): Promise<number> {
	const { rows } = await tx
		.selectFrom(table)
		.select((eb) => eb.fn.countAll<number>().as('rows'))
		.where('step_id', '=', step)
		.executeTakeFirstOrThrow();
	return Number(rows);
}
