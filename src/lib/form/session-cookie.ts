import type { Cookies } from '@sveltejs/kit';

/** Name of the session cookie; the socket's side reads it in server/people/sessions.ts. */
export const sessionCookie = 'siroop_sessie';

/** Signs this browser out. */
export const dropSession = ({ cookies }: { cookies: Cookies }) =>
	cookies.delete(sessionCookie, { path: '/' });

/** Signs this browser in. `expires` is the session's own. */
export function keepSession(
	{ cookies, url }: { cookies: Cookies; url: URL },
	session: { value: string; expires: Date }
): void {
	cookies.set(sessionCookie, session.value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		expires: session.expires
	});
}
