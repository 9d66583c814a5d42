import * as v from 'valibot';
import { isLeftBehind, mayFacilitate } from '#domain/journey/access.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { markForProjection, projectMarked } from '#server/documents/projection.ts';
import { isEmbargoedFor } from '#server/journey/embargo.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { stepOnSheet, type StepRow } from '#server/journey/step-rows.ts';
import { readArrival, type Arrival, type RoomRow } from './arrival.ts';
import { append, type Entry } from './audit.ts';
import type { Documents } from './documents.ts';
import { refused, type Outcome, type Refused } from './outcome.ts';

// One way to act, for everything that anybody does in a journey: what the act declares is checked, it runs in one
// transaction that awaits rows only, and what it changed is written into the audit and told.

/** Everybody with a seat; who is no observer; who facilitates; the lead. */
export type Who = 'anyone' | 'participants' | 'facilitators' | 'lead';

/** What an act finds, read once inside its transaction: an act may have waited for its turn. */
export interface At {
	context: Context;
	journey: string;
	seat: SeatOf;
	room: RoomRow;
	/** Ms since 1970. */
	now: number;
}

/** The same in a step that is on the run-sheet. */
export interface AtStep extends At {
	step: StepRow;
}

/** In which stages an act can be done. */
export interface When {
	stages?: readonly string[];
	opens?: readonly Opens[];
	/** The reason in any other stage. */
	else: string;
	/** Not while the board is locked or the room pauses (A6). */
	unlocked?: true;
	/** Not once the room has gone on to a later step (A14). */
	unleft?: true;
}

/** What an act changed beside its own rows. */
export interface Effects {
	/** Goes into the audit under the name of the act. Left out: it is nothing to look up later (a dot, a tick). */
	audit?: Pick<Entry, 'subject' | 'detail'>;
	/** Columns of the room. */
	room?: Partial<RoomRow>;
	/** Steps whose documents have to follow these rows. */
	project?: readonly string[];
	/** What is kept in a document alone, or told to screens by name, after the commit. */
	write?: () => Promise<void>;
	/** Nobody but who did it can see a difference: nobody is told. */
	isPrivate?: true;
}

/** What an act answers: why not, or its result and, unless all is as it was, its effects. */
export type Done<Result extends object = object> =
	Refused | { ok: true; result: Result; effects: Effects | null };

/** What is asked for is so already: a double click, a replayed post. Nothing is written, nobody is told. */
export function unchanged(): Done;
export function unchanged<Result extends object>(result: Result): Done<Result>;
export function unchanged(result: object = {}): Done {
	return { ok: true, result, effects: null };
}

export function changed(effects?: Effects): Done;
export function changed<Result extends object>(effects: Effects, result: Result): Done<Result>;
export function changed(effects: Effects = {}, result: object = {}): Done {
	return { ok: true, result, effects };
}

/** What is known before the transaction; it may have changed by then. */
export type Before = Pick<AtStep, 'context' | 'journey' | 'seat' | 'step' | 'now'>;

/** One thing that people do. Methods, so that a list of acts need not know the input of each. */
export interface Act<Input = unknown, Result extends object = object, Where extends At = At, Read = unknown> {
	/** In the audit. */
	name: string;
	who: Who;
	/** Checks and reads the fields of a form. */
	input: v.GenericSchema<unknown, Input>;
	when?: When;
	/**
	 * It speaks for one's organisation, or counts as one voice: not for who is not admitted (J20). In these stages only,
	 * where they are named.
	 */
	speaks?: true | readonly Opens[];
	/** It may change who may do what: every socket of the journey is looked at again. */
	rights?: true;
	documents?(before: Before, input: Input): Promise<Documents<Read> | null>;
	run(tx: Query, at: Where, input: Input, read: Read): Promise<Done<Result>>;
}

/** Something that is done in a step that is on the run-sheet. */
export interface StepAct<Input = unknown, Result extends object = object, Read = unknown> extends Act<
	Input,
	Result,
	AtStep,
	Read
> {
	about: 'step';
}

/** Something about the journey. */
export interface JourneyAct<Input = unknown, Result extends object = object> extends Act<
	Input,
	Result,
	At,
	null
> {
	about: 'journey';
}

/** Infers what an act reads and answers. */
export const act = <Input, Result extends object = object>(
	definition: Act<Input, Result, At, null>
): JourneyAct<Input, Result> => ({ ...definition, about: 'journey' });

export const stepAct = <Input, Result extends object = object, Read = null>(
	definition: Act<Input, Result, AtStep, Read>
): StepAct<Input, Result, Read> => ({ ...definition, about: 'step' });

/** Who acts, in which journey and, where the act is one of a step, in which step. */
export interface By {
	journey: string;
	/** As the page found it; inside the transaction it is read again. */
	seat: SeatOf;
	step?: string;
	/** The row of the step, where the page read it already. */
	seen?: StepRow;
}

/** The fields of a form as what the act takes, or the field that it can't read. */
export function readFields<Input>(
	{ input }: Pick<Act<Input>, 'input'>,
	fields: Record<string, unknown>
): Outcome<{ input: Input }> {
	const parsed = v.safeParse(input, fields);
	if (parsed.success) return { ok: true, input: parsed.output };
	return refused('form-malformed', String(parsed.issues[0]?.path?.[0]?.key ?? ''));
}

/**
 * Runs an act. Reasons, beside its own: too-fast, not-yours, removed, observer, not-a-facilitator, not-lead, step-unknown,
 * embargoed, locked, paused, not-admitted.
 */
export async function perform<Input, Result extends object, Where extends At, Read>(
	context: Context,
	by: By,
	act: Act<Input, Result, Where, Read>,
	input: Input
): Promise<Outcome<Result>> {
	if (!context.paces.act(by.seat.person)) return refused('too-fast');
	const documents = await documentsFor(context, by, act, input);
	const done = documents
		? await context.sync.hold(documents.held, async () => {
				const done = await transact(context, by, act, input, await documents.read());
				if (done.ok && done.effects) await documents.after?.();
				return done;
			})
		: await transact(context, by, act, input, null as Read);
	if (!done.ok) return done;
	if (done.effects) await follow(context, by.journey, act, done.effects);
	return { ok: true, ...done.result };
}

async function documentsFor<Input, Read>(
	context: Context,
	{ journey, seat, step: id, seen }: By,
	act: Pick<Act<Input, object, never, Read>, 'who' | 'documents'>,
	input: Input
): Promise<Documents<Read> | null> {
	if (!act.documents || !id) return null;
	const step = seen ?? (await stepOnSheet(context.db, journey, id));
	// Nothing is read or held for who may not do this; the transaction says why.
	if (!step || whoIsRefused(seat, act.who)) return null;
	return act.documents({ context, journey, seat, step, now: context.now() }, input);
}

function transact<Input, Result extends object, Where extends At, Read>(
	context: Context,
	by: By,
	act: Act<Input, Result, Where, Read>,
	input: Input,
	read: Read
): Promise<Done<Result>> {
	return context.db.transaction().execute(async (tx): Promise<Done<Result>> => {
		const at = await arrive(tx, context, by, act);
		if (!at.ok) return at;
		const done = await act.run(tx, at.at as Where, input, read);
		if (done.ok && done.effects) await keep(tx, at.at, act.name, done.effects);
		return done;
	});
}

/** Reads where the act is done, once, and checks all that it declares. */
async function arrive(
	tx: Query,
	context: Context,
	{ journey, seat: { by: who }, step: id }: By,
	act: Pick<Act, 'who' | 'when' | 'speaks'>
): Promise<Outcome<{ at: At | AtStep }>> {
	const found = await readArrival(tx, { journey, who, ...(id !== undefined && { step: id }) });
	const closed = whoIsRefused(found?.seat ?? null, act.who);
	if (!found || closed) return closed ?? refused('not-yours');
	const { seat, room, step } = found;
	const at: At = { context, journey, seat, room, now: context.now() };
	if (id === undefined) return speakingIsRefused(seat, null, act.speaks) ?? { ok: true, at };
	if (!step) return refused('step-unknown');
	if (await isEmbargoedFor(tx, seat, step)) return refused('embargoed');
	return (
		whenIsRefused(step, found, act.when) ??
		speakingIsRefused(seat, step, act.speaks) ?? { ok: true, at: { ...at, step } }
	);
}

/** Why this seat may not do an act of this kind; null: it may. */
export function whoIsRefused(seat: SeatOf | null, who: Who): Refused | null {
	if (!seat) return refused('not-yours');
	if (seat.removedAt !== null) return refused('removed');
	switch (who) {
		case 'anyone':
			return null;
		case 'participants':
			return seat.role === 'observer' ? refused('observer') : null;
		case 'facilitators':
			return mayFacilitate(seat) ? null : refused('not-a-facilitator');
		case 'lead':
			if (!mayFacilitate(seat)) return refused('not-a-facilitator');
			return seat.role === 'lead' ? null : refused('not-lead');
		default:
			return who satisfies never;
	}
}

function whenIsRefused(step: StepRow, { room, roomPosition }: Arrival, when?: When): Refused | null {
	if (!when) return null;
	const isStage = when.stages?.includes(step.stage) ?? true;
	const isOpen = when.opens?.includes(stageOf(step.kind, step.stage).opens) ?? true;
	if (!isStage || !isOpen) return refused(when.else);
	if (when.unleft && isLeftBehind(step.position, roomPosition)) return refused('step-left');
	return when.unlocked ? boardHeld(step, room) : null;
}

function speakingIsRefused(seat: SeatOf, step: StepRow | null, speaks: Act['speaks']): Refused | null {
	if (!speaks || seat.admittedAt !== null) return null;
	const isNow = speaks === true || !step || speaks.includes(stageOf(step.kind, step.stage).opens);
	return isNow ? refused('not-admitted') : null;
}

/** What takes the pens from the board, or null: a lock or a pause (A6). */
export function boardHeld(
	step: Pick<StepRow, 'locked_at'>,
	room: Pick<RoomRow, 'paused_at'>
): Refused | null {
	if (step.locked_at !== null) return refused('locked');
	return room.paused_at === null ? null : refused('paused');
}

async function keep(tx: Query, at: At, name: string, { audit, room, project }: Effects): Promise<void> {
	if (room) await tx.updateTable('room').set(room).where('journey_id', '=', at.journey).execute();
	if (project) await markForProjection(tx, project);
	if (audit) await append(tx, { ...audit, journey: at.journey, at: at.now, act: name, by: at.seat });
}

/** After the commit: documents come to what the rows say, and whoever can see a difference is told. */
async function follow(
	context: Context,
	journey: string,
	{ rights }: Pick<Act, 'rights'>,
	{ project, write, isPrivate }: Effects
): Promise<void> {
	try {
		await write?.();
		if (project) await projectMarked(context, project);
	} finally {
		// The rows have changed, whatever became of the documents.
		if (!isPrivate) context.announce(journey, rights ? 'rights' : 'facts');
	}
}
