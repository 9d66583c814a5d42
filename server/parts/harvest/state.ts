import { harvestKinds, restsOn, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import type { HarvestState, Linkable } from '#wire/parts/harvest/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Harvested } from './harvest.ts';

/** What was harvested in a step and what is written at there: names and links, without the texts. */
export async function harvestState(reading: Reading, step: StepRow): Promise<HarvestState[]> {
	const { writesAt } = kindOf(step.kind);
	const items = writesAt ? await reading.harvest([writesAt]) : await harvestedIn(reading, step.id);
	if (items.length === 0) return [];
	const links = await reading.links();
	return items.map(({ id, kind, group, name }) => ({ id, kind, group, name, links: links.get(id) ?? [] }));
}

/** What was harvested in a step, in order. */
export async function harvestedIn(reading: Reading, step: string): Promise<Harvested[]> {
	return (await reading.harvest(harvestKinds)).filter((item) => item.step === step);
}

/** What the harvest of this kind may be linked to now (H5). */
export async function linkableTo(reading: Reading, kind: HarvestKind | null): Promise<Linkable[]> {
	const found = await reading.harvest(kind === null ? [] : restsOn[kind]);
	return found.map(({ id, kind, name }) => ({ id, kind, name }));
}
