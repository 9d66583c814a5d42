import { fail, redirect } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals, getClientAddress }) => {
		const { code = '' } = await fieldsOf(request);
		const found = await locals.app.joining.meetingOf(code, getClientAddress());
		if (found.ok) redirect(303, `/meedoen/${found.meeting.code}`);
		return fail(400, { code, reason: found.reason, message: say(found.reason) });
	}
};
