import { fail, redirect } from '@sveltejs/kit';
import { readCode } from '#domain/journey/code.ts';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals, getClientAddress }) => {
		const { code = '' } = await fieldsOf(request);
		const refuse = (status: number, reason: string) => fail(status, { code, reason, message: say(reason) });
		if (!(await locals.app.limits.mayGuessCode(getClientAddress()))) return refuse(429, 'too-many-codes');
		const found = await locals.app.joining.meetingOf(code);
		if (found.ok) redirect(303, `/meedoen/${readCode(code)}`);
		if (found.reason === 'code-unknown') await locals.app.limits.wrongCode(getClientAddress());
		return refuse(400, found.reason);
	}
};
