import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { m } from '#lib/paraglide/messages.js';

type Say = () => string;

/** What is said about one kind of harvest, to whoever reads and writes it. */
export interface HarvestWords {
	title: Say;
	none: Say;
	noneText: Say;
	name: Say;
	/** The texts beside the name, in order: what is asked while writing, and what it is called when it is read. */
	fields: readonly { field: string; ask: Say; says: Say }[];
}

/** Of what groups become. A tension and an ambition are written on pages of their own. */
const words: Partial<Record<HarvestKind, HarvestWords>> = {
	value: {
		title: m.harvest_title,
		none: m.harvest_none,
		noneText: m.harvest_none_text,
		name: m.harvest_name,
		fields: [
			{ field: 'meaning', ask: m.harvest_meaning, says: m.value_means },
			{ field: 'seen', ask: m.harvest_seen, says: m.value_seen },
			{ field: 'unseen', ask: m.harvest_unseen, says: m.value_unseen }
		]
	},
	theme: {
		title: m.theme_title,
		none: m.theme_none,
		noneText: m.theme_none_text,
		name: m.theme_name,
		fields: [{ field: 'vision', ask: m.theme_vision, says: m.theme_means }]
	},
	solution: {
		title: m.solution_title,
		none: m.solution_none,
		noneText: m.solution_none_text,
		name: m.solution_name,
		fields: [{ field: 'what', ask: m.solution_what, says: m.solution_means }]
	}
};

/** Throws where groups become nothing of the kind: that is a bug, not input. */
export function harvestWords(kind: HarvestKind | null): HarvestWords {
	const found = kind === null ? undefined : words[kind];
	if (!found) throw new Error(`groups do not become a ${kind}`);
	return found;
}
