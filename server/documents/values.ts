import * as v from 'valibot';
import { checkCard, checkTitle } from '#domain/text/text.ts';
import type { Room } from '#wire/rooms.ts';

/** Letters and digits, as forms make them: what has another id could not be hidden, grouped or given dots. */
export const madeId = v.pipe(v.string(), v.regex(/^[a-z0-9]{10,32}$/));

const promptId = v.pipe(v.string(), v.regex(/^[a-z0-9]{1,32}$/));
const ownCard = v.object({
	text: v.string(),
	prompt: promptId,
	at: v.number(),
	onBehalf: v.optional(madeId)
});
const boardGroup = v.object({ title: v.string(), order: v.number() });
const boardPlace = v.object({ group: v.nullable(madeId), on: v.nullable(madeId), order: v.number() });

/** UTF-16 units: a sentence that is not a card yet may be longer than a card will be. */
const draftLimit = 2000;
/** Of a value as JSON, beside its text. */
const valueLimit = 500;

/** What a client may write as one value in a document: null, or a reason, which is a message key too (C15). */
export function checkValue(room: Room, root: string, key: string, value: unknown): string | null {
	switch (`${room.kind}/${root}`) {
		case 'own/cards':
			return checkShape(madeId, key, ownCard, value, (card) => [card.text, checkCard(card.text)]);
		case 'own/drafts':
			if (!v.is(promptId, key) || typeof value !== 'string') return 'value-malformed';
			return value.length > draftLimit ? 'draft-too-long' : null;
		case 'board/groups':
			return checkShape(madeId, key, boardGroup, value, (group) => [group.title, checkTitle(group.title)]);
		case 'board/place':
			return checkShape(madeId, key, boardPlace, value, () => ['', { ok: true }]);
		default:
			return 'value-malformed';
	}
}

function checkShape<T>(
	keys: v.GenericSchema<unknown, string>,
	key: string,
	shape: v.GenericSchema<unknown, T>,
	value: unknown,
	text: (value: T) => [string, { ok: true } | { ok: false; reason: string }]
): string | null {
	const shaped = v.safeParse(shape, value);
	if (!v.is(keys, key) || !shaped.success) return 'value-malformed';
	const [written, checked] = text(shaped.output);
	if (!checked.ok) return checked.reason;
	return JSON.stringify(value).length - JSON.stringify(written).length > valueLimit
		? 'value-malformed'
		: null;
}
