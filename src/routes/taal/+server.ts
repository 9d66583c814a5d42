import { redirect } from '@sveltejs/kit';
import { pathHere } from '#lib/form/of-this-site.ts';
import { formOf } from '#lib/form/seat.server.ts';
import { cookieName } from '#lib/paraglide/runtime.js';
import type { RequestHandler } from './$types';

/** The language switch; works without JavaScript. Goes back to the page it was pressed on, never to another site. */
export const POST: RequestHandler = async (event) => {
	const { cookies, url, locals } = event;
	const { taal, pad = '/' } = await formOf(event);
	const to = taal === 'en' ? 'en' : 'nl';
	cookies.set(cookieName, to, {
		path: '/',
		sameSite: 'lax',
		httpOnly: false,
		secure: url.protocol === 'https:',
		maxAge: 400 * 24 * 60 * 60
	});
	if (locals.who) await locals.app.people.reads(locals.who.person, to);
	redirect(303, pathHere(pad));
};
