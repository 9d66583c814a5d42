import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { keepSession, sessionCookie } from '#lib/form/session-cookie.ts';
import type { App as Siroop } from '#server/app/app.ts';

/** The app was opened by server/main.ts, or in dev by the plugin in vite.config.ts. */
const held = (): Siroop => (globalThis as unknown as Record<symbol, Siroop>)[Symbol.for('siroop.app')]!;

const who: Handle = async ({ event, resolve }) => {
	event.locals.app = held();
	const cookie = event.cookies.get(sessionCookie);
	const session = cookie ? await event.locals.app.sessions.who(cookie) : null;
	event.locals.who = session;
	event.locals.device = event.locals.app.deviceOf(event.request.headers.get('user-agent'));
	if (cookie && session?.renewed) keepSession(event, { value: cookie, expires: session.renewed });
	return resolve(event);
};

/** What a person is shown is kept by nobody else. What every answer says stands in server/app/headers.ts. */
const unshared: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	if (event.locals.who && !response.headers.has('Cache-Control'))
		response.headers.set('Cache-Control', 'private, no-cache');
	return response;
};

/**
 * The set-up page tries the addresses of the program itself, whichever of them it came from (R17). Any page may be the
 * one that somebody walks there from.
 */
const ownAddresses: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const policy = response.headers.get('Content-Security-Policy');
	const { settings, network } = event.locals.app;
	const own = [settings.origin ?? [], network.addresses.map((address) => `http://${address}:*`)].flat();
	if (policy && own.length)
		response.headers.set(
			'Content-Security-Policy',
			policy.replace("connect-src 'self'", ["connect-src 'self'", ...own].join(' '))
		);
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

/** Where there is a script it says more (LinkNews.svelte), and this costs pages no byte of it. */
const told = () => `<noscript><p class="banner"><a href="/apparaten">${m.links_told()}</a></p></noscript>`;

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		event.locals.locale = locale;
		return resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', locale).replace('%told%', event.locals.isTold ? told() : '')
		});
	});

export const handle = sequence(unshared, figures, language, who, ownAddresses);

/**
 * What somebody asked wrongly leaves no line, or whoever likes could fill the log; a fault of ours leaves one, with the
 * page by its pattern: a path may hold a secret, as that of a personal link does (A16).
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status >= 500) held().log.error({ error, route: event.route.id }, 'a page failed');
};
