import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { newId } from '#lib/form/new-id.ts';
import { m } from '#lib/paraglide/messages.js';
import { say } from '#lib/form/reasons.ts';
import { formOf, personOf, seatIn, workOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.who) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const journeys = await locals.app.journeys.list(locals.who);
	return {
		journeys: journeys.map(({ id, name, role, rehearsalAt }) => ({
			id,
			name,
			role,
			rehearsal: rehearsalAt !== null,
			/** Of the rehearsal that a button would make: pressed twice, it makes one. */
			next: newId()
		}))
	};
};

const fields = v.object({ journey: v.string(), id: v.pipe(v.string(), v.regex(/^[a-z0-9]{16}$/)) });

export const actions: Actions = {
	/** A rehearsal of a journey, with simulated people. */
	rehearse: async (event) => {
		const { locals } = event;
		await personOf(event);
		const given = v.safeParse(fields, await formOf(event));
		if (!given.success) return fail(400, { message: say('form-malformed') });
		const { journey, id } = given.output;
		const seat = await seatIn(locals, journey, 'facilitators');
		workOf(locals);
		const made = await locals.app.rehearsals.begin(seat, journey, { id, place: m.rehearsal_title() });
		if (!made.ok) return fail(400, { message: say(made.reason) });
		redirect(303, `/traject/${made.journey}/inrichten`);
	}
};
