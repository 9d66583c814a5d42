import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';

const root = path.resolve(import.meta.dirname, '..');

/** A text, or variants of it: `[{ declarations, selectors, match }]`. */
type Message = string | { declarations?: string[]; match: Record<string, string> }[];

const nl = messages('nl');
const en = messages('en');
const keys = Object.keys(nl);

function messages(locale: string): Record<string, Message> {
	const { $schema: _, ...found } = JSON.parse(
		readFileSync(path.join(root, `messages/${locale}.json`), 'utf8')
	);
	return found;
}

function texts(message: Message): string[] {
	return typeof message === 'string'
		? [message]
		: message.flatMap((variants) => Object.values(variants.match));
}

function variables(message: Message): string[] {
	const named = texts(message).flatMap((text) =>
		[...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
	);
	return [...new Set(named)].sort();
}

interface Source {
	file: string;
	text: string;
}

function sources(): Source[] {
	return globSync('{src,server}/**/*.{ts,js,svelte}', { cwd: root })
		.filter((file) => !file.includes('paraglide') && !file.endsWith('.test.ts'))
		.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** Called as `m.key`, named as 'key', or made from a text and the word after it: `stage_${stage}`. */
function isUsed(key: string, all: string, families: [string, string][]): boolean {
	if (new RegExp(`\\bm\\.${key}\\b|(['"\`])${key}\\1`).test(all)) return true;
	return families.some(([before, after]) => {
		if (!key.startsWith(before) || !key.endsWith(after)) return false;
		const word = key.slice(before.length, key.length - after.length).replaceAll('_', '[-_]');
		return word !== '' && new RegExp(`(['"\`])${word}\\1|\\b${word}\\??:`).test(all);
	});
}

/** The fixed beginning and end of keys that are put together, with a template or with a plus. */
function familiesIn(all: string): [string, string][] {
	const templates = all.matchAll(/`([a-z][a-z0-9]*_(?:[a-z0-9]+_)*)\$\{[^`]*\}((?:_[a-z0-9]+)*)`/g);
	const sums = all.matchAll(/['"]([a-z][a-z0-9]*_(?:[a-z0-9]+_)*)['"]\s*\+/g);
	return [...templates, ...sums].map((match) => [match[1] ?? '', match[2] ?? '']);
}

describe('messages', () => {
	test('Dutch and English have the same keys', () => {
		expect(Object.keys(en).sort()).toEqual(keys.toSorted());
	});

	test('no text is empty', () => {
		const empty = (all: Record<string, Message>) =>
			Object.keys(all).filter((key) => texts(all[key] ?? '').some((text) => text.trim() === ''));
		expect([...empty(nl), ...empty(en)]).toEqual([]);
	});

	test('both languages name the same variables', () => {
		const different = keys.filter((key) => `${variables(nl[key] ?? '')}` !== `${variables(en[key] ?? '')}`);
		expect(different).toEqual([]);
	});

	test('every message is used', () => {
		const all = sources()
			.map((source) => source.text)
			.join('\n');
		const families = familiesIn(all);
		expect(keys.filter((key) => !isUsed(key, all, families))).toEqual([]);
	});

	test('every message that is used exists', () => {
		const missing = sources()
			.filter((source) => source.text.includes('paraglide/messages'))
			.flatMap(({ file, text }) =>
				[...text.matchAll(/\bm\.([a-z]\w*)/g)].map((match) => ({ file, key: match[1] ?? '' }))
			)
			.filter(({ key }) => !(key in nl));
		expect(missing).toEqual([]);
	});

	test('knows a made key from one that nobody uses', () => {
		const all = "'writing'; 'too-long'; m[`stage_${stage}`](); m['reason_' + reason](); m.join_title();";
		const families = familiesIn(all);
		expect(families).toEqual([
			['stage_', ''],
			['reason_', '']
		]);
		expect(isUsed('reason_too_long', all, families)).toBe(true);
		expect(isUsed('stage_writing', all, families)).toBe(true);
		expect(isUsed('join_title', all, families)).toBe(true);
		expect(isUsed('stage_sorting', all, families)).toBe(false);
		expect(isUsed('join_title_long', all, families)).toBe(false);
	});
});

// Paraglide once compiled no messages at all and said that all was well. `npm run sync` has compiled them before.
type Say = (given: object, options: { locale: 'nl' | 'en' }) => string;

describe('compiled messages', () => {
	const plain = keys.filter((key) => [nl[key], en[key]].every((text) => isPlain(text)));
	const said = (locale: 'nl' | 'en') =>
		Object.fromEntries(
			plain.map((key) => [key, (m as unknown as Record<string, Say | undefined>)[key]?.({}, { locale })])
		);

	test('say what the files say', () => {
		expect(plain.length).toBeGreaterThan(keys.length / 2);
		expect(nl).toMatchObject(said('nl'));
		expect(en).toMatchObject(said('en'));
	});
});

function isPlain(message: Message | undefined): boolean {
	return typeof message === 'string' && !/[{}\\]/.test(message);
}
