import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { messagesIn, text, variantsOf, type Message } from './support/texts.ts';

const root = path.resolve(import.meta.dirname, '..');

const nl = messagesIn('nl');
const en = messagesIn('en');
const keys = Object.keys(nl);

const texts = (message: Message): string[] =>
	typeof message === 'string' ? [message] : message.flatMap(variantsOf).map(({ text }) => text);

/** The numbers that a message chooses its text by. */
const chooses = (message: Message): string[] =>
	typeof message === 'string' ? [] : Object.keys(message.flatMap(variantsOf)[0]!.when);

function variables(message: Message): string[] {
	const named = texts(message).flatMap((text) =>
		[...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
	);
	return [...new Set([...named, ...chooses(message)])].sort();
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

// A number before a noun
const locales = ['nl', 'en'] as const;
const files = { nl, en };

/** More than one of something: "1 kaarten", "1 cards". What also ends so: a sign ("teken"), what was done, a verb. */
const severalAfterOne = {
	nl: /(?<![\p{L}\d])(?:1|[Ee]én) (?:nieuwe )?(?!(?:teken|verbonden|gekomen|afgesloten)(?!\p{L}))(?:\p{L}+(?:en|s|’s)|mens)(?!\p{L})/u,
	en: /(?<![\p{L}\d])1 (?:new |more )?(?!is |was |has )(?:\p{L}+s|people)(?!\p{L})/u
};

/** Of these there are always more, so they have no text for one. */
const alwaysSeveral = new Set([
	'ambition_progress', // of all parts of an ambition card
	'anonymous_cards_some', // by fives
	'choose_movers_many', // more than are said by name
	'choose_of_six',
	'plain_long' // of more than twenty words
]);

/** What is no number: names, words, moments, and figures that nothing is counted by. */
const isWords =
	/^(a|b|address|by|code|date|day|device|form|from|into|journey|lens|list|names?|organisation|other|percent|plain|pole|prompt|raw|reason|rest|scores|share|size|stage|step|tag|text|theme|time|title|to|until|up|when|where|who|words?)$/;

const allAre = (number: number, message: Message) =>
	Object.fromEntries(variables(message).map((name) => [name, isWords.test(name) ? 'Woord' : number]));

describe('messages with a number', () => {
	test.each(locales)('%s: of one nothing is said that is said of more', (locale) => {
		const said = keys
			.filter((key) => !alwaysSeveral.has(key))
			.map((key) => [key, text(key, allAre(1, files[locale][key] ?? ''), locale)] as const);
		expect(said.filter(([, words]) => severalAfterOne[locale].test(words))).toEqual([]);
	});

	test('knows "1 mensen" from "1 persoon"', () => {
		for (const words of [
			'1 mensen',
			'3 stippen, 1 mensen',
			'Eén mens schrijft',
			'1 thema’s',
			'1 nieuwe kaartjes'
		])
			expect(severalAfterOne.nl.test(words)).toBe(true);
		for (const words of ['1 persoon', 'nog 1 teken', '1 schrijft nog', '21 kaartjes', '1 van 20 klaar'])
			expect(severalAfterOne.nl.test(words)).toBe(false);
		for (const words of ['1 people', '1 more groups', '1 dots'])
			expect(severalAfterOne.en.test(words)).toBe(true);
		for (const words of ['1 is still writing', '1 person', '1 more group'])
			expect(severalAfterOne.en.test(words)).toBe(false);
	});

	const counted = keys.filter((key) => chooses(nl[key] ?? '').length > 0);

	test('both languages choose by the same numbers', () => {
		expect(counted.length).toBeGreaterThan(40);
		expect(keys.filter((key) => `${chooses(nl[key] ?? '')}` !== `${chooses(en[key] ?? '')}`)).toEqual([]);
	});

	test.each(locales)('%s: of none, one and two each has a text, as the pages say it', (locale) => {
		const say = m as unknown as Record<string, Say>;
		for (const key of counted) {
			const said = [0, 1, 2].map((number) => allAre(number, files[locale][key] ?? ''));
			expect(said.map((given) => text(key, given, locale))).toEqual(
				said.map((given) => say[key]!(given, { locale }))
			);
		}
	});

	test.each(locales)('%s: what has a text of its own for one says something else of two', (locale) => {
		const ofOne = counted.filter((key) => /=1/.test(JSON.stringify(files[locale][key])));
		const said = (key: string, number: number) => text(key, allAre(number, files[locale][key] ?? ''), locale);
		expect(ofOne.length).toBeGreaterThan(40);
		expect(ofOne.filter((key) => said(key, 2).replaceAll('2', '1') === said(key, 1))).toEqual([]);
	});

	test('no message has another of itself for one', () => {
		const twins = keys.filter(
			(key) => /_(one|many)$/.test(key) && keys.includes(key.replace(/_(one|many)$/, ''))
		);
		expect(twins.filter((key) => chooses(nl[key.replace(/_(one|many)$/, '')] ?? '').length > 0)).toEqual([]);
	});
});

// Words
/** What is said otherwise: wrong, with a second meaning, of an office, or one of two words for one thing. */
const forbidden = {
	nl: [
		...[/\broom\b/i, /\bkamer\b/i], // zaal
		...[/\b(naar|met|van) de groep\b(?! groepen)/i, /\bde groep (is|nu|vind)/i], // zaal: a group is of cards
		...[/\bmist\b/i, /\bmissen\b/i], // ontbreken
		/\bhaar\b/i, // a thing is no woman: say its name
		/\btoestel/i, // apparaat
		/\bhoogstens\b/i, // hooguit
		...[/\bopslaan\b/i, /\bopgeslagen\b/i, /\bvastleg/i, /\bvastgelegd\b/i, /\bleg\b.*\bvast\b(?! na)/i], // bewaren
		/\bpool\b/i, // kant
		/\bleun(t|en)?\b/i, // neigen
		/\baangenomen\b/i, // instemmen
		/\bschaadt\b/i, // schadelijk voor: who harms whom?
		/\bloop(t|en)?\b.*\buiteen\b/i, // verschillen
		/gaa[nt] vanzelf mee\b/i,
		/één deel\b/i, // elke organisatie telt even zwaar
		/\bpauzeer/i, // of the clock: stilzetten. A pause is of the room
		/\bbouwt het voort\b/i,
		/\bbreedste\b/i,
		/\bmet een zorg\b/i
	],
	en: [
		/\bbeamers?\b/i, // projector
		/\bphases?\b/i, // stage
		/\b(write|read|look|think)s? along\b/i,
		/\bcomes? along\b/i,
		/\bcrib\b/i,
		/\bwelfare\b/i, // reads as benefits
		/\byou neither\b/i,
		/\bput (it )?down\b/i, // save
		/\bone share\b/i,
		/\bdoes it build on\b/i,
		/\bset out\b/i,
		/\bfill in for\b/i,
		/\bwidest themes\b/i
	]
};

/** Words that mean one thing, and the messages that speak of it. */
const oneMeaning = {
	nl: [
		{ word: /\bzorg(en)?\b/i, only: /^(ambition_care|choose_yield_ask|new_template_text)$/ },
		{ word: /\brondes?\b/i, only: /^(consent_|reason_smaller_step$)/ },
		{ word: /\brondje\b/i, only: /^(check_?in_|stage_round$|skip_round_|reason_round_not_open$)/ },
		{ word: /\bkaart(en)?\b/i, only: /^ambitions_/ },
		{ word: /\b(de|deze|elke|hele|jouw) tafel\b/i, only: /^(ambitions_|tables_)/ },
		{ word: /\bbezwaar\b/i, only: /^(consent_|reason_|next_objection$|skip_objections_open$)/ }
	],
	en: [
		{ word: /\bprompts?\b/i, only: /^(console_script|sheet_script|reason_script_too_long)/ },
		{
			word: /\brounds?\b/i,
			only: /^(consent_|reason_smaller_step$|check_?in_|stage_round$|skip_round_|reason_round_not_open$)/
		}
	]
};

const withoutInputs = (words: string) => words.replaceAll(/\{\w+\}/g, '…');

/** Texts that stand elsewhere: what a new journey begins with. */
const template = (locale: 'nl' | 'en') =>
	readFileSync(path.join(root, `server/journey/templates/waarden-eerst.${locale}.json`), 'utf8').split('\n');

describe('words', () => {
	test.each(locales)('%s: no forbidden word', (locale) => {
		const read = [...keys.flatMap((key) => texts(files[locale][key] ?? '')), ...template(locale)];
		expect(read.filter((words) => forbidden[locale].some((word) => word.test(words)))).toEqual([]);
	});

	test.each(locales)('%s: a word with one meaning is used for that alone', (locale) => {
		const found = oneMeaning[locale].flatMap(({ word, only }) =>
			keys.filter(
				(key) =>
					!only.test(key) && texts(files[locale][key] ?? '').some((words) => word.test(withoutInputs(words)))
			)
		);
		expect(found).toEqual([]);
	});

	test('a gate is of a stage', () => {
		const gates = keys.filter((key) => /^(reason_)?gate_/.test(key));
		expect(gates.filter((key) => texts(nl[key] ?? '').some((words) => /\bstap\b/i.test(words)))).toEqual([]);
		expect(gates.filter((key) => texts(en[key] ?? '').some((words) => /\bstep\b/i.test(words)))).toEqual([]);
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
