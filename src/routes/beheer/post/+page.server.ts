import { error } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import type { PageServerLoad } from './$types';

/** Mails hold personal links: only who makes journeys sees them, and their words only where nothing sends them. */
export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	const person = locals.person ? await locals.app.people.person(locals.person) : null;
	if (!person?.hosts) error(403, { message: say('not-a-facilitator'), reason: 'not-a-facilitator' });
	setHeaders({ 'Cache-Control': 'no-store' });
	const sends = locals.app.settings.smtpUrl !== null;
	const mails = await locals.app.postman.outbox();
	return {
		sends,
		mails: mails.map((mail) => ({
			id: mail.id,
			to: mail.recipient,
			subject: mail.subject,
			body: sends ? null : mail.body,
			writtenAt: mail.written_at,
			sentAt: mail.sent_at,
			failure: mail.failure
		}))
	};
};
