import { readFileSync } from 'node:fs';

/** A text, or texts to choose from by a number: `[{ match: { 'count=1': '1 kaartje', 'count=*': '{count} kaartjes' } }]`. */
export type Message = string | { match: Record<string, string> }[];

export type Values = Record<string, string | number>;

const messages = { nl: messagesIn('nl'), en: messagesIn('en') };

/** As they stand in `messages/`, by key. */
export function messagesIn(locale: 'nl' | 'en'): Record<string, Message> {
	const { $schema: _, ...found } = JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Record<
		string,
		Message
	>;
	return found;
}

/** What a person reads, by message key, so that tests speak of what it means and not of how it is worded. */
export function text(key: string, values: Values = {}, locale: 'nl' | 'en' = 'nl'): string {
	const message = messages[locale][key];
	if (message === undefined) throw new Error(`no message ${key}`);
	return Object.entries(values).reduce(
		(words, [name, value]) => words.replaceAll(`{${name}}`, String(value)),
		textFor(message, values)
	);
}

/** The first of its texts whose numbers are these, as Paraglide chooses. */
export function textFor(message: Message, values: Values): string {
	if (typeof message === 'string') return message;
	const found = message.flatMap(variantsOf).find(({ when }) => fits(when, values));
	if (!found) throw new Error(`no text for ${JSON.stringify(values)} in ${JSON.stringify(message)}`);
	return found.text;
}

/** Each text with the numbers it is for: 'count=1, dots=*' is `{ count: '1', dots: '*' }`. */
export const variantsOf = ({ match }: { match: Record<string, string> }) =>
	Object.entries(match).map(([when, text]) => ({
		text,
		when: Object.fromEntries(when.split(', ').map((one) => one.split('=') as [string, string]))
	}));

const fits = (when: Record<string, string>, values: Values) =>
	Object.entries(when).every(([name, value]) => value === '*' || value === String(values[name]));
