import type { Context } from '#server/app/context.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { perform, readFields, type Act, type At, type By, type JourneyAct, type StepAct } from './act.ts';
import { refused, type Outcome } from './outcome.ts';

// Acts in a list, called by code that knows their types, or by a form that knows a name.

export type Acts = Record<string, StepAct | JourneyAct>;

/** What the caller of an act gives: its input and, where it is about a step, which one. */
type GivenTo<A> =
	A extends StepAct<infer Input, infer _Result, infer _Read>
		? Input & { step: string }
		: A extends JourneyAct<infer Input, infer _Result>
			? Input
			: never;

type ResultOf<A> =
	A extends Act<infer _Input, infer Result, infer _Where extends At, infer _Read> ? Result : never;

/** An act that takes nothing is called with nothing. */
type Bound<A> = (
	by: SeatOf,
	journey: string,
	...given: Partial<GivenTo<A>> extends GivenTo<A> ? [] : [given: GivenTo<A>]
) => Promise<Outcome<ResultOf<A>>>;

export type BoundActs<List extends Acts> = { [Name in keyof List]: Bound<List[Name]> };

export function bind<const List extends Acts>(context: Context, acts: List): BoundActs<List> {
	const bound = Object.entries(acts).map(([name, act]) => [
		name,
		(by: SeatOf, journey: string, given: Record<string, unknown> = {}) => {
			const { where, input } = apart(act, { journey, seat: by }, given);
			return perform(context, where, act, input);
		}
	]);
	return Object.fromEntries(bound) as BoundActs<List>;
}

/**
 * One act by its name, with the fields of a form; the field `step` says in which step. Reasons: act-unknown,
 * form-malformed, those of `perform`, and those of the act.
 */
export async function actNamed(
	context: Context,
	acts: Acts,
	by: By,
	name: string,
	fields: Record<string, string>
): Promise<Outcome> {
	const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
	if (!act) return refused('act-unknown');
	const { where, input } = apart(act, by, fields);
	if (act.about === 'step' && !where.step) return refused('form-malformed');
	const read = readFields(act, input);
	// Which field it was is nothing to a page that does not show it.
	if (!read.ok) return refused(read.reason);
	return perform(context, where, act, read.input);
}

/** Where an act is done, and what is left for the act itself. */
function apart(
	act: StepAct | JourneyAct,
	by: By,
	given: Record<string, unknown>
): { where: By; input: Record<string, unknown> } {
	if (act.about === 'journey') return { where: by, input: given };
	const { step, ...input } = given;
	return { where: { ...by, step: String(step ?? '') }, input };
}
