import { choosingOpen } from '#domain/kinds/choose/choosing.ts';
import { choose } from '#domain/kinds/choose/kind.ts';

/** For acts that no other rule asks about: `decideAmbition` and `decideNotNow` ask for the stage themselves. */
export const whileChoosing = {
	stages: choose.stages.map(({ name }) => name).filter(choosingOpen),
	else: 'choosing-not-open'
};
