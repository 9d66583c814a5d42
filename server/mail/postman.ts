import type { Transporter } from 'nodemailer';
import type { Context } from '#server/app/context.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { heldBy, type Held } from './held.ts';
import { forgotten, outbox, postOf } from './outbox.ts';
import { writeLetter } from './writing.ts';

/** How long a mail server may be silent, ms: a round that hangs holds up the next, and the program's leaving. */
const patience = 10_000;
/** A mail that failed is tried again after this at the soonest, ms. */
const shortestWait = 30_000;
/** Mails in one round. */
const roundSize = 50;

type Mail = Database['mail'];
type Failure = NonNullable<Mail['failure']>;

/**
 * Sends what waits, each mail once. Without SMTP_URL, or an ORIGIN for the links, nothing leaves. A mail that fails
 * keeps what kind of failure it was and is tried again, each time after as long as it has been waiting already, behind
 * those that were never tried: an address that does not exist holds nobody up.
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

	/** Why nothing leaves; null: it does. */
	get held(): Held {
		return heldBy(this.#context.settings);
	}

	/** For the administrator, newest first (R8). */
	outbox() {
		return outbox(this.#context.db);
	}

	/** For the facilitators of a journey (R11). */
	of(journey: string) {
		return postOf(this.#context.db, journey);
	}

	async close(): Promise<void> {
		await this.#round;
		this.#transport?.close();
	}

	async #send(): Promise<void> {
		const { db, now, settings } = this.#context;
		await forgotten(db, now());
		const { smtpUrl, origin } = settings;
		if (smtpUrl === null || origin === null) return;
		for (const mail of await this.#due()) {
			const letter = await writeLetter(db, mail, origin, now());
			if (letter) {
				this.#transport ??= await connect(smtpUrl);
				await this.#noted(mail, await this.#post(this.#transport, mail, letter));
			} else await db.deleteFrom('mail').where('id', '=', mail.id).execute();
		}
	}

	/** Of a mail that left nothing is kept but that it did (R9). */
	async #noted({ id, written_at }: Mail, failure: Failure | null): Promise<void> {
		const { db } = this.#context;
		const now = this.#context.now();
		const state = failure
			? { failed_at: now, failure, due_at: now + Math.max(now - written_at, shortestWait) }
			: { sent_at: now, failed_at: null, failure: null, due_at: null, recipient: null, link_hash: null };
		await db.updateTable('mail').set(state).where('id', '=', id).execute();
	}

	/** Returns why it did not leave, or null. */
	async #post(
		transport: Transporter,
		{ id, recipient }: Mail,
		letter: { subject: string; text: string }
	): Promise<Failure | null> {
		const from = this.#context.settings.mailFrom;
		try {
			await transport.sendMail({ from, to: recipient!, messageId: `<${id}@siroop>`, ...letter });
			return null;
		} catch (error) {
			const { code, responseCode, command } = error as SmtpError;
			// Its message would name the address.
			this.#context.log.warn({ mail: id, code, responseCode, command }, 'a mail did not leave');
			return failureOf(error as SmtpError);
		}
	}

	#due(): Promise<Mail[]> {
		const { db, now } = this.#context;
		return db
			.selectFrom('mail')
			.selectAll()
			.where('due_at', '<=', now())
			.orderBy((eb) => eb.fn.coalesce('failed_at', eb.lit(0)))
			.orderBy('due_at')
			.limit(roundSize)
			.execute();
	}
}

type SmtpError = Error & { code?: string; responseCode?: number; command?: string };

function failureOf({ code, responseCode }: SmtpError): Failure {
	if (code === 'EAUTH') return 'login';
	return responseCode !== undefined && responseCode >= 500 ? 'refused' : 'away';
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
