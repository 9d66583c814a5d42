import { fail, redirect } from '@sveltejs/kit';
import { kindOf } from '#domain/kinds/kinds.ts';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import { keepSession } from '#lib/form/session-cookie.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, getClientAddress, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	const refuse = (reason: string) => ({ meeting: null, code: params.code, reason, message: say(reason) });
	if (!(await locals.app.limits.mayGuessCode(getClientAddress()))) return refuse('too-many-codes');
	const found = await locals.app.joining.meetingOf(params.code);
	if (found.ok) {
		const { name, place, date, organisations, journey } = found.meeting;
		const seat = locals.person ? await locals.app.journeys.seat(journey, locals.person) : null;
		if (seat && seat.removedAt === null) redirect(303, `/traject/${journey}`);
		return { meeting: { name, place, date, organisations }, code: params.code, reason: null, message: null };
	}
	if (found.reason === 'code-unknown') await locals.app.limits.wrongCode(getClientAddress());
	return refuse(found.reason);
};

/** Whoever joins now missed something. */
const isUnderWay = (step: StepFacts) => step.position > 1 || step.stage !== kindOf(step.kind).stages[0].name;

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url, getClientAddress }) => {
		if (!(await locals.app.limits.mayGuessCode(getClientAddress())))
			return fail(429, { field: 'code', message: say('too-many-codes'), given: null });
		const { name = '', email = '', organisation = '', seat = '' } = await fieldsOf(request);
		const joined = await locals.app.joining.join({
			form: seat,
			code: params.code,
			name,
			email,
			organisation,
			person: locals.person,
			locale: locals.locale
		});
		if (!joined.ok) {
			if (joined.reason === 'code-unknown') await locals.app.limits.wrongCode(getClientAddress());
			const given = { name, email, organisation };
			return fail(400, { field: joined.field ?? 'code', message: say(joined.reason), given });
		}
		keepSession({ cookies, url }, await locals.app.sessions.start(joined.person));
		void locals.app.postman.deliver();
		const { step } = await locals.app.facts(joined.journey);
		redirect(303, `/traject/${joined.journey}${step && isUnderWay(step) ? '?laat' : ''}`);
	}
};
