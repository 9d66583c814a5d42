import type { Missing, StepFacts } from '#wire/journey/facts.ts';
import type { AtStep, StepAct } from '#server/acts/act.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Sheet } from '#server/reports/sheet.ts';

/** Who looks at a step, for `load`. */
export interface Viewing {
	context: Context;
	reading: Reading;
	step: StepRow;
	seat: SeatOf;
}

/** What a kind of step adds on the server. Default export of `kinds/<kind>/kind.ts`. */
export interface KindServer {
	kind: string;
	/** What everyone may know of this step now (Facts.step.state). */
	state: (reading: Reading, step: StepRow) => Promise<StepFacts['state']>;
	/** What this person sees of their own: for `load`, so that the page works without a socket. */
	mine: (viewing: Viewing) => Promise<object>;
	/** Rows that belong to a stage, in the transaction that enters it. */
	enter?: (tx: Query, at: AtStep, stage: string) => Promise<void>;
	/** What must be there before this stage may begin (G-rules). Left out: nothing. */
	gate?: (reading: Reading, step: StepRow, stage: string) => Promise<Missing[]>;
	/** What its export has beside cards, groups and harvest: only what everybody at the table may know (E5). */
	sheets?: (reading: Reading, step: StepRow) => Promise<Sheet[]>;
	/** What people do in it: a form post each, safe to repeat. */
	acts: Record<string, StepAct>;
}
