import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';

/**
 * What a stage opens, for everyone at the table:
 * - `nothing`: the step is prepared; people see the question, nothing to do yet
 * - `cards`: everybody writes alone, in a document of their own
 * - `board`: the revealed cards can be read and grouped
 * - `dots`: the groups are fixed, dots can be given
 * - `texts`: the texts of what was harvested are written together
 * - `consent`: each organisation takes its stance on those texts, which stand still
 * - `own`: the kind has something of its own (a round, ground rules)
 */
export type Opens = 'nothing' | 'cards' | 'board' | 'dots' | 'texts' | 'consent' | 'own';

export interface StageRule {
	/** Also its message key: `stage_<name>`. */
	name: string;
	opens: Opens;
	/** Whether people say "ik ben klaar" here, and `next` asks twice while they have not. */
	readiness: boolean;
	/** Entering it shows everybody what each gave alone: who goes back takes that from nobody's eyes. */
	shows?: true;
}

export interface StepKind {
	/** In code, in the database, and as the folder name under lib/steps. */
	kind: string;
	/** In this order; a facilitator may go forward and back (P-rules). The first one is where a step begins. */
	stages: readonly [StageRule, ...StageRule[]];
	/** What this kind harvests, or null where it is nothing that later steps rest on. */
	harvest: HarvestKind | null;
	/**
	 * What is written at on its board: all of this kind in the journey, whichever step harvested it. Left out: what the
	 * step harvested itself.
	 */
	writesAt?: HarvestKind;
	/** No author is kept, anywhere (N-rules); a step of another kind can be made so by its settings. */
	anonymous?: true;
	/** While a step of this kind is open, nothing of a step of ours is served to who does not facilitate (U5). */
	embargoedBy?: string;
}
