import { missingValues, type Missing } from '#domain/journey/gates.ts';
import { hasStage, kinds } from '#domain/kinds/kinds.ts';
import type { Reading } from '#server/journey/reading.ts';
import { roundOfStep } from './rounds.ts';
import { notAgreed } from './state.ts';
import { valuesTogether } from './subjects.ts';

/** The values of the journey, consented to by every organisation (G2). */
export async function valuesAgreed(reading: Reading): Promise<Missing[]> {
	const steps = (await reading.steps()).filter(
		({ kind, removed_at }) => removed_at === null && consentsToValues.includes(kind)
	);
	const open = new Set<string>();
	let values = 0;
	for (const step of steps) {
		const subjects = await valuesTogether(reading, step);
		values += subjects.length;
		for (const { organisations } of await notAgreed(reading, roundOfStep(step), subjects))
			for (const name of organisations) open.add(name);
	}
	return missingValues({ values, open: [...open] });
}

/** Kinds that harvest values and put them to the organisations. */
const consentsToValues = kinds
	.filter(({ kind, harvest }) => harvest === 'value' && hasStage(kind, 'consent'))
	.map(({ kind }) => kind);
