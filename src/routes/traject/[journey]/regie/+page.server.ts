import * as v from 'valibot';
import { facilitatorAct, facilitatorActions, facilitatorForm } from '#lib/form/facilitator-act.server.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import { readMoment } from '#lib/journey/run-sheet.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
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
	...facilitatorActions('move', 'openGate', 'closeGate'),
	...facilitatorActions('pull', 'pause', 'resume', 'lock', 'unlock', 'note'),
	...facilitatorActions('startTimer', 'addTime', 'pauseTimer', 'resumeTimer', 'stopTimer'),
	...facilitatorActions('drawTables', 'clearTables'),
	...facilitatorActions('seatWithoutDevice', 'letBack', 'makeCoFacilitator', 'makeParticipant'),
	...facilitatorActions('handOver', 'takeOver'),
	...facilitatorActions('renewBeamer'),
	...facilitatorActions('admit', 'takeBackAdmission', 'seatElsewhere', 'turnAway'),
	remove: facilitatorAct('removePerson'),

	...facilitatorActions('closeAhead'),
	openUntil: facilitatorForm(
		v.object({ step: v.string(), deadline: v.string(), was: v.optional(v.string(), '{}') }),
		async ({ app, seat, journey }, given) => {
			const deadline = readMoment(given.deadline);
			if (deadline === null) return { ok: false, reason: 'deadline-invalid', field: 'deadline' };
			return app.act(seat, journey, 'openUntil', { ...given, deadline: String(deadline) });
		}
	),
	/** Only who still owes something, and never by name. */
	remind: facilitatorForm(v.object({ step: v.string() }), async ({ app, seat, journey }, given) => {
		const sent = await app.reminders.remind(seat, journey, { ...given, locale: getLocale() });
		if (sent.ok) void app.postman.deliver();
		return sent;
	}),

	/** Shown once: only the hash of the link is kept. */
	returnLink: facilitatorForm(
		v.object({ participant: v.string() }),
		async ({ app, seat, journey, origin }, given) => {
			const made = await app.acts.returnLink(seat, journey, given);
			if (!made.ok) return made;
			const link = `${origin}/terug/${made.token}`;
			return { ok: true, participant: given.participant, link, qr: await app.qr(link) };
		},
		{ shows: true }
	),

	/** Whatever belongs to the kind of step; the field `act` says what (server/journey/steps.ts). */
	act: facilitatorForm(v.record(v.string(), v.string()), ({ app, seat, journey }, { step = '', ...fields }) =>
		app.steps.act(seat, journey, step, fields)
	)
};
