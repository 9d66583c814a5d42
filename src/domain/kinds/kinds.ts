// The one list of step kinds. CONTRIBUTING.md has the recipe for a new one.
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { ambitions } from './ambitions/kind.ts';
import { bothAnd } from './both-and/kind.ts';
import { checkIn } from './check-in/kind.ts';
import { choose } from './choose/kind.ts';
import { future } from './future/kind.ts';
import { hardTalk } from './hard-talk/kind.ts';
import { ideas } from './ideas/kind.ts';
import { today } from './today/kind.ts';
import { values } from './values/kind.ts';

/**
 * What a stage opens, for everyone at the table:
 * - `nothing`: the step is prepared; people see the question, nothing to do yet
 * - `cards`: everybody writes alone, in a room of their own
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
}

export interface StepKind {
	/** In code, in the database, and as the folder name under lib/steps. */
	kind: string;
	/** In this order; a facilitator may go forward and back (P-rules). The first one is where a step begins. */
	stages: readonly [StageRule, ...StageRule[]];
	/** What this kind harvests, or null where it is nothing that later steps rest on. */
	harvest: HarvestKind | null;
	/** No author is kept, anywhere (N-rules); a step of another kind can be made so by its settings. */
	anonymous?: true;
	/** While a step of this kind is open, nothing of a step of ours is served to who does not facilitate (U5). */
	embargoedBy?: string;
}

export const kinds: readonly StepKind[] = [
	checkIn,
	values,
	future,
	today,
	hardTalk,
	bothAnd,
	ideas,
	choose,
	ambitions
];

/** Throws on a kind that this program does not know: a newer database is a bug, not input. */
export function kindOf(kind: string): StepKind {
	const found = kinds.find((k) => k.kind === kind);
	if (!found) throw new Error(`unknown step kind: ${kind}`);
	return found;
}

/** Throws on a stage that the kind does not have. */
export function stageOf(kind: string, stage: string): StageRule {
	const found = kindOf(kind).stages.find((s) => s.name === stage);
	if (!found) throw new Error(`unknown stage of ${kind}: ${stage}`);
	return found;
}

/** The stage after (+1) or before (-1), or null at either end. */
export function neighbour(kind: string, stage: string, by: 1 | -1): StageRule | null {
	const { stages } = kindOf(kind);
	return stages[stages.findIndex((s) => s.name === stage) + by] ?? null;
}

/** The kind has a stage that opens this. */
export const hasStage = (kind: string, opens: Opens): boolean =>
	kindOf(kind).stages.some((stage) => stage.opens === opens);

/** The revealed cards, and the texts of what was harvested, can be read. */
export const showsBoard = (opens: Opens): boolean => ['board', 'dots', 'texts', 'consent'].includes(opens);
