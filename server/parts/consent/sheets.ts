import { onTheClock } from '#domain/journey/moments.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import { questionsOf, turnsIn } from './before-answers.ts';
import { readRound, type Round } from './rounds.ts';
import { isShown } from './state.ts';
import { idsAsked } from './subjects.ts';

/** Who took which stance, organisation by organisation and never by person, with what was done about it. */
export async function stanceSheets(reading: Reading, round: Round): Promise<Sheet[]> {
	const known = await reading.rows(readRound, round.id);
	const table = await idsAsked(reading);
	const rows = await reading.db
		.selectFrom('stance')
		.innerJoin('organisation', 'organisation.id', 'stance.organisation_id')
		.leftJoin('harvest as about', 'about.id', 'stance.subject')
		.leftJoin('harvest as harmed', 'harmed.id', 'stance.harms_id')
		.leftJoin('integration', 'integration.stance_id', 'stance.id')
		.select([
			'stance.subject',
			'stance.version',
			'about.name as about',
			'organisation.name as organisation',
			'stance.stance',
			'harmed.name as harms',
			'stance.words',
			'integration.words as integration',
			'stance.at'
		])
		.where('stance.round_id', '=', round.id)
		.orderBy('stance.at')
		.orderBy('integration.at')
		.execute();
	return [
		...(await beforeSheets(reading, round)),
		{
			name: 'stances',
			columns: ['about', 'organisation', 'stance', 'harms', 'words', 'integration', 'at'],
			// What is hidden from the table is in no export (I18).
			rows: rows
				.filter(({ subject, version }) => isShown(known, subject, version, table))
				.map((row) => [
					row.about,
					row.organisation,
					row.stance,
					row.harms,
					row.words,
					row.integration,
					onTheClock(row.at)
				])
		}
	];
}

async function beforeSheets(reading: Reading, round: Round): Promise<Sheet[]> {
	const names = new Map((await reading.everyOrganisation()).map(({ id, name }) => [id, name]));
	const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
	const questions = await questionsOf(reading, round.id);
	const reactions = (await reading.rows(turnsIn, round.id)).filter(({ words }) => words !== null);
	return [
		{
			name: 'questions',
			columns: ['organisation', 'text', 'answer'],
			rows: questions.map(({ organisation, text, answer }) => [nameOf(organisation), text, answer])
		},
		{
			name: 'reactions',
			columns: ['organisation', 'words'],
			rows: reactions.map(({ organisation, words }) => [nameOf(organisation), words])
		}
	].filter(({ rows }) => rows.length > 0);
}
