import { error } from '@sveltejs/kit';
import { attachment } from '#lib/form/attachment.ts';
import { say } from '#lib/form/reasons.ts';
import { seatOf, workOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	workOf(locals);
	const found = await locals.app.reports.step(params.journey, params.step);
	if (!found) error(404, { message: say('step-unknown'), reason: 'step-unknown' });
	return new Response(`${JSON.stringify(found, null, '\t')}\n`, {
		headers: attachment(`${found.journey} ${found.step.name}.json`, 'application/json')
	});
};
