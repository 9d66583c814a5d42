import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Meanwhile, Outcome, Refused } from '#server/acts/outcome.ts';
import type { App } from '#server/app/app.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { say } from '#lib/form/reasons.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Page } from '#lib/form/pages.ts';
import { formOf, seatOf } from '#lib/form/seat.server.ts';

// Form actions on the pages of facilitators.

/** Who acts, where. */
interface By {
	app: App;
	seat: SeatOf;
	journey: string;
	/** Where people reach this program. */
	origin: string;
}

type JourneyPage = Extract<Page, `/traject/[journey]${string}`>;
type Fields = Record<string, string>;
/** An act of the journey (server/journey/acts.ts). */
type ActName = keyof App['acts'];

interface After {
	/** It has something to show: also a page without a script stays. */
	shows?: boolean;
	/** It ends looking at another step: on to where the room is. */
	leaves?: boolean;
}

/** Acts of the journey, each under its own name. */
export const facilitatorActions = <Name extends ActName>(...names: Name[]) =>
	Object.fromEntries(names.map((name) => [name, facilitatorAct(name)])) as Record<
		Name,
		ReturnType<typeof facilitatorAct>
	>;

/** One act of the journey, for a form that has another name for it, or another way on. */
export const facilitatorAct = (name: ActName, after?: After) =>
	answering(({ app, seat, journey }, given) => app.act(seat, journey, name, given), after);

/** Whatever an act alone does not say: the fields are checked, then one call. */
export const facilitatorForm = <Input, Extra extends object>(
	fields: v.GenericSchema<unknown, Input>,
	call: (by: By, given: Input) => Promise<Outcome<Extra>>,
	after?: After
) =>
	answering(async (by, given): Promise<Outcome<Extra>> => {
		const parsed = v.safeParse(fields, given);
		return parsed.success ? call(by, parsed.output) : { ok: false, reason: 'form-malformed' };
	}, after);

/**
 * The answer is `{ ok: true, … }`, or a failure. A page without a script is sent back to itself, so that a reload repeats
 * nothing.
 */
const answering =
	<Extra extends object>(
		call: (by: By, given: Fields) => Promise<Outcome<Extra>>,
		{ shows = false, leaves = false }: After = {}
	) =>
	async (event: RequestEvent<{ journey: string }, JourneyPage>) => {
		const { request, locals, params, url } = event;
		const seat = await seatOf(event);
		const given = await formOf(event);
		const origin = locals.app.settings.origin ?? url.origin;
		const outcome = await call({ app: locals.app, seat, journey: params.journey, origin }, given);
		if (!outcome.ok) return failed(outcome, given);
		if (leaves) redirect(303, url.pathname);
		const step = url.searchParams.get('stap');
		if (!shows && !request.headers.has('x-sveltekit-action'))
			redirect(303, step ? `${url.pathname}?stap=${encodeURIComponent(step)}` : url.pathname);
		return outcome;
	};

/**
 * The reason, its sentence, the field it stands beside and what was given; of what somebody else changed meanwhile, what
 * stands there (F9).
 */
export const failed = ({ reason, field, meanwhile }: Refused, given: Fields) =>
	fail(400, {
		ok: false as const,
		...{ reason, field, meanwhile },
		message: meanwhile ? m.reason_changed_meanwhile({ name: whoDid(meanwhile) }) : say(reason),
		given: { ...given, ...meanwhile?.fields }
	});

const whoDid = ({ by, isMe }: Meanwhile): string =>
	isMe ? m.changed_by_you() : (by ?? m.changed_by_somebody());
