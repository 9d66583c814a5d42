import type { GenericSchema } from 'valibot';
import type { Seat } from '#domain/access.ts';
import { kinds } from '#domain/kinds.ts';
import type { StepFacts } from '#wire/facts.ts';
import type { Database } from './db/schema.ts';
import type { Query } from './db/open.ts';
import type { Ground, Outcome } from './ground.ts';

export type StepRow = Database['step'];

/** One thing that people can do in a step: a form post, checked against `input`, by somebody in this journey. */
export interface StepAct<Input = never> {
	/** Facilitators may do everything; `anyone` is every participant who was not removed. */
	who: 'anyone' | 'facilitator';
	input: GenericSchema<unknown, Input>;
	run: (at: Acting, input: Input) => Promise<Outcome>;
}

export interface Acting {
	ground: Ground;
	step: StepRow;
	seat: Seat & { person: string; organisation: string | null; name: string };
	now: number;
}

/** What a kind of step adds on the server. Default export of `kinds/<kind>.ts`. */
export interface KindServer {
	kind: string;
	/** What everyone may know of this step now (Facts.step.now). */
	facts: (db: Query, step: StepRow, ground: Ground) => Promise<StepFacts['now']>;
	/** What this person sees of their own: for `load`, so that the page works without a socket. */
	mine: (at: Acting) => Promise<object>;
	/** Runs inside the transaction that changes the stage. */
	entering?: (tx: Query, at: Acting, stage: string) => Promise<void>;
	/** Runs after that transaction, for what belongs in a document. Must be safe to repeat. */
	entered?: (at: Acting, stage: string) => Promise<void>;
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
		kinds.map(async ({ kind }) => (await import(`./kinds/${kind}.ts`)) as { default: KindServer })
	);
	return new Map(loaded.map(({ default: server }) => [server.kind, server]));
}
