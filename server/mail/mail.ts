import { createTransport } from 'nodemailer';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
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

/** How long a mail server may be silent, ms: a round that hangs holds up the next, and the program's leaving. */
const patience = 10_000;
/** A mail that could not be delivered is given up after so long, ms; its row says why. */
const givenUpAfter = 3 * 24 * 60 * 60 * 1000;
/** Mails in one round. */
const roundSize = 50;

/**
 * Sends what waits, each mail once. Without SMTP_URL nothing is sent: the outbox page shows the rows. A mail that
 * fails keeps its reason and is tried again, each time after as long as it has been waiting already, behind those
 * that were never tried: an address that does not exist holds nobody up.
 */
export function openPostman({ db, settings, now, log }: Context) {
	const transport = settings.smtpUrl
		? createTransport({
				url: settings.smtpUrl,
				// A meeting's letters leave together; greeting the server anew for each takes longer than the letter.
				pool: true,
				maxConnections: 1,
				connectionTimeout: patience,
				greetingTimeout: patience,
				socketTimeout: patience
			})
		: null;
	let round: Promise<void> = Promise.resolve();

	function due() {
		return db
			.selectFrom('mail')
			.selectAll()
			.where('sent_at', 'is', null)
			.where('written_at', '>', now() - givenUpAfter)
			.where((eb) =>
				eb.or([
					eb('failed_at', 'is', null),
					eb(eb('failed_at', '+', eb('failed_at', '-', eb.ref('written_at'))), '<=', now())
				])
			)
			.orderBy((eb) => eb.fn.coalesce('failed_at', eb.lit(0)))
			.orderBy('written_at')
			.limit(roundSize)
			.execute();
	}

	async function send(): Promise<void> {
		if (!transport) return;
		for (const mail of await due()) {
			const failure = await transport
				.sendMail({
					from: settings.mailFrom,
					to: mail.recipient,
					subject: mail.subject,
					text: mail.body,
					messageId: `<${mail.id}@siroop>`
				})
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
			round = round.then(send).catch((error: unknown) => log.error({ error }, 'mail could not be sent'));
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
