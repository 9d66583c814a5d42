import { m } from '#lib/paraglide/messages.js';

/** The sentence for what this device can refuse by itself. Anything else is said by the server. */
export function sayHere(reason: string): string {
	switch (reason) {
		case 'card-empty':
			return m.reason_card_empty();
		case 'card-no-words':
			return m.reason_card_no_words();
		case 'card-too-long':
			return m.reason_card_too_long();
		case 'card-gone':
			return m.reason_card_gone();
		case 'too-many-cards':
			return m.reason_too_many_cards();
		case 'locked':
			return m.reason_locked();
		default:
			return m.post_failed();
	}
}
