import * as v from 'valibot';
import { carriedBy, faultsOf, readDetails } from '#domain/kinds/ambitions/ambition.ts';
import type { Missing } from '#domain/journey/gates.ts';
import type { AmbitionsState } from '#wire/kinds/ambitions/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { Harvested } from '#server/parts/harvest/harvest.ts';
import { linkableTo } from '#server/parts/harvest/state.ts';

/** All ambitions of the journey: they were chosen in an earlier step. */
export const ambitionsOf = (reading: Reading): Promise<Harvested[]> => reading.harvest(['ambition']);

/** The table that writes it, as a row says; null: none. */
export const tableOf = ({ details }: Harvested): number | null => v.parse(tableNumber, details.table);

const tableNumber = v.fallback(v.nullable(v.number()), null);

export async function cardsState(reading: Reading): Promise<AmbitionsState> {
	const items = await ambitionsOf(reading);
	const links = await reading.links();
	const linkable = await linkableTo(reading, 'ambition');
	const table = (await reading.organisations()).map(({ id }) => id);
	const values = new Set(linkable.filter(({ kind }) => kind === 'value').map(({ id }) => id));
	return {
		part: 'ambitions',
		cards: items.map((item) => {
			const { id, name, texts } = item;
			const mine = links.get(id) ?? [];
			const details = carriedBy(readDetails(item.details), table);
			return {
				id,
				name,
				links: mine,
				details,
				table: tableOf(item),
				text: texts.text ?? '',
				faults: faultsOf({
					...{ texts, details, organisations: table.length },
					values: mine.filter((to) => values.has(to)).length
				})
			};
		}),
		linkable
	};
}

/** Nobody is asked for consent to a card that is not complete (X11). */
export async function incomplete(reading: Reading): Promise<Missing[]> {
	const { cards } = await cardsState(reading);
	const names = cards.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
	return names.length ? [{ reason: 'cards-incomplete', names }] : [];
}
