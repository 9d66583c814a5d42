import { neighbour, stageOf } from '#domain/kinds/kinds.ts';

export type MoveDecision =
	{ ok: true; stage: string } | { ok: false; reason: 'last-stage' | 'first-stage' | 'not-all-ready' };

/**
 * The stage that a step goes to. `sure`: the facilitator was asked and tapped again (P3).
 * A lock or a pause holds the pens of the table, never the facilitator (P6).
 */
export function decideMove(
	step: { kind: string; stage: string; lockedAt: number | null },
	by: 1 | -1,
	readiness: { ready: number; of: number },
	sure: boolean
): MoveDecision {
	const here = stageOf(step.kind, step.stage);
	const there = neighbour(step.kind, step.stage, by);
	if (there === null) return { ok: false, reason: by === 1 ? 'last-stage' : 'first-stage' };
	const waits = by === 1 && here.readiness && readiness.ready < readiness.of;
	return waits && !sure ? { ok: false, reason: 'not-all-ready' } : { ok: true, stage: there.name };
}
