import { onTheClock } from '#domain/journey/moments.ts';
import type { Query } from '#server/db/open.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import type { Round } from './rounds.ts';

/** Who took which stance, organisation by organisation and never by person, with what was done about it. */
export async function stanceSheets(db: Query, round: Round): Promise<Sheet[]> {
	const rows = await db
		.selectFrom('stance')
		.innerJoin('organisation', 'organisation.id', 'stance.organisation_id')
		.leftJoin('harvest as about', 'about.id', 'stance.subject')
		.leftJoin('harvest as harmed', 'harmed.id', 'stance.harms_id')
		.leftJoin('integration', 'integration.stance_id', 'stance.id')
		.select([
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
			rows: rows.map((row) => [
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
