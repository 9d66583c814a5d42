import type { Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { keepSession, sessionCookie } from '#lib/form/session-cookie.ts';
import type { App as Siroop } from '#server/app/app.ts';

/** The app was opened by server/main.ts, or in dev by the plugin in vite.config.ts. */
const held = (): Siroop => (globalThis as unknown as Record<symbol, Siroop>)[Symbol.for('siroop.app')]!;

const who: Handle = async ({ event, resolve }) => {
	event.locals.app = held();
	const cookie = event.cookies.get(sessionCookie);
	const session = cookie ? await event.locals.app.sessions.who(cookie) : null;
	event.locals.person = session?.person ?? null;
	if (cookie && session?.renewed) keepSession(event, { value: cookie, expires: session.renewed });
	return resolve(event);
};

/** Nothing of ours is shown in a frame, sent along to others, or guessed at by type. */
const headers: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	response.headers.set('X-Content-Type-Options', 'nosniff');
	// Not `no-referrer`: browsers then send `Origin: null` with our own forms, and the origin check refuses them.
	response.headers.set('Referrer-Policy', 'same-origin');
	response.headers.set('X-Frame-Options', 'DENY');
	response.headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
	response.headers.set('Cross-Origin-Opener-Policy', 'same-origin');
	if (event.url.protocol === 'https:')
		response.headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
	if (event.locals.person && !response.headers.has('Cache-Control'))
		response.headers.set('Cache-Control', 'private, no-cache');
	return response;
};

/** The figures for Prometheus. No route: without METRICS_TOKEN this path is like any other that does not exist. */
const figures: Handle = async ({ event, resolve }) => {
	if (event.url.pathname !== '/metrics') return resolve(event);
	const scrape = await held().scrape(event.request.headers.get('authorization'));
	const headers = { 'Cache-Control': 'no-store' };
	switch (scrape.kind) {
		case 'hidden':
			return resolve(event);
		case 'refused':
			return new Response('a token is needed\n', {
				status: 401,
				headers: { ...headers, 'WWW-Authenticate': 'Bearer realm="metrics"' }
			});
		case 'scraped':
			return new Response(scrape.text, { headers: { ...headers, 'Content-Type': scrape.type } });
		default:
			return scrape satisfies never;
	}
};

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		event.locals.locale = locale;
		return resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) });
	});

export const handle = sequence(headers, figures, language, who);
