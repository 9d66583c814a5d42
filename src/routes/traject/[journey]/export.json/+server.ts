import { attachment } from '#lib/form/attachment.ts';
import { seatOf, workOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

/** The whole journey, as far as it was revealed. */
export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	workOf(locals);
	const report = await locals.app.reports.journey(params.journey);
	return new Response(`${JSON.stringify(report, null, '\t')}\n`, {
		headers: attachment(`${report.journey}.json`, 'application/json')
	});
};
