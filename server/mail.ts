import { createTransport } from 'nodemailer';
import type { Db, Query } from './db/open.ts';
import { newId } from './secrets.ts';
import type { Settings } from './settings.ts';

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
		.values({ id: newId(), recipient: to, subject, body, written_at: at, sent_at: null, failed_at: null, failure: null })
		.execute();
}

/** The personal link, so that the same person is back on another device, next month too (J5). */
export async function queueReturnLink(
	tx: Query,
	{ to, name, journey, link, locale, at }: { to: string; name: string; journey: string; link: string; locale: 'nl' | 'en'; at: number }
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

/**
 * Sends what waits, oldest first, each mail once. Without SMTP_URL nothing is sent: the outbox page shows the rows.
 * A mail that fails keeps its reason and is tried again on the next round.
 */
export function openPostman(db: Db, settings: Settings, now: () => number) {
	const transport = settings.smtpUrl ? createTransport(settings.smtpUrl) : null;
	let round: Promise<void> = Promise.resolve();

	async function send(): Promise<void> {
		if (!transport) return;
		const waiting = await db.selectFrom('mail').selectAll().where('sent_at', 'is', null).orderBy('written_at').limit(50).execute();
		for (const mail of waiting) {
			const failure = await transport
				.sendMail({ from: settings.mailFrom, to: mail.recipient, subject: mail.subject, text: mail.body, messageId: `<${mail.id}@siroop>` })
				.then(() => null)
				.catch((error: Error) => error.message);
			await db
				.updateTable('mail')
				.set(failure === null ? { sent_at: now(), failure: null } : { failed_at: now(), failure })
				.where('id', '=', mail.id)
				.execute();
		}
	}

	return {
		/** One round; rounds never overlap. */
		deliver(): Promise<void> {
			round = round.then(send);
			return round;
		},
		/** Newest first, for the outbox page. */
		outbox: () => db.selectFrom('mail').selectAll().orderBy('written_at', 'desc').limit(200).execute(),
		async close(): Promise<void> {
			await round;
			transport?.close();
		}
	};
}

export type Postman = ReturnType<typeof openPostman>;
