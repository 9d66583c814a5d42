import { linksAsked, restsOn, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { HarvestState, Linkable } from '#wire/parts/harvest/state.ts';

/** What something rests on of one kind, or could. */
export interface LinksTo {
	kind: HarvestKind;
	all: Linkable[];
	linked: Linkable[];
	/** How many are still asked (H6). */
	asked: number;
}

/** By kind, in the order of the domain, without kinds of which there is nothing to link to. */
export function linksOf(
	item: Pick<HarvestState, 'kind' | 'links'>,
	linkable: readonly Linkable[]
): LinksTo[] {
	return restsOn[item.kind]
		.map((kind) => {
			const all = linkable.filter((other) => other.kind === kind);
			const linked = all.filter(({ id }) => item.links.includes(id));
			return { kind, all, linked, asked: linksAsked(item.kind, kind, linked.length) };
		})
		.filter(({ all }) => all.length > 0);
}
