import type { RequestHandler } from './$types';

/** For whoever watches the machine: 200 while the databases answer. */
export const GET: RequestHandler = async ({ locals }) => {
	await locals.app.healthy();
	return new Response('ok\n', { headers: { 'Cache-Control': 'no-store' } });
};
