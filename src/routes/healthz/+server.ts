import type { RequestHandler } from './$types';
import { probed } from '#lib/form/probed.ts';

/** For whoever watches the machine: 200 while the databases answer and take what is written. */
export const GET: RequestHandler = async ({ locals }) => {
	const answer = probed(await locals.app.isHealthy());
	// The set-up page asks it at the address that others must reach, and may be open at another one (R17).
	answer.headers.set('Access-Control-Allow-Origin', '*');
	return answer;
};
