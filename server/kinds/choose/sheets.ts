import { questions } from '#domain/kinds/choose/judgement.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import { weighedState } from './judgement.ts';
import { standingReasons } from './rows.ts';

/** What the answers came to in both lenses once they are open (Z3), and what waits with its reason. */
export async function chooseSheets(reading: Reading, step: StepRow): Promise<Sheet[]> {
	const solutions = await reading.harvest(['solution']);
	const names = new Map(solutions.map(({ id, name }) => [id, name]));
	const weighed = (await weighedState(reading.db, step, [...names.keys()])) ?? [];
	const reasons = await reading.rows(standingReasons, reading.journey);
	return [
		{
			name: 'judgements',
			columns: ['solution', 'people', ...questions, 'share_direction', 'share_platform', 'share_yield'],
			rows: weighed.map(({ solution, people, found }) => [
				names.get(solution) ?? '',
				people,
				...questions.map((question) => found?.raw[question] ?? null),
				...questions.map((question) => found?.share[question] ?? null)
			])
		},
		{
			name: 'not_now',
			columns: ['solution', 'reason'],
			rows: reasons.map(({ solution, reason }) => [names.get(solution) ?? '', reason])
		}
	];
}
