import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { kindOf } from '#domain/kinds/kinds.ts';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import { comeIn } from '#lib/form/session-cookie.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { Joined, Joining } from '#server/journey/joining.ts';
import type { Who } from '#server/people/who.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url, getClientAddress, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	const found = await locals.app.joining.meetingOf(params.code, getClientAddress());
	if (!found.ok) {
		const { reason } = found;
		return { meeting: null, code: params.code, reason, message: say(reason) };
	}
	const { name, place, date, organisations, journey, code } = found.meeting;
	// With all of its digits nobody is refused any more for what others type wrong meanwhile (J29).
	if (code !== params.code) redirect(303, `/meedoen/${code}${url.search}`);
	const seat = locals.who ? await locals.app.journeys.seat(journey, locals.who) : null;
	const who = saidToBe(locals.who, url);
	const isIn = seat !== null && seat.removedAt === null;
	if (isIn && who === 'me') redirect(303, `/traject/${journey}`);
	return { meeting: { name, place, date, organisations }, who, code, reason: null, message: null };
};

/** Whether whoever holds this device says to be the person who is signed in on it; null: that is asked (J35). */
function saidToBe(who: Who | null, { searchParams }: URL): 'me' | 'other' | null {
	if (!who) return 'other';
	const said = searchParams.get('ik');
	return said === 'zelf' ? 'me' : said === 'ander' ? 'other' : null;
}

/** Whoever joins now missed something. */
const isUnderWay = (step: StepFacts) => step.position > 1 || step.stage !== kindOf(step.kind).stages[0].name;

type Given = Pick<Joining, 'name' | 'email' | 'organisation'> & { job: string };

/** As the person of this device, where the form says so and they are still the same; else as somebody new (J35). */
async function join(
	{ locals, params, getClientAddress }: RequestEvent<{ code: string }>,
	{ me: said = '', seat: form = '', same = '' }: Record<string, string>,
	given: Given
): Promise<Outcome<Joined>> {
	const { app, locale, who } = locals;
	const me = said && who ? await app.people.person(who) : null;
	if (said !== (me?.id ?? '')) return { ok: false, reason: 'device-of-another' };
	return app.joining.join({
		...{ form, code: params.code, ...given, name: me?.name ?? given.name, locale },
		...{ who: me && who, address: getClientAddress(), same: same === 'yes' || same === 'no' ? same : '' }
	});
}

export const actions: Actions = {
	default: async (event) => {
		const { request, locals, cookies, url } = event;
		const fields = await fieldsOf(request);
		const { name = '', email = '', organisation = '', job = '' } = fields;
		const given = { name, email, organisation, job };
		const joined = await join(event, fields, given);
		if (!joined.ok) {
			const { reason, field = 'code' } = joined;
			return fail(reason === 'joining-busy' ? 429 : 400, { field, message: say(reason), given, reason });
		}
		if (locals.who?.person !== joined.person) {
			const session = await locals.app.sessions.start(joined.person, { device: locals.device });
			await comeIn({ locals, cookies, url }, joined.person, session);
		}
		void locals.app.postman.deliver();
		// Whoever waits for a mail that does not come finds the link on the screen.
		if (joined.mails === false) redirect(303, `/traject/${joined.journey}/welkom?geen-mail`);
		const { step } = await locals.app.facts(joined.journey);
		redirect(303, `/traject/${joined.journey}${step && isUnderWay(step) ? '?laat' : ''}`);
	}
};
