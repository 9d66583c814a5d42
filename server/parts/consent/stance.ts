import {
	decideStance,
	everybodySaid,
	hasSaid,
	isAccepted,
	type Stance
} from '#domain/parts/consent/consent.ts';
import { isFarLonger, isLonger, tidy } from '#domain/text/text.ts';
import { changed, unchanged, type At, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { isSpeaker } from '#server/journey/speakers.ts';
import type { Asked } from './asked.ts';
import { insertShown, insertStance, isShownBefore, saidOn, type NewStance } from './rounds.ts';
import { agreement, isShown, timesOf } from './state.ts';
import { idsAsked, harmableIn, versionOf, type Subject } from './subjects.ts';

/** Visible characters in the words of a stance or an integration. */
export const wordsLimit = 500;

/** An organisation's own stance on the text that was on the screen (I2, I3, I5). The last one counts. */
export async function takeStance(
	tx: Query,
	at: At,
	asked: Asked,
	given: { subject: string; version: string; stance: Stance; harms: string; words: string }
): Promise<Done> {
	const subject = asked.subjects.find(({ id }) => id === given.subject);
	if (!subject) return refused('subject-gone');
	const { organisation, role } = at.seat;
	if (isFarLonger(given.words, wordsLimit)) return refused('line-too-long', 'words');
	const version = versionOf(subject);
	const decision = decideStance(
		{
			closed: asked.closed ?? (asked.rows.phase.name === 'standpoint' ? null : 'standpoint-later'),
			observes: role === 'observer',
			organisation,
			version,
			harmable: (await harmableIn(asked.reading)).map(({ id }) => id)
		},
		{ ...given, words: tidy(given.words) }
	);
	if (!decision.ok) return refused(decision.reason, decision.field);
	if (!(await isSpeaker(asked.reading, at.context, at.seat))) return refused('holder-speaks');
	const { harms, words } = decision;
	if (isLonger(words, wordsLimit)) return refused('line-too-long', 'words');
	return say(tx, at, asked, subject, {
		organisation: organisation!,
		version,
		stance: given.stance,
		harms,
		words
	});
}

/** The organisation is not there: from now on it has its working days to answer (I8). */
export async function recordAbsence(
	tx: Query,
	at: At,
	asked: Asked,
	given: { subject: string; organisation: string }
): Promise<Done> {
	const subject = asked.subjects.find(({ id }) => id === given.subject);
	if (!subject) return refused('subject-gone');
	const { organisation } = given;
	const { standings } = agreement(
		subject,
		asked.rows,
		await idsAsked(asked.reading),
		await timesOf(asked.reading)
	);
	const standing = standings.find((one) => one.organisation === organisation)?.standing;
	if (!standing) return refused('organisation-unknown');
	if (standing === 'absent' || standing === 'overdue') return unchanged();
	if (standing !== 'asked') return refused('stance-given');
	const absent = { stance: 'absent', harms: null, words: '' } as const;
	return say(tx, at, asked, subject, { organisation, version: versionOf(subject), ...absent });
}

/** What was answered until now is told to everybody. It has no counter-act: what was seen can't be hidden again (I19). */
export async function showStandpoints(
	tx: Query,
	at: At,
	{ reading, round, rows, subjects }: Asked,
	given: { subject: string; version: string }
): Promise<Done> {
	const subject = subjects.find(({ id }) => id === given.subject);
	if (!subject) return refused('subject-gone');
	const version = versionOf(subject);
	if (given.version !== version) return refused('text-changed');
	const table = await idsAsked(reading);
	if (isShown(rows, subject.id, version, table)) return unchanged();
	await insertShown(tx, round, { subject: subject.id, version }, at);
	const said = saidOn(rows, subject.id);
	const missing = table.filter((one) => !hasSaid(one, version, said)).length;
	return changed({ audit: { subject: subject.id, detail: { version, missing } } });
}

/** Says it once: the same stance again, by a second tap for instance, changes nothing (I5). */
async function say(
	tx: Query,
	at: At,
	{ reading, round, rows }: Asked,
	subject: Subject,
	given: NewStance
): Promise<Done> {
	const { organisation, version, stance, harms, words } = given;
	const newest = saidOn(rows, subject.id).findLast((one) => one.organisation === organisation);
	const isSame =
		newest?.version === version &&
		newest.stance === stance &&
		newest.words === words &&
		newest.harms === harms;
	if (isSame && !isAccepted(newest.id, rows.integrated)) return unchanged();
	await insertStance(tx, round, rows, subject, given, at);
	const table = await idsAsked(reading);
	const isAll = everybodySaid(table, version, [...saidOn(rows, subject.id), given]);
	if (isAll && !isShownBefore(rows, subject.id, version))
		await insertShown(tx, round, { subject: subject.id, version }, { seat: null, now: at.now });
	return changed({ audit: { subject: subject.id, detail: { organisation, stance, version } } });
}
