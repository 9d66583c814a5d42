import * as v from 'valibot';
import { facilitatorAct } from '#lib/form/facilitator-act.server.ts';
import { facilitatorOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The run-sheet, and of which step the editor is open (`?stap=`). */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:console');
	await facilitatorOf(locals, params.journey);
	return {
		sheet: await locals.app.runSheet.sheet(params.journey),
		kinds: locals.app.runSheet.kinds(locals.locale),
		open: url.searchParams.get('stap')
	};
};

/** Ids as forms make them. */
const id = v.pipe(v.string(), v.regex(/^[a-z0-9]{10,32}$/));
const place = v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number));
const step = v.object({ step: v.string() });
const meeting = v.object({ meeting: v.string() });
const meetingWords = { name: v.string(), place: v.string(), date: v.string(), startsAt: v.string() };
const prompt = { step: v.string(), text: v.string(), hint: v.string() };
const locale = v.picklist(['nl', 'en']);

export const actions: Actions = {
	changeStep: facilitatorAct(
		v.object({
			step: v.string(),
			name: v.string(),
			question: v.string(),
			minutes: v.string(),
			form: v.string(),
			script: v.string(),
			dotsEach: v.optional(v.string()),
			dotsMost: v.optional(v.string()),
			turnSeconds: v.optional(v.string()),
			rules: v.optional(v.string())
		}),
		({ app, seat, journey }, given) => app.runSheet.changeStep(seat, journey, given)
	),
	addStep: facilitatorAct(
		v.object({ id, meeting: v.string(), kind: v.string(), locale }),
		({ app, seat, journey }, given) => app.runSheet.addStep(seat, journey, given)
	),
	moveStep: facilitatorAct(
		v.object({ step: v.string(), meeting: v.string(), place }),
		({ app, seat, journey }, given) => app.runSheet.moveStep(seat, journey, given)
	),
	removeStep: facilitatorAct(step, ({ app, seat, journey }, given) =>
		app.runSheet.removeStep(seat, journey, given)
	),
	putBackStep: facilitatorAct(step, ({ app, seat, journey }, given) =>
		app.runSheet.putBackStep(seat, journey, given)
	),

	addPrompt: facilitatorAct(v.object({ ...prompt, id }), ({ app, seat, journey }, given) =>
		app.runSheet.addPrompt(seat, journey, given)
	),
	changePrompt: facilitatorAct(v.object({ ...prompt, prompt: v.string() }), ({ app, seat, journey }, given) =>
		app.runSheet.changePrompt(seat, journey, given)
	),
	movePrompt: facilitatorAct(
		v.object({ step: v.string(), prompt: v.string(), place }),
		({ app, seat, journey }, given) => app.runSheet.movePrompt(seat, journey, given)
	),
	removePrompt: facilitatorAct(
		v.object({ step: v.string(), prompt: v.string() }),
		({ app, seat, journey }, given) => app.runSheet.removePrompt(seat, journey, given)
	),

	addMeeting: facilitatorAct(v.object({ ...meetingWords, id }), ({ app, seat, journey }, given) =>
		app.runSheet.addMeeting(seat, journey, given)
	),
	changeMeeting: facilitatorAct(
		v.object({ ...meetingWords, meeting: v.string() }),
		({ app, seat, journey }, given) => app.runSheet.changeMeeting(seat, journey, given)
	),
	removeMeeting: facilitatorAct(meeting, ({ app, seat, journey }, given) =>
		app.runSheet.removeMeeting(seat, journey, given)
	),
	putBackMeeting: facilitatorAct(meeting, ({ app, seat, journey }, given) =>
		app.runSheet.putBackMeeting(seat, journey, given)
	),

	keepTemplate: facilitatorAct(v.object({ id, name: v.string(), locale }), ({ app, seat, journey }, given) =>
		app.templates.keep(seat, journey, given)
	)
};
