import { readDetails } from '#domain/kinds/ambitions/ambition.ts';
import type { Missing } from '#domain/journey/gates.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { roundOfStep } from '#server/parts/consent/rounds.ts';
import { notAgreed } from '#server/parts/consent/state.ts';
import { wordsOf, type Subject } from '#server/parts/consent/subjects.ts';
import { ambitionsOf } from './cards.ts';

/** Each ambition is agreed on by itself: its texts, what was chosen, and what it rests on. Any of them asks again. */
export async function subjectsOf(reading: Reading): Promise<Subject[]> {
	const links = await reading.links();
	const values = namesById(await reading.harvest(['value']));
	const organisations = namesById(await reading.everyOrganisation());
	return (await ambitionsOf(reading)).map((item) => {
		const { id, name } = item;
		const { domains, lead, others } = readDetails(item.details);
		const chosen = {
			values: named(links.get(id) ?? [], values),
			domains: domains.join(', '),
			parties: named([lead, ...others], organisations)
		};
		const words = Object.entries(chosen).map(([field, text]) => ({ harvest: id, field, text }));
		return { id, kind: 'ambition', name, words: [...wordsOf(item), ...words] };
	});
}

type Names = ReadonlyMap<string | null, string>;

const namesById = (items: readonly { id: string; name: string }[]): Names =>
	new Map(items.map(({ id, name }) => [id, name]));

const named = (ids: readonly (string | null)[], names: Names): string =>
	ids.flatMap((id) => names.get(id) ?? []).join(', ');

/** What some organisation has not consented to, by name. */
export async function cardsOpen(reading: Reading, step: StepRow): Promise<Missing[]> {
	const open = await notAgreed(reading, roundOfStep(step), await subjectsOf(reading));
	return open.length ? [{ reason: 'cards-open', names: open.map(({ subject }) => subject.name) }] : [];
}
