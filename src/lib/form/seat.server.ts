import { error } from '@sveltejs/kit';
import type { SeatOf } from '#server/journey/seats.ts';
import { mayFacilitate } from '#domain/journey/access.ts';
import { say } from '#lib/form/reasons.ts';

/** The seat of whoever asks, for form actions; throws the page that says why there is none. */
export async function seatOf(locals: App.Locals, journey: string): Promise<SeatOf> {
	const seat = locals.person ? await locals.app.journeys.seat(journey, locals.person) : null;
	if (!seat) error(403, { message: say('not-yours'), reason: 'not-yours' });
	if (seat.removedAt !== null) error(403, { message: say('removed'), reason: 'removed' });
	locals.app.seen(seat.participant);
	return seat;
}

/** The same, for facilitators only. */
export async function facilitatorOf(locals: App.Locals, journey: string): Promise<SeatOf> {
	const seat = await seatOf(locals, journey);
	if (!mayFacilitate(seat)) error(403, { message: say('not-a-facilitator'), reason: 'not-a-facilitator' });
	return seat;
}

/** The fields of a form as text; a file is nothing that we ask for. What is no form is refused, and no fault of ours. */
export async function fieldsOf(request: Request): Promise<Record<string, string>> {
	const form = await request.formData().catch((unread: unknown) => {
		// Anything else says more: it was too long, or its sender has gone.
		if (!(unread instanceof TypeError)) throw unread;
		error(400, { message: say('form-malformed'), reason: 'form-malformed' });
	});
	return Object.fromEntries([...form].filter((e): e is [string, string] => typeof e[1] === 'string'));
}
