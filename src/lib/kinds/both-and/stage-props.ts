import type { UnderWay } from '#lib/parts/cards/under-way.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TensionsView } from './view.ts';

/** What the view of a stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: TensionsView;
	underWay: UnderWay;
	form: ParticipantProps['form'];
	onsaved: ParticipantProps['onsaved'];
}
