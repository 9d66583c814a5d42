import * as v from 'valibot';
import { facilitatorAct } from '#lib/form/facilitator-act.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { momentOf } from '#lib/journey/run-sheet.ts';
import { facilitatorOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The step that `?stap=` asks to look at, or the room's; null before the meeting opens. */
export const load: PageServerLoad = async ({ locals, params, url, parent, depends }) => {
	depends('siroop:console');
	const seat = await facilitatorOf(locals, params.journey);
	const { facts } = await parent();
	const console = await locals.app.facilitation.console(params.journey);
	const setup = await locals.app.journeys.setup(params.journey);
	const wanted = url.searchParams.get('stap');
	const shown = console.steps.find((step) => step.id === wanted)?.id ?? facts.step?.id;
	return {
		console,
		owing: shown ? await locals.app.owing.of(params.journey, shown) : null,
		meetings: (setup?.meetings ?? []).map(({ id, name, date, startsAt, openedAt }) => ({
			id,
			name,
			date,
			startsAt,
			openedAt
		})),
		/** When the tables of this step were drawn, as `drawTables` asks for it. */
		drawn: String((shown && (await locals.app.runSheet.tables(params.journey, shown))?.drawnAt) ?? ''),
		opened: shown ? await locals.app.facilitation.opened(params.journey, shown) : null,
		view: shown ? await locals.app.steps.view(seat, params.journey, shown) : null
	};
};

const nothing = v.object({});
const step = v.object({ step: v.string() });
const participant = v.object({ participant: v.string() });
const tables = v.object({ step: v.string(), drawn: v.string() });

export const actions: Actions = {
	goTo: facilitatorAct(
		step,
		({ app, seat, journey }, given) => app.facilitation.goTo(seat, journey, given.step),
		{ leaves: true }
	),
	move: facilitatorAct(
		v.object({
			step: v.string(),
			from: v.string(),
			by: v.picklist(['1', '-1']),
			sure: v.optional(v.literal('yes'))
		}),
		({ app, seat, journey }, { by, sure, ...given }) =>
			app.facilitation.move(seat, journey, { ...given, by: by === '1' ? 1 : -1, sure: sure === 'yes' })
	),
	openGate: facilitatorAct(
		v.object({ step: v.string(), stage: v.string(), reason: v.string() }),
		({ app, seat, journey }, given) => app.facilitation.openGate(seat, journey, given)
	),
	closeGate: facilitatorAct(
		v.object({ step: v.string(), stage: v.string() }),
		({ app, seat, journey }, given) => app.facilitation.closeGate(seat, journey, given)
	),
	pull: facilitatorAct(nothing, ({ app, seat, journey }) => app.facilitation.pull(seat, journey)),
	pause: facilitatorAct(nothing, ({ app, seat, journey }) => app.facilitation.pause(seat, journey)),
	resume: facilitatorAct(nothing, ({ app, seat, journey }) => app.facilitation.resume(seat, journey)),
	lock: facilitatorAct(step, ({ app, seat, journey }, given) =>
		app.facilitation.lock(seat, journey, given.step)
	),
	unlock: facilitatorAct(step, ({ app, seat, journey }, given) =>
		app.facilitation.unlock(seat, journey, given.step)
	),

	startTimer: facilitatorAct(
		v.object({ minutes: v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/)) }),
		({ app, seat, journey }, { minutes }) => app.facilitation.startTimer(seat, journey, Number(minutes))
	),
	addTime: facilitatorAct(
		v.object({ minutes: v.picklist(['-1', '1', '5']) }),
		({ app, seat, journey }, { minutes }) => app.facilitation.addTime(seat, journey, Number(minutes))
	),
	pauseTimer: facilitatorAct(nothing, ({ app, seat, journey }) => app.facilitation.pauseTimer(seat, journey)),
	resumeTimer: facilitatorAct(nothing, ({ app, seat, journey }) =>
		app.facilitation.resumeTimer(seat, journey)
	),
	stopTimer: facilitatorAct(nothing, ({ app, seat, journey }) => app.facilitation.stopTimer(seat, journey)),

	drawTables: facilitatorAct(tables, ({ app, seat, journey }, given) =>
		app.runSheet.drawTables(seat, journey, given)
	),
	clearTables: facilitatorAct(tables, ({ app, seat, journey }, given) =>
		app.runSheet.clearTables(seat, journey, given)
	),

	note: facilitatorAct(v.object({ step: v.string(), note: v.string() }), ({ app, seat, journey }, given) =>
		app.facilitation.note(seat, journey, given.step, given.note)
	),

	seatWithoutDevice: facilitatorAct(
		v.object({ name: v.string(), organisation: v.string() }),
		({ app, seat, journey }, given) => app.attendance.seatWithoutDevice(seat, journey, given)
	),
	remove: facilitatorAct(participant, ({ app, seat, journey }, given) =>
		app.attendance.remove(seat, journey, given.participant)
	),
	letBack: facilitatorAct(participant, ({ app, seat, journey }, given) =>
		app.attendance.letBack(seat, journey, given.participant)
	),
	makeCoFacilitator: facilitatorAct(participant, ({ app, seat, journey }, given) =>
		app.attendance.makeCoFacilitator(seat, journey, given.participant)
	),
	makeParticipant: facilitatorAct(participant, ({ app, seat, journey }, given) =>
		app.attendance.makeParticipant(seat, journey, given.participant)
	),
	handOver: facilitatorAct(participant, ({ app, seat, journey }, given) =>
		app.attendance.handOver(seat, journey, given.participant)
	),
	takeOver: facilitatorAct(nothing, ({ app, seat, journey }) => app.attendance.takeOver(seat, journey)),

	openUntil: facilitatorAct(
		v.object({
			step: v.string(),
			deadline: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/))
		}),
		({ app, seat, journey }, given) => {
			const [date, time] = given.deadline.split('T');
			return app.owing.openUntil(seat, journey, given.step, momentOf(date!, time!));
		}
	),
	closeAhead: facilitatorAct(step, ({ app, seat, journey }, given) =>
		app.owing.closeAhead(seat, journey, given.step)
	),
	/** Only who still owes something, and never by name. */
	remind: facilitatorAct(step, async ({ app, seat, journey, origin }, given) => {
		const sent = await app.owing.remind(seat, journey, { ...given, origin, locale: getLocale() });
		if (sent.ok) void app.postman.deliver();
		return sent;
	}),

	/** Shown once: only the hash of the link is kept. */
	returnLink: facilitatorAct(
		participant,
		async ({ app, seat, journey, origin }, given) => {
			const made = await app.people.newReturnLink(journey, given.participant, seat);
			if (!made.ok) return made;
			const link = `${origin}/terug/${made.token}`;
			return { ok: true, participant: given.participant, link, qr: app.qr(link) };
		},
		{ shows: true }
	),

	/** Whatever belongs to the kind of step; the field `act` says what (server/journey/steps.ts). */
	act: facilitatorAct(v.record(v.string(), v.string()), ({ app, seat, journey }, { step = '', ...fields }) =>
		app.steps.act(seat, journey, step, fields)
	)
};
