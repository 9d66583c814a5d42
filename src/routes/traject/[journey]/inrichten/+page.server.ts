import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { showCode } from '#domain/journey/code.ts';
import { facilitatorAct } from '#lib/form/facilitator-act.server.ts';
import { say } from '#lib/form/reasons.ts';
import { facilitatorOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:console');
	await facilitatorOf(locals, params.journey);
	const setup = await locals.app.journeys.setup(params.journey);
	if (!setup) error(404, { message: say('not-yours'), reason: 'not-yours' });
	const { people } = await locals.app.facilitation.console(params.journey);
	const origin = locals.app.settings.origin ?? url.origin;
	return {
		setup: {
			...setup,
			meetings: setup.meetings.map(({ code, ...meeting }) => ({
				...meeting,
				steps: setup.steps.filter((step) => step.meeting === meeting.id),
				join: code && {
					code: showCode(code),
					address: `${origin}/meedoen`,
					qr: locals.app.qr(`${origin}/meedoen/${code}`)
				}
			}))
		},
		people
	};
};

const meeting = v.object({ meeting: v.string() });

export const actions: Actions = {
	rename: facilitatorAct(
		v.object({ organisation: v.string(), name: v.string(), short: v.string(), initials: v.string() }),
		({ app, seat, journey }, given) => app.journeys.renameOrganisation(seat, journey, given)
	),
	open: facilitatorAct(meeting, ({ app, seat, journey }, given) =>
		app.meetings.open(seat, journey, given.meeting)
	),
	close: facilitatorAct(meeting, ({ app, seat, journey }, given) =>
		app.meetings.close(seat, journey, given.meeting)
	)
};
