import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { m } from '#lib/paraglide/messages.js';

type Say = () => string;

/** What the console says where a facilitator chooses what groups become. */
interface ConsoleWords {
	title: Say;
	text: Say;
	count: (given: { count: number }) => string;
	is: Say;
	make: Say;
	drop: Say;
	/** Said while the first of its texts is not written, where later steps ask for it. */
	unwritten?: Say;
}

const words: Partial<Record<HarvestKind, ConsoleWords>> = {
	value: {
		title: m.values_console_harvest,
		text: m.values_console_harvest_text,
		count: m.values_console_values,
		is: m.values_console_is_value,
		make: m.values_console_make,
		drop: m.values_console_drop
	},
	theme: {
		title: m.themes_console_harvest,
		text: m.themes_console_text,
		count: m.themes_console_count,
		is: m.themes_console_is,
		make: m.themes_console_make,
		drop: m.themes_console_drop,
		unwritten: m.themes_console_unwritten
	},
	solution: {
		title: m.solutions_console_harvest,
		text: m.solutions_console_text,
		count: m.solutions_console_count,
		is: m.solutions_console_is,
		make: m.solutions_console_make,
		drop: m.solutions_console_drop
	}
};

/** Throws where groups become nothing of the kind: that is a bug, not input. */
export function harvestConsoleWords(kind: HarvestKind | null): ConsoleWords {
	const found = kind === null ? undefined : words[kind];
	if (!found) throw new Error(`groups do not become a ${kind}`);
	return found;
}
