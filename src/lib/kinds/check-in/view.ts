import type { StepFacts } from '#wire/journey/facts.ts';
import type { CheckInState } from '#wire/kinds/check-in/state.ts';

/** What `load` gives for a check-in. */
export interface CheckInView {
	step: StepFacts;
	mine: {
		ready: boolean;
		/** Names the rules as they stand in `step`; goes along when they are accepted (K4). */
		wording: string;
		accepted: boolean;
	};
}

/** What a check-in adds to the facts. Throws on any other step. */
export function checkInNow(step: StepFacts): CheckInState {
	if (step.state?.part !== 'check-in') throw new Error(`no check-in in a step of kind ${step.kind}`);
	return step.state;
}
