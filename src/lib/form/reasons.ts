import * as messages from '#lib/paraglide/messages.js';

type Message = (values: Record<string, string>) => string;

/**
 * The sentence for a reason, in the language of the request: `card-too-long` → message `reason_card_too_long`.
 * Only for +server files: it carries every sentence. Throws on a reason without one, so that a test finds it.
 */
export const say = (reason: string): string => sayKey(`reason_${reason.replaceAll('-', '_')}`);

/** The message of a key that only the server knows: the words of a report. The same holds. */
export function sayKey(key: string, values: Record<string, string> = {}): string {
	const message = (messages as unknown as Record<string, Message | undefined>)[key];
	if (!message) throw new Error(`no message ${key}`);
	return message(values);
}
