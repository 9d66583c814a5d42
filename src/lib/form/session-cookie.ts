import type { Cookies } from '@sveltejs/kit';
import type { Started } from '#server/people/sessions.ts';

/** Name of the session cookie; the socket's side reads it in server/people/sessions.ts. */
export const sessionCookie = 'siroop_sessie';

interface Browser {
	cookies: Cookies;
	url: URL;
}

/** Signs this browser out. */
export const dropSession = ({ cookies }: Pick<Browser, 'cookies'>) =>
	cookies.delete(sessionCookie, { path: '/' });

/**
 * Somebody comes in on this browser. Who was here before them as another person is signed out: a page of theirs that is
 * still open would act as the one who came (J36).
 */
export async function comeIn(
	{ locals, ...browser }: Browser & { locals: App.Locals },
	person: string,
	session: Started
): Promise<void> {
	if (locals.who && locals.who.person !== person) await locals.app.devices.signOut(locals.who);
	keepSession(browser, session);
}

/** Signs this browser in. `expires` is the session's own. */
export function keepSession({ cookies, url }: Browser, session: Started): void {
	cookies.set(sessionCookie, session.value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		expires: session.expires
	});
}
