import { seatOf } from '#lib/form/seat.server.ts';
import { sayKey } from '#lib/form/reasons.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	const names = await locals.app.reports.sheets(params.journey);
	return { sheets: names.map((name) => ({ name, title: sayKey(`sheet_${name}`) })) };
};
