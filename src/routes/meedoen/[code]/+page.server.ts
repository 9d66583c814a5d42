import { fail, redirect } from '@sveltejs/kit';
import { kindOf } from '#domain/kinds/kinds.ts';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import { keepSession } from '#lib/form/session-cookie.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, getClientAddress, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	const found = await locals.app.joining.meetingOf(params.code, getClientAddress());
	if (!found.ok) {
		const { reason } = found;
		return { meeting: null, code: params.code, reason, message: say(reason) };
	}
	const { name, place, date, organisations, journey, code } = found.meeting;
	const seat = locals.who ? await locals.app.journeys.seat(journey, locals.who) : null;
	if (seat && seat.removedAt === null) redirect(303, `/traject/${journey}`);
	// With all of its digits nobody is refused any more for what others type wrong meanwhile (J29).
	if (code !== params.code) redirect(303, `/meedoen/${code}`);
	return { meeting: { name, place, date, organisations }, code, reason: null, message: null };
};

/** Whoever joins now missed something. */
const isUnderWay = (step: StepFacts) => step.position > 1 || step.stage !== kindOf(step.kind).stages[0].name;

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url, getClientAddress }) => {
		const { name = '', email = '', organisation = '', job = '', seat = '' } = await fieldsOf(request);
		const joined = await locals.app.joining.join({
			form: seat,
			code: params.code,
			name,
			email,
			organisation,
			job,
			who: locals.who,
			locale: locals.locale,
			address: getClientAddress()
		});
		if (!joined.ok) {
			const given = { name, email, organisation, job };
			return fail(joined.reason === 'joining-busy' ? 429 : 400, {
				field: joined.field ?? 'code',
				message: say(joined.reason),
				given
			});
		}
		if (locals.who?.person !== joined.person)
			keepSession(
				{ cookies, url },
				await locals.app.sessions.start(joined.person, { device: locals.device })
			);
		void locals.app.postman.deliver();
		// Whoever waits for a mail that does not come finds the link on the screen.
		if (joined.mails === false) redirect(303, `/traject/${joined.journey}/welkom?geen-mail`);
		const { step } = await locals.app.facts(joined.journey);
		redirect(303, `/traject/${joined.journey}${step && isUnderWay(step) ? '?laat' : ''}`);
	}
};
