import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { harvestedIn } from '#server/parts/harvest/state.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import { itemsOf } from './rows.ts';

/** What stands in the quadrants, each with whose view it is. */
export async function quadrantSheets(reading: Reading, step: StepRow): Promise<Sheet[]> {
	const tensions = await harvestedIn(reading, step.id);
	if (tensions.length === 0) return [];
	const names = new Map(tensions.map(({ id, name }) => [id, name]));
	const organisations = new Map((await reading.everyOrganisation()).map(({ id, name }) => [id, name]));
	const items = await itemsOf(reading.db, [...names.keys()]);
	return [
		{
			name: 'quadrants',
			columns: ['tension', 'quadrant', 'text', 'organisation'],
			rows: items.map(({ tension, quadrant, text, organisation }) => [
				names.get(tension) ?? '',
				quadrant,
				text,
				organisations.get(organisation ?? '') ?? null
			])
		}
	];
}
