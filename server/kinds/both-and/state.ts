import { stageOf } from '#domain/kinds/kinds.ts';
import type { TensionState, TensionsState } from '#wire/kinds/both-and/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { harvestedIn, linkableTo } from '#server/parts/harvest/state.ts';
import { itemsOf, leaningsOf, ownersIn, shownIn } from './rows.ts';

export async function tensionsState(reading: Reading, step: StepRow): Promise<TensionsState> {
	const tensions = await tensionsOf(reading, step);
	const shown = shownIn(step);
	return {
		part: 'tensions',
		tensions,
		linkable: await linkableTo(reading, 'tension'),
		shown: tensions.some(({ id }) => id === shown) ? shown : null
	};
}

async function tensionsOf(reading: Reading, step: StepRow): Promise<TensionState[]> {
	const found = await harvestedIn(reading, step.id);
	const ids = found.map(({ id }) => id);
	const links = await reading.links();
	const items = Map.groupBy(await itemsOf(reading.db, ids), ({ tension }) => tension);
	const leanings = Map.groupBy(await leaningsOf(reading.db, ids), ({ tension }) => tension);
	const isWriting = stageOf(step.kind, step.stage).opens === 'texts';
	return found.map(({ id, name, texts, details }) => ({
		id,
		name,
		texts: isWriting ? { poleA: texts.poleA ?? '', poleB: texts.poleB ?? '' } : texts,
		items: (items.get(id) ?? []).map(({ tension: _, ...item }) => item),
		leanings: (leanings.get(id) ?? []).map(({ tension: _, ...leaning }) => leaning),
		owners: ownersIn(details),
		links: links.get(id) ?? []
	}));
}
