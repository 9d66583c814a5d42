import { facilitatorActions } from '#lib/form/facilitator-act.server.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The run-sheet, and of which step the editor is open (`?stap=`). */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url, depends } = event;
	depends('siroop:console');
	await seatOf(event);
	return {
		sheet: await locals.app.runSheet.sheet(params.journey),
		kinds: locals.app.runSheet.kinds(locals.locale),
		open: url.searchParams.get('stap')
	};
};

export const actions: Actions = {
	...facilitatorActions('changeStep', 'addStep', 'moveStep', 'removeStep', 'putBackStep'),
	...facilitatorActions('addPrompt', 'changePrompt', 'movePrompt', 'removePrompt'),
	...facilitatorActions('addMeeting', 'changeMeeting', 'removeMeeting', 'putBackMeeting'),
	...facilitatorActions('keepTemplate')
};
