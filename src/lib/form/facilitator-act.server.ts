import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { App } from '#server/app/app.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { say } from '#lib/form/reasons.ts';
import { facilitatorOf, fieldsOf } from '#lib/form/seat.server.ts';

/** Who acts, where. */
interface By {
	app: App;
	seat: SeatOf;
	journey: string;
	/** Where people reach this program. */
	origin: string;
}

/**
 * A form action for facilitators: the fields are checked, then one call. The answer is `{ ok: true, … }`, or a
 * failure with the reason, its sentence, the field it stands beside and what was given. A page without a script is

 * sent back to itself, so that a reload repeats nothing; what has something to show (`shows`) stays, and what ends
 * looking at another step (`leaves`) goes to where the room is.
 */
export const facilitatorAct =
	<Input, Extra extends object>(
		fields: v.GenericSchema<unknown, Input>,
		act: (by: By, given: Input) => Promise<Outcome<Extra>>,
		{ shows = false, leaves = false } = {}
	) =>
	async ({ request, locals, params, url }: RequestEvent<{ journey: string }>) => {
		const seat = await facilitatorOf(locals, params.journey);
		const given = await fieldsOf(request);
		const parsed = v.safeParse(fields, given);
		const origin = locals.app.settings.origin ?? url.origin;
		const outcome: Outcome<Extra> = parsed.success
			? await act({ app: locals.app, seat, journey: params.journey, origin }, parsed.output)
			: { ok: false, reason: 'form-malformed' };
		if (!outcome.ok) {
			const { reason, field } = outcome;
			return fail(400, { ok: false as const, reason, field, message: say(reason), given });
		}
		if (leaves) redirect(303, url.pathname);
		const step = url.searchParams.get('stap');
		if (!shows && !request.headers.has('x-sveltekit-action'))
			redirect(303, step ? `${url.pathname}?stap=${encodeURIComponent(step)}` : url.pathname);
		return outcome;
	};
