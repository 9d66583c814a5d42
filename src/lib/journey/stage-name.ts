import { stageOf } from '#domain/kinds/kinds.ts';
import { m } from '#lib/paraglide/messages.js';

// By name and not by a computed key, so that a page carries only the messages that it uses.
const names: Record<string, () => string> = {
	prepared: m.stage_prepared,
	round: m.stage_round,
	agreeing: m.stage_agreeing,
	writing: m.stage_writing,
	scoring: m.stage_scoring,
	spread: m.stage_spread,
	sorting: m.stage_sorting,
	talking: m.stage_talking,
	weighing: m.stage_weighing,
	naming: m.stage_naming,
	mapping: m.stage_mapping,
	judging: m.stage_judging,
	weighed: m.stage_weighed,
	harvested: m.stage_harvested,
	consenting: m.stage_consenting
};

/**
 * 'schrijven': what people call a stage. Of a kind that ends without anything to do or read, the end is no harvest. A
 * stage without a word shows its own name; a test finds it.
 */
export function stageName(stage: string, kind?: string): string {
	if (kind !== undefined && endsWithNothing(kind, stage)) return m.stage_done();
	return names[stage]?.() ?? stage;
}

export const endsWithNothing = (kind: string, stage: string): boolean =>
	stage === 'harvested' && stageOf(kind, stage).opens === 'nothing';

export const hasStageName = (stage: string): boolean => Object.hasOwn(names, stage);
