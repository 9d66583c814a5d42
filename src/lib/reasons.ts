import * as messages from '#lib/paraglide/messages.js';

/**
 * The sentence for a reason, in the language of the request: `card-too-long` → message `reason_card_too_long`.
 * Only for +server files: it carries every sentence. Throws on a reason without one, so that a test finds it.
 */
export function say(reason: string): string {
	const key = `reason_${reason.replaceAll('-', '_')}`;
	const message = (messages as unknown as Record<string, (() => string) | undefined>)[key];
	if (!message) throw new Error(`no message ${key}`);
	return message();
}
