import type { UnderWay } from '#lib/parts/cards/under-way.ts';
import type { Harvested } from '#lib/parts/cards/view.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import type { MyConsent } from '#wire/parts/consent/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

/** What `load` gives for a step with ambition cards. */
export interface AmbitionsView {
	step: StepFacts;
	mine: { harvest?: Harvested[]; consent?: MyConsent };
	board: BoardView | null;
}

/** What the view of a stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: AmbitionsView;
	form: ParticipantProps['form'];
	/** The texts as load has them, by card. */
	kept: ReadonlyMap<string, Record<string, string>>;
	board: Board;
	underWay: UnderWay;
	/** The table that this person sits at. */
	table: number | null;
}
