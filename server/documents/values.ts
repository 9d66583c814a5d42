import * as v from 'valibot';
import { orderMost, timeMost } from '#domain/bounds.ts';
import { checkCard, checkTitle } from '#domain/text/text.ts';

// What a client may write as one value in a document: null, or a reason, which is a message key too (C15).

/** Letters and digits, as forms make them: what has another id could not be hidden, grouped or given dots. */
export const madeId = v.pipe(v.string(), v.regex(/^[a-z0-9]{10,32}$/));

const promptId = v.pipe(v.string(), v.regex(/^[a-z0-9]{1,32}$/));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(timeMost));
const order = v.pipe(v.number(), v.minValue(-orderMost), v.maxValue(orderMost));
const ownCard = v.object({
	text: v.string(),
	prompt: promptId,
	at: time,
	onBehalf: v.optional(madeId)
});
const boardGroup = v.object({ title: v.string(), order });
const boardPlace = v.object({ group: v.nullable(madeId), on: v.nullable(madeId), order });

/** UTF-16 units: a sentence that is not a card yet may be longer than a card will be. */
const draftLimit = 2000;
/** Of a value as JSON, beside its text. */
const valueLimit = 500;

export type ValueCheck = (key: string, value: unknown) => string | null;

export const checkOwnCard: ValueCheck = (key, value) =>
	checkShape(key, ownCard, value, (card) => [card.text, checkCard(card.text)]);

export const checkDraft: ValueCheck = (key, value) => {
	if (!v.is(promptId, key) || typeof value !== 'string') return 'value-malformed';
	return value.length > draftLimit ? 'draft-too-long' : null;
};

export const checkGroup: ValueCheck = (key, value) =>
	checkShape(key, boardGroup, value, (group) => [group.title, checkTitle(group.title)]);

export const checkPlace: ValueCheck = (key, value) =>
	checkShape(key, boardPlace, value, () => ['', { ok: true }]);

/** Nothing that a client could write. */
export const byServerOnly: ValueCheck = () => 'value-malformed';

function checkShape<T>(
	key: string,
	shape: v.GenericSchema<unknown, T>,
	value: unknown,
	text: (value: T) => [string, { ok: true } | { ok: false; reason: string }]
): string | null {
	const shaped = v.safeParse(shape, value);
	if (!v.is(madeId, key) || !shaped.success) return 'value-malformed';
	const [written, checked] = text(shaped.output);
	if (!checked.ok) return checked.reason;
	return JSON.stringify(value).length - JSON.stringify(written).length > valueLimit
		? 'value-malformed'
		: null;
}
