import { facilitatorOf } from '#lib/form/seat.server.ts';
import { sayKey } from '#lib/form/reasons.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	await facilitatorOf(locals, params.journey);
	const names = await locals.app.reports.sheets(params.journey);
	return { sheets: names.map((name) => ({ name, title: sayKey(`sheet_${name}`) })) };
};
