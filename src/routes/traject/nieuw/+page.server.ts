import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { say } from '#lib/reasons.ts';
import { fieldsOf } from '#lib/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

const fields = v.object({ name: v.string(), meeting: v.string(), place: v.string(), date: v.string() });

/** Whoever may make journeys, or the page that says why not. */
async function hostOf(locals: App.Locals): Promise<string> {
	const person = locals.person ? await locals.app.people.person(locals.person) : null;
	if (!person?.hosts) error(403, { message: say('not-a-host'), reason: 'not-a-host' });
	return person.id;
}

export const load: PageServerLoad = async ({ locals }) => {
	await hostOf(locals);
	return { today: new Date().toISOString().slice(0, 10) };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const person = await hostOf(locals);
		const given = await fieldsOf(request);
		const parsed = v.safeParse(fields, given);
		const outcome = parsed.success
			? await locals.app.journeys.create(person, { ...parsed.output, locale: locals.locale })
			: { ok: false as const, reason: 'form-malformed', field: undefined };
		if (!outcome.ok) return fail(400, { field: outcome.field, message: say(outcome.reason), given });
		redirect(303, `/traject/${outcome.journey}/inrichten`);
	}
};
