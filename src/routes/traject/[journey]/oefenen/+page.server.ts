import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { paces } from '#domain/rehearsal/rehearsal.ts';
import { facilitatorForm } from '#lib/form/facilitator-act.server.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { params, parent } = event;
	await seatOf(event);
	const { facts, seat } = await parent();
	if (facts.journey.rehearsal === null) redirect(303, `/traject/${params.journey}/regie`);
	return { leads: seat.role === 'lead' };
};

const nothing = v.object({});

export const actions: Actions = {
	start: facilitatorForm(nothing, ({ app, seat, journey }) => app.rehearsals.start(seat, journey)),
	stop: facilitatorForm(nothing, ({ app, seat, journey }) => app.rehearsals.stop(seat, journey)),
	pace: facilitatorForm(v.object({ pace: v.picklist(paces) }), ({ app, seat, journey }, { pace }) =>
		app.rehearsals.keepPace(seat, journey, pace)
	),
	ask: facilitatorForm(nothing, ({ app, seat, journey }) => app.rehearsals.ask(seat, journey)),
	throwAway: facilitatorForm(nothing, async ({ app, seat, journey }) => {
		const gone = await app.rehearsals.throwAway(seat, journey);
		if (gone.ok) redirect(303, '/trajecten');
		return gone;
	})
};
