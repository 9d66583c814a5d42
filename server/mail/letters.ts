import type { Query } from '#server/db/open.ts';
import { newId } from '#server/app/secrets.ts';

// Mails are rows first: what the program promised to send survives a crash and a mail server that is away.

interface Letter {
	to: string;
	subject: string;
	body: string;
	at: number;
}

async function queue(tx: Query, { to, subject, body, at }: Letter): Promise<void> {
	await tx
		.insertInto('mail')
		.values({
			id: newId(),
			recipient: to,
			subject,
			body,
			written_at: at,
			sent_at: null,
			failed_at: null,
			failure: null
		})
		.execute();
}

/** The personal link, so that the same person is back on another device, next month too (J5). */
export async function queueReturnLink(
	tx: Query,
	{
		to,
		name,
		journey,
		link,
		locale,
		at
	}: { to: string; name: string; journey: string; link: string; locale: 'nl' | 'en'; at: number }
): Promise<void> {
	const text = {
		nl: {
			subject: `Jouw plek aan tafel: ${journey}`,
			body: `Dag ${name},\n\nMet deze link ben je er weer, ook op een ander apparaat:\n${link}\n\nDe link is van jou alleen. Stuur hem niet door.\n`
		},
		en: {
			subject: `Your seat at the table: ${journey}`,
			body: `Hello ${name},\n\nThis link brings you back, on another device too:\n${link}\n\nThe link is yours alone. Do not pass it on.\n`
		}
	}[locale];
	await queue(tx, { to, ...text, at });
}

/** A reminder of what somebody still owes, with a link that brings them straight to it (R5). */
export async function queueReminder(
	tx: Query,
	given: {
		to: string;
		name: string;
		journey: string;
		step: string;
		/** Ms since 1970. */
		until: number;
		link: string;
		locale: 'nl' | 'en';
		at: number;
	}
): Promise<void> {
	const { to, name, journey, step, link, locale, at } = given;
	const until = new Intl.DateTimeFormat(locale, {
		dateStyle: 'full',
		timeStyle: 'short',
		timeZone: 'Europe/Amsterdam'
	}).format(given.until);
	const text = {
		nl: {
			subject: `Nog te doen: ${step}`,
			body: `Dag ${name},\n\nIn ${journey} wacht ‘${step}’ nog op jou. Het kan tot ${until}.\n\nMet deze link ben je er meteen:\n${link}\n\nDe link is van jou alleen. Stuur hem niet door.\n`
		},
		en: {
			subject: `Still to do: ${step}`,
			body: `Hello ${name},\n\nIn ${journey}, ‘${step}’ still waits for you. You have until ${until}.\n\nThis link takes you straight there:\n${link}\n\nThe link is yours alone. Do not pass it on.\n`
		}
	}[locale];
	await queue(tx, { to, ...text, at });
}
