import type { GenericSchema } from 'valibot';
import type { Seat } from '#domain/journey/access.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import type { Missing, StepFacts } from '#wire/journey/facts.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import type { Outcome, Refused } from '#server/acts/outcome.ts';
import type { Harvested } from '#server/parts/harvest/harvest.ts';
import type { Sheet } from '#server/reports/sheet.ts';

/** One thing that people can do in a step: a form post, checked against `input`, by somebody in this journey. */
export interface StepAct<Input = never> {
	/** Facilitators may do everything; `anyone` is every participant who was not removed. */
	who: 'anyone' | 'facilitator';
	input: GenericSchema<unknown, Input>;
	run: (at: Acting, input: Input) => Promise<Outcome>;
	/** Only asks: nothing changes, and nobody is told. */
	asks?: boolean;
}

export interface Acting {
	context: Context;
	step: StepRow;
	seat: Seat & { person: string; organisation: string | null; name: string };
	now: number;
}

/** What a kind of step adds on the server. Default export of `kinds/<kind>.ts`. */
export interface KindServer {
	kind: string;
	/** What everyone may know of this step now (Facts.step.state). */
	facts: (db: Query, step: StepRow, context: Context) => Promise<StepFacts['state']>;
	/** What this person sees of their own: for `load`, so that the page works without a socket. */
	mine: (at: Acting) => Promise<object>;
	/**
	 * Runs inside the transaction that changes the stage, before it changes. SQLite has one connection: whatever is
	 * asked of `context.db` in here would wait for this transaction for ever, so ask `tx`. A refusal keeps the stage as it
	 * is, and comes before anything was written.
	 */
	entering?: (tx: Query, at: Acting, stage: string) => Promise<void | Refused>;
	/** Around the change of stage, outside its transaction; `change` makes it. Left out: nothing is around it. */
	around?: (
		context: Context,
		step: StepRow,
		stage: string,
		change: () => Promise<Outcome<{ stage: string }>>
	) => Promise<Outcome<{ stage: string }>>;
	/** What is written at on the board of this step, where that is not what it harvested itself. */
	writesAt?: (db: Query, step: StepRow) => Promise<Harvested[]>;
	/** What must be there before this stage may begin (G-rules). Left out: nothing. */
	gate?: (db: Query, step: StepRow, stage: string) => Promise<Missing[]>;
	/** Writes down in rows what lies in the documents of a step; changes nothing when it is there. In a transaction too. */
	persist?: (tx: Query, context: Context, step: StepRow) => Promise<void>;
	/**
	 * Brings the documents of a step to what the rows say: after a change of stage, and when the program starts, for
	 * it may have been killed in between. Must be safe to repeat.
	 */
	project?: (context: Context, step: StepRow) => Promise<void>;
	/** What its export has beside cards, groups and harvest: only what everybody at the table may know (E5). */
	sheets?: (db: Query, step: StepRow) => Promise<Sheet[]>;
	// Each act has an input type of its own; the schema in it is what makes the call safe.
	acts: Record<string, StepAct>;
}

/** Ties an act's schema to its function. */
export const act = <Input>(
	who: StepAct['who'],
	input: GenericSchema<unknown, Input>,
	run: (at: Acting, input: Input) => Promise<Outcome>
): StepAct => ({ who, input, run }) as unknown as StepAct;

/** One per kind in the list of the domain. A kind without a server part is a bug that stops the program. */
export async function loadKinds(): Promise<Map<string, KindServer>> {
	const loaded = await Promise.all(
		kinds.map(async ({ kind }) => (await import(`./${kind}/kind.ts`)) as { default: KindServer })
	);
	return new Map(loaded.map(({ default: server }) => [server.kind, server]));
}
