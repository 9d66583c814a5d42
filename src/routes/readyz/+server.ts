import type { RequestHandler } from './$types';

/** For whoever divides the visitors: 200 while they can come here, 503 while the program leaves or its disk is silent. */
export const GET: RequestHandler = async ({ locals }) => {
	const isReady = await locals.app.isReady();
	return new Response(isReady ? 'ready\n' : 'not ready\n', {
		status: isReady ? 200 : 503,
		headers: { 'Cache-Control': 'no-store' }
	});
};
