import type { Reading } from '#server/journey/reading.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import { readRound, type Round } from './rounds.ts';
import { idsAsked, isShown } from './state.ts';

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
					new Date(row.at).toISOString()
				])
		}
	];
}
