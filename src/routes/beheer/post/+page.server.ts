import { personOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

/** The administrator's (R8): what left, what waits and what failed, without a word or a link of it. */
export const load: PageServerLoad = async (event) => {
	const { locals, setHeaders } = event;
	await personOf(event);
	setHeaders({ 'Cache-Control': 'no-store' });
	const { postman } = locals.app;
	return { held: postman.held, mails: await postman.outbox() };
};
