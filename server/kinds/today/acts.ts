import * as v from 'valibot';
import { decideScore } from '#domain/kinds/today/baseline.ts';
import { changed, stepAct, unchanged, type AtStep, type Done, type Effects } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { harvestIn } from '#server/parts/harvest/harvest.ts';
import { keepScore, scoreOf } from './scores.ts';
import { settingsOf } from './settings.ts';

/** What a form sends: no number chosen is a refusal beside the field, not a malformed form. */
const given = {
	theme: v.string(),
	score: v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => (/^\d$/.test(text) ? Number(text) : NaN))
	),
	evidence: v.optional(v.string(), '')
};

type Given = v.InferOutput<v.ObjectSchema<typeof given, undefined>>;

const score = stepAct({
	name: 'score',
	who: 'participants',
	speaks: true,
	input: v.object(given),
	/** What the score of one's organisation on a theme shall be, with its evidence (B2). */
	async run(tx, at, score) {
		return setScore(tx, at, at.seat.organisation, score);
	}
});

const scoreOnBehalf = stepAct({
	name: 'score-on-behalf',
	who: 'facilitators',
	input: v.object({ ...given, organisation: v.string() }),
	/** For an organisation that has no device or nobody there (B9). */
	async run(tx, at, { organisation, ...score }) {
		const there = await organisationsOf(tx, at.journey);
		if (!there.some(({ id }) => id === organisation)) return refused('organisation-unknown', 'organisation');
		const audit = { subject: at.step.id, detail: { theme: score.theme, organisation } };
		return setScore(tx, at, organisation, score, audit);
	}
});

const showTheme = stepAct({
	name: 'show-theme',
	who: 'facilitators',
	when: { stages: ['spread'], else: 'spread-not-open' },
	input: v.object({ theme: v.string() }),
	/** The theme that the room looks at (B10); another one takes its place. */
	async run(tx, { journey, step }, { theme }) {
		if (!(await isTheme(tx, journey, theme))) return refused('theme-gone');
		const before = settingsOf(step);
		if (before.shown === theme) return unchanged();
		const settings = JSON.stringify({ ...before, shown: theme });
		await tx.updateTable('step').set({ settings }).where('id', '=', step.id).execute();
		return changed();
	}
});

export const todayActs = { score, scoreOnBehalf, showTheme };

/** `audit`: it is written down on behalf of the organisation. */
async function setScore(
	tx: Query,
	{ journey, step, room, seat, now }: AtStep,
	organisation: string | null,
	{ theme, ...wanted }: Given,
	audit?: Effects['audit']
): Promise<Done> {
	const decision = decideScore(
		{
			role: seat.role,
			organisation,
			isScoring: step.stage === 'scoring',
			lockedAt: step.locked_at,
			pausedAt: room.paused_at,
			themeExists: await isTheme(tx, journey, theme)
		},
		wanted
	);
	if (!decision.ok) return refused(decision.reason, decision.field);
	const { organisation: of, score, evidence } = decision;
	const before = await scoreOf(tx, step.id, { theme, organisation: of });
	const isSame = before?.score === score && before.evidence === evidence;
	// B7, B9: the same words from the organisation itself make it its own.
	if (isSame && (audit || !before.onBehalf)) return unchanged();
	await keepScore(tx, step.id, { theme, organisation: of, score, evidence }, { ...seat, now });
	return changed({ audit });
}

async function isTheme(db: Query, journey: string, id: string): Promise<boolean> {
	return (await harvestIn(db, journey, ['theme'])).some((theme) => theme.id === id);
}
