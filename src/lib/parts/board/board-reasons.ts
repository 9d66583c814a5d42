import { m } from '#lib/paraglide/messages.js';
import { sayHere } from '#lib/parts/cards/card-reasons.ts';

/** The sentence for what a board can refuse by itself. */
export function sayOnBoard(reason: string): string {
	switch (reason) {
		case 'title-too-long':
			return m.reason_title_too_long();
		case 'group-gone':
			return m.reason_group_gone();
		case 'too-many-groups':
			return m.reason_too_many_groups();
		default:
			return sayHere(reason);
	}
}
