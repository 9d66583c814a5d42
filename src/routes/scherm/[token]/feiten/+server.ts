import { error, json } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import type { RequestHandler } from './$types';

/** The facts, for a beamer whose sockets are blocked. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const screen = await locals.app.journeys.ofBeamer(params.token);
	if (!screen) error(404, { message: say('beamer-unknown'), reason: 'beamer-unknown' });
	return json(await locals.app.facts(screen.journey), { headers: { 'cache-control': 'no-store' } });
};
