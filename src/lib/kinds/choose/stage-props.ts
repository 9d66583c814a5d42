import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { ChooseView } from './view.ts';

/** What each stage of a choice gets. */
export interface ChooseProps extends Pick<ParticipantProps, 'step' | 'form' | 'onsaved'> {
	view: ChooseView;
}
