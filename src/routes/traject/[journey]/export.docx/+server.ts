import { attachment } from '#lib/form/attachment.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { sayKey } from '#lib/form/reasons.ts';
import { seatOf, workOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The report of the whole journey, as far as it was revealed. */
export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	workOf(locals);
	const { journey, file } = await locals.app.reports.docx(params.journey, getLocale(), sayKey);
	return new Response(new Uint8Array(file), { headers: attachment(`${journey}.docx`, word) });
};
