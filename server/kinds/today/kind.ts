import * as v from 'valibot';
import { decideScore, scoresFor, spreadOf, unscored, type Scoring } from '#domain/kinds/today/baseline.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Missing } from '#wire/journey/facts.ts';
import type { ScoresState, ShownScore } from '#wire/kinds/today/state.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { themesThere } from '#server/journey/gates.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { cardsState, myPart } from '#server/parts/cards/card-step.ts';
import { cardActs } from '#server/parts/cards/cards.ts';
import { harvestIn } from '#server/parts/harvest/harvest.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import { table } from '#server/parts/board/table.ts';

// "Waar staan we, gezien vanuit 2040?" Scores that are blind until all are in, then cards about what is in the way.

/** `shown`: the theme that the facilitator chose to look at. */
const settings = v.looseObject({ shown: v.optional(v.string()) });
const settingsOf = (step: Pick<StepRow, 'settings'>) => v.parse(settings, JSON.parse(step.settings));

/** What a form sends: no number chosen is a refusal beside the field, not a malformed form. */
const given = {
	theme: v.string(),
	score: v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => (/^\d$/.test(text) ? Number(text) : NaN))
	),
	evidence: v.optional(v.string(), '')
};

export default {
	kind: 'today',

	async facts(db, step, context) {
		return isAboutCards(step) ? cardsState(db, step, context) : scoresState(db, step);
	},

	async mine(at) {
		const { context, step, seat } = at;
		const isBlind = isBlindIn(step);
		const seen = scoresFor(await scoresOf(context.db, step.id), { isBlind, organisation: seat.organisation });
		return {
			...(await myPart(at)),
			/** Of one's own organisation; its colleagues share them. */
			scores: seen.filter((score) => score.organisation === seat.organisation),
			...(step.stage === 'harvested' && { found: await foundCards(context.db, step) })
		};
	},

	async gate(db, step, stage) {
		if (stage === 'scoring') return themesThere(db, step.journey_id);
		return stage === 'spread' ? missingScores(db, step) : [];
	},

	/** Nobody's score, and nobody's evidence, before the spread is open (B3). */
	async sheets(db, step) {
		if (isBlindIn(step)) return [];
		const names = new Map((await themesOf(db, step)).map(({ id, name }) => [id, name]));
		const organisations = await organisationsOf(db, step.journey_id);
		const scores = await scoresOf(db, step.id);
		return [
			{
				name: 'scores',
				columns: ['theme', 'organisation', 'score', 'evidence'],
				rows: [...names].flatMap(([theme, name]) =>
					organisations.flatMap((organisation) =>
						scores
							.filter((score) => score.theme === theme && score.organisation === organisation.id)
							.map(({ score, evidence }) => [name, organisation.name, score, evidence])
					)
				)
			}
		];
	},

	...table,

	acts: {
		...cardActs,

		/** What the score of one's organisation on a theme shall be, with its evidence (B2). */
		score: act('anyone', v.object(given), (at, score) => setScore(at, at.seat.organisation, score)),

		/** For an organisation that has no device or nobody there (B9). */
		scoreOnBehalf: act(
			'facilitator',
			v.object({ ...given, organisation: v.string() }),
			async (at, { organisation, ...score }) => {
				const there = await organisationsOf(at.context.db, at.step.journey_id);
				if (!there.some(({ id }) => id === organisation))
					return refused('organisation-unknown', 'organisation');
				return setScore(at, organisation, score, 'on-behalf');
			}
		),

		/** The theme that the room looks at (B10); another one takes its place. */
		showTheme: act('facilitator', v.object({ theme: v.string() }), ({ context, step: { id } }, { theme }) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const step = await stepNow(tx, id);
				if (step.stage !== 'spread') return refused('spread-not-open');
				if (!(await themesOf(tx, step)).some((known) => known.id === theme)) return refused('theme-gone');
				const after = JSON.stringify({ ...settingsOf(step), shown: theme });
				await tx.updateTable('step').set({ settings: after }).where('id', '=', id).execute();
				return { ok: true };
			})
		)
	}
} satisfies KindServer;

const isAboutCards = (step: StepRow) => ['cards', 'board'].includes(stageOf(step.kind, step.stage).opens);

/** Before the spread, also when the facilitator went back to before it (B8). */
const isBlindIn = ({ stage }: Pick<StepRow, 'stage'>) => stage === 'prepared' || stage === 'scoring';

async function scoresState(db: Query, step: StepRow): Promise<ScoresState> {
	const themes = await themesOf(db, step);
	const organisations = (await organisationsOf(db, step.journey_id)).map(({ id }) => id);
	const scores = await scoresOf(db, step.id);
	const themeIds = themes.map(({ id }) => id);
	const missing = unscored(scores, themeIds, organisations);
	const of = themes.length * organisations.length;
	const spread = isBlindIn(step) ? null : spreadOf(scores, themeIds, organisations);
	const { shown } = settingsOf(step);
	return {
		part: 'scores',
		themes,
		filled: of - missing.reduce((sum, { themes }) => sum + themes, 0),
		of,
		organisations: organisations.map((id) => ({
			id,
			done: themes.length > 0 && !missing.some(({ organisation }) => organisation === id)
		})),
		spread,
		shown: (spread?.find(({ theme }) => theme === shown) ?? spread?.[0])?.theme ?? null,
		found: step.stage === 'harvested' ? await countFound(db, step) : null
	};
}

/** B4 */
async function missingScores(db: Query, step: StepRow): Promise<Missing[]> {
	const organisations = await organisationsOf(db, step.journey_id);
	const missing = unscored(
		await scoresOf(db, step.id),
		(await themesOf(db, step)).map(({ id }) => id),
		organisations.map(({ id }) => id)
	);
	const nameOf = (id: string) => organisations.find((organisation) => organisation.id === id)!.name;
	const names = missing.map(({ organisation, themes }) => `${nameOf(organisation)} (${themes})`);
	return names.length > 0 ? [{ reason: 'scores-open', names }] : [];
}

async function themesOf(db: Query, step: Pick<StepRow, 'journey_id'>) {
	const themes = await harvestIn(db, step.journey_id, ['theme']);
	return themes.map(({ id, name, texts }) => ({ id, name, vision: texts.vision ?? '' }));
}

/** All of them; what may leave the server of it, `scoresFor` says. */
async function scoresOf(db: Query, step: string): Promise<ShownScore[]> {
	const rows = await db
		.selectFrom('score')
		.innerJoin('participant', 'participant.id', 'score.participant_id')
		.select([
			'score.theme_id as theme',
			'score.organisation_id as organisation',
			'score.score',
			'score.evidence',
			'participant.organisation_id as of'
		])
		.where('score.step_id', '=', step)
		.execute();
	return rows.map(({ of, ...score }) => ({ ...score, onBehalf: of !== score.organisation }));
}

async function setScore(
	{ context, step: { id }, seat, now }: Acting,
	organisation: string | null,
	{ theme, ...wanted }: { theme: string; score: number; evidence: string },
	onBehalf?: 'on-behalf'
): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const step = await stepNow(tx, id);
		const decision = decideScore(
			await scoringNow(tx, step, { role: seat.role, organisation, theme }),
			wanted
		);
		if (!decision.ok) return refused(decision.reason, decision.field);
		const { score, evidence } = decision;
		const mark = { theme, organisation: decision.organisation };
		const before = (await scoresOf(tx, id)).find(
			(known) => known.theme === mark.theme && known.organisation === mark.organisation
		);
		const same = before?.score === score && before.evidence === evidence;
		// B7, B9: the same words from the organisation itself make it its own.
		if (same && (onBehalf || !before.onBehalf)) return { ok: true };
		const row = { score, evidence, at: now, participant_id: seat.participant };
		await tx
			.insertInto('score')
			.values({ step_id: id, theme_id: mark.theme, organisation_id: mark.organisation, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'theme_id', 'organisation_id']).doUpdateSet(row))
			.execute();
		if (onBehalf)
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'score-on-behalf',
				subject: id,
				detail: mark,
				by: seat
			});
		return { ok: true };
	});
}

async function scoringNow(
	tx: Query,
	step: StepRow,
	by: Pick<Scoring, 'role' | 'organisation'> & { theme: string }
): Promise<Scoring> {
	const { paused_at } = await tx
		.selectFrom('room')
		.select('paused_at')
		.where('journey_id', '=', step.journey_id)
		.executeTakeFirstOrThrow();
	return {
		role: by.role,
		organisation: by.organisation,
		isScoring: step.stage === 'scoring',
		lockedAt: step.locked_at,
		pausedAt: paused_at,
		themeExists: (await themesOf(tx, step)).some(({ id }) => id === by.theme)
	};
}

/** What lies on the table, by the prompt that it was written under (B11). */
async function foundCards(db: Query, step: StepRow) {
	const cards = await db
		.selectFrom('card')
		.select(['id', 'text', 'prompt', 'organisation_id as organisation'])
		.where('step_id', '=', step.id)
		.where('hidden_at', 'is', null)
		.orderBy('shuffle')
		.execute();
	return promptsOf(step).map(({ id, text, tag }) => ({
		prompt: id,
		text,
		tag,
		cards: cards
			.filter((card) => card.prompt === id)
			.map(({ id, text, organisation }) => ({ id, text, organisation }))
	}));
}

async function countFound(db: Query, step: StepRow): Promise<NonNullable<ScoresState['found']>> {
	return (await foundCards(db, step)).map((found) => ({ ...found, cards: found.cards.length }));
}

const stepNow = (tx: Query, id: string): Promise<StepRow> =>
	tx.selectFrom('step').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
