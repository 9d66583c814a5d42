import type { StepFacts } from '#wire/journey/facts.ts';
import { viewOf, type ParticipantProps, type ViewModule } from './views.ts';

const views = import.meta.glob<ViewModule<ParticipantProps>>('./*/Participant.svelte');

/** What a participant sees of a step, ready for the stage that it is in. */
export async function participantView(step: StepFacts) {
	const view = await viewOf(views, `./${step.kind}/Participant.svelte`);
	await view.prepare?.(step);
	return view.default;
}
