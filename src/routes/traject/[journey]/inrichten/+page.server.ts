import { error } from '@sveltejs/kit';
import { showCode, showRest } from '#domain/journey/code.ts';
import { reachOf } from '#domain/journey/reach.ts';
import * as v from 'valibot';
import { facilitatorAct, facilitatorActions, facilitatorForm } from '#lib/form/facilitator-act.server.ts';
import { say } from '#lib/form/reasons.ts';
import { returnLinkForm } from '#lib/form/return-link.server.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params, url, depends } = event;
	depends('siroop:console');
	const seat = await seatOf(event);
	const setup = await locals.app.journeys.setup(params.journey);
	if (!setup) error(404, { message: say('not-yours'), reason: 'not-yours' });
	const { people } = await locals.app.console.of(params.journey);
	const origin = locals.app.settings.origin ?? url.origin;
	const joinAt = async (code: string) => ({
		code: showCode(code),
		rest: showRest(code),
		address: `${origin}/meedoen`,
		qr: await locals.app.qr(`${origin}/meedoen/${code}`)
	});
	const meetings = await Promise.all(
		setup.meetings.map(async ({ code, ...meeting }) => ({
			...meeting,
			steps: setup.steps.filter((step) => step.meeting === meeting.id),
			join: code && (await joinAt(code))
		}))
	);
	return {
		setup: { ...setup, meetings },
		people,
		hasWayBack: await locals.app.links.hasOwn(seat),
		invited: await locals.app.invited(params.journey),
		post: { ...(await locals.app.postman.of(params.journey)), held: locals.app.postman.held !== null },
		/** Where people reach it, and what else may be chosen (R17). */
		door: {
			origin,
			isHere: origin === url.origin,
			reach: reachOf(origin),
			isClosed: locals.app.network.isClosed,
			addresses: locals.app.network.addresses
		}
	};
};

export const actions: Actions = {
	rename: facilitatorAct('renameOrganisation'),
	returnLink: returnLinkForm,
	open: facilitatorAct('openMeeting'),
	close: facilitatorAct('closeMeeting'),
	...facilitatorActions(
		'addOrganisation',
		'moveOrganisation',
		'removeOrganisation',
		'putBackOrganisation',
		'invite',
		'takeOffList',
		'nameSpeaker',
		'unnameSpeaker',
		'setAbsentDays'
	),

	/** The laptop that this page is on, to everyone in its network: whoever looks after it says so. */
	network: facilitatorForm(v.object({ address: v.optional(v.string()) }), async ({ app, seat }, given) => {
		const person = await app.people.person(seat.by);
		return person?.administers
			? app.network.open(given.address)
			: { ok: false, reason: 'not-an-administrator' };
	})
};
