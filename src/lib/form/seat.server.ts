import { error, type RequestEvent } from '@sveltejs/kit';
import type { SeatOf } from '#server/journey/seats.ts';
import { pageRefusal, type Audience, type PageRefusal } from '#domain/journey/pages.ts';
import { say } from '#lib/form/reasons.ts';
import { pages, type Page } from '#lib/form/pages.ts';

/** A page of a journey is asked for, or something is sent from it. */
interface Asked {
	locals: App.Locals;
	params: { journey: string };
	route: { id: Page };
}

/** The seat of whoever asks, where the page is for them (`pages`); else throws the page that says why not. */
export const seatOf = ({ locals, params, route }: Asked): Promise<SeatOf> =>
	seatIn(locals, params.journey, pages[route.id]);

/** The same, for whom it is said here. */
export async function seatIn(locals: App.Locals, journey: string, audience: Audience): Promise<SeatOf> {
	const seat = locals.who ? await locals.app.journeys.seat(journey, locals.who) : null;
	refuse(pageRefusal(audience, { ...stranger, known: locals.who !== null, seat }));
	locals.app.seen(seat!.participant);
	return seat!;
}

/** Whoever asks for a page that is of no journey, where it is for them; else throws the page that says why not. */
export async function personOf({ locals, route }: Omit<Asked, 'params'>): Promise<string> {
	const person = locals.who ? await locals.app.people.person(locals.who) : null;
	refuse(pageRefusal(pages[route.id], { ...stranger, ...person, known: person !== null }));
	return person!.id;
}

const stranger = { known: false, hosts: false, administers: false, seat: null };

function refuse(reason: PageRefusal | null): void {
	if (reason) error(403, { message: say(reason), reason });
}

/**
 * The fields of a form, at the pace of whoever sends it (BN11). Where a right code or link has to be let through whatever
 * others do in the same network, `fieldsOf` reads them, and what comes after the code has its pace.
 */
export function formOf(event: RequestEvent): Promise<Record<string, string>> {
	const { locals, request } = event;
	const isInTime = locals.app.paces.form(locals.who?.person ?? null, event.getClientAddress());
	return isInTime ? fieldsOf(request) : tooFast();
}

/** Before what costs most for one click: a report, a journey. */
export function workOf({ who, app }: App.Locals): void {
	if (who !== null && !app.paces.work(who.person)) tooFast();
}

/** The page that says so. */
export function tooFast(): never {
	error(429, { message: say('too-fast'), reason: 'too-fast' });
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
