import * as v from 'valibot';
import { facilitatorAct, facilitatorActions, facilitatorForm } from '#lib/form/facilitator-act.server.ts';
import { returnLinkForm } from '#lib/form/return-link.server.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import { checkMoment } from '#domain/journey/moments.ts';
import type { Actions, PageServerLoad } from './$types';

/** The step that `?stap=` asks to look at, or the room's; null before the meeting opens. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url, parent, depends } = event;
	depends('siroop:console');
	const { app } = locals;
	const { journey } = params;
	const seat = await seatOf(event);
	const { facts } = await parent();
	const console = await app.console.of(journey);
	const setup = await app.journeys.setup(journey);
	const wanted = url.searchParams.get('stap');
	const shown = console.steps.find((step) => step.id === wanted)?.id ?? facts.step?.id;
	return {
		console,
		owing: shown ? await app.reminders.owing(journey, shown) : null,
		meetings: (setup?.meetings ?? []).map(({ id, name, date, startsAt, openedAt }) => ({
			id,
			name,
			date,
			startsAt,
			openedAt
		})),
		/** When the tables of this step were drawn, as `drawTables` asks for it. */
		drawn: String((shown && (await app.runSheet.tables(journey, shown))?.drawnAt) ?? ''),
		opened: shown ? await app.console.opened(journey, shown) : null,
		view: shown ? await app.steps.view(seat, journey, shown) : null
	};
};

export const actions: Actions = {
	goTo: facilitatorAct('goTo', { leaves: true }),
	...facilitatorActions('move', 'undoMove', 'openGate', 'closeGate'),
	...facilitatorActions('pull', 'pause', 'resume', 'lock', 'unlock', 'note'),
	...facilitatorActions('startTimer', 'addTime', 'pauseTimer', 'resumeTimer', 'stopTimer'),
	...facilitatorActions('drawTables', 'clearTables'),
	...facilitatorActions('seatWithoutDevice', 'letBack', 'makeCoFacilitator', 'makeParticipant'),
	...facilitatorActions('handOver', 'takeOver'),
	...facilitatorActions('renewBeamer'),
	...facilitatorActions(
		'admit',
		'takeBackAdmission',
		'seatElsewhere',
		'renamePerson',
		'mergeSeats',
		'turnAway'
	),
	...facilitatorActions('nameSpeaker', 'unnameSpeaker'),
	remove: facilitatorAct('removePerson'),

	...facilitatorActions('closeAhead'),
	openUntil: facilitatorForm(
		v.object({
			step: v.string(),
			deadline: v.optional(v.string(), ''),
			was: v.optional(v.string(), '{}')
		}),
		async ({ app, seat, journey }, given) => {
			const deadline = checkMoment(given.deadline);
			if (!deadline.ok) return { ...deadline, field: 'deadline' };
			return app.act(seat, journey, 'openUntil', { ...given, deadline: String(deadline.at) });
		}
	),
	/** Only who still owes something, and never by name. */
	remind: facilitatorForm(v.object({ step: v.string() }), async ({ app, seat, journey }, given) => {
		const sent = await app.reminders.remind(seat, journey, given);
		if (sent.ok) void app.postman.deliver();
		return sent;
	}),

	returnLink: returnLinkForm,

	/** Whatever belongs to the kind of step; the field `act` says what (server/journey/steps.ts). */
	act: facilitatorForm(v.record(v.string(), v.string()), ({ app, seat, journey }, { step = '', ...fields }) =>
		app.steps.act(seat, journey, step, fields)
	)
};
