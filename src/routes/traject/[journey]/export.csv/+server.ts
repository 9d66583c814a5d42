import { error } from '@sveltejs/kit';
import { attachment } from '#lib/form/attachment.ts';
import { say, sayKey } from '#lib/form/reasons.ts';
import { seatOf, workOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

/** One table of the whole journey; `?blad=` says which, all cards without it. */
export const GET: RequestHandler = async (event) => {
	const { locals, params, url } = event;
	await seatOf(event);
	workOf(locals);
	const name = url.searchParams.get('blad') ?? 'cards';
	const csv = await locals.app.reports.csv(params.journey, name, sayKey);
	if (csv === null) error(404, { message: say('sheet-unknown'), reason: 'sheet-unknown' });
	return new Response(csv, { headers: attachment(`${sayKey(`sheet_${name}`)}.csv`, 'text/csv') });
};
