import type { Transporter } from 'nodemailer';
import type { Context } from '#server/app/context.ts';
import type { Database } from '#server/db/schema/schema.ts';

/** How long a mail server may be silent, ms: a round that hangs holds up the next, and the program's leaving. */
const patience = 10_000;
/** A mail that could not be delivered is given up after so long, ms; its row says why. */
const givenUpAfter = 3 * 24 * 60 * 60 * 1000;
/** Mails in one round. */
const roundSize = 50;
/** Mails that the outbox page shows. */
const shownMails = 200;

/**
 * Sends what waits, each mail once. Without SMTP_URL nothing is sent: the outbox page shows the rows. A mail that
 * fails keeps its reason and is tried again, each time after as long as it has been waiting already, behind those
 * that were never tried: an address that does not exist holds nobody up.
 */
export class Postman {
	readonly #context: Context;
	#transport: Transporter | null = null;
	#round: Promise<void> = Promise.resolve();

	constructor(context: Context) {
		this.#context = context;
	}

	/** One round; rounds never overlap. */
	deliver(): Promise<void> {
		this.#round = this.#round
			.then(() => this.#send())
			.catch((error: unknown) => this.#context.log.error({ error }, 'mail could not be sent'));
		return this.#round;
	}

	/** Newest first, for the outbox page. */
	outbox() {
		const mails = this.#context.db.selectFrom('mail').selectAll();
		return mails.orderBy('written_at', 'desc').limit(shownMails).execute();
	}

	async close(): Promise<void> {
		await this.#round;
		this.#transport?.close();
	}

	async #send(): Promise<void> {
		const { db, now, settings } = this.#context;
		if (!settings.smtpUrl) return;
		for (const mail of await this.#due()) {
			this.#transport ??= await connect(settings.smtpUrl);
			const failure = await this.#post(this.#transport, mail);
			await db
				.updateTable('mail')
				.set(failure === null ? { sent_at: now(), failure: null } : { failed_at: now(), failure })
				.where('id', '=', mail.id)
				.execute();
		}
	}

	/** Returns why it did not leave, or null. */
	#post(transport: Transporter, mail: Database['mail']): Promise<string | null> {
		return transport
			.sendMail({
				from: this.#context.settings.mailFrom,
				to: mail.recipient,
				subject: mail.subject,
				text: mail.body,
				messageId: `<${mail.id}@siroop>`
			})
			.then(() => null)
			.catch((error: Error) => error.message);
	}

	#due(): Promise<Database['mail'][]> {
		const { db, now } = this.#context;
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
}

async function connect(url: string): Promise<Transporter> {
	const { createTransport } = await import('nodemailer');
	return createTransport({
		url,
		// A meeting's letters leave together; greeting the server anew for each takes longer than the letter.
		pool: true,
		maxConnections: 1,
		connectionTimeout: patience,
		greetingTimeout: patience,
		socketTimeout: patience
	});
}
