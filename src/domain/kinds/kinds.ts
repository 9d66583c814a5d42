// The one list of step kinds. CONTRIBUTING.md has the recipe for a new one.
import { ambitions } from './ambitions/kind.ts';
import { bothAnd } from './both-and/kind.ts';
import { checkIn } from './check-in/kind.ts';
import { choose } from './choose/kind.ts';
import { future } from './future/kind.ts';
import { hardTalk } from './hard-talk/kind.ts';
import { ideas } from './ideas/kind.ts';
import { today } from './today/kind.ts';
import { values } from './values/kind.ts';
import type { Opens, StageRule, StepKind } from './kind.ts';

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
