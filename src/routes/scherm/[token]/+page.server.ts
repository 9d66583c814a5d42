import { error } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import type { PageServerLoad } from './$types';

/** What the screen in the room shows. Whoever has its token may see it; it belongs to nobody. */
export const load: PageServerLoad = async ({ locals, params, url, depends, setHeaders }) => {
	depends('siroop:scherm');
	setHeaders({ 'Cache-Control': 'no-store' });
	const { app } = locals;
	const found = await app.journeys.ofBeamer(params.token);
	if (!found) error(404, { message: say('beamer-unknown'), reason: 'beamer-unknown' });
	const facts = await app.facts(found.journey);
	const origin = app.settings.origin ?? url.origin;
	const code = facts.meeting?.code ?? null;
	return {
		token: params.token,
		facts,
		board: facts.step && (await app.steps.board(found.journey, facts.step.id)),
		join: {
			address: new URL(origin).host,
			code,
			qr: code === null ? null : await app.qr(`${origin}/meedoen/${code}`)
		}
	};
};
