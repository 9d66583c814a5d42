import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hintsFor } from './plain.ts';

const jargon = (text: string, locale: 'nl' | 'en' = 'nl') =>
	hintsFor(text, locale)
		.filter((hint) => hint.kind === 'jargon')
		.map((hint) => hint.words);

test('X8 jargon is pointed at as a whole word, with a plain word beside it', () => {
	expect(hintsFor('Wij monitoren de cliënten.', 'nl')).toEqual([
		{ kind: 'jargon', at: 4, length: 9, words: 'monitoren', plain: 'volgen' },
		{ kind: 'jargon', at: 17, length: 8, words: 'cliënten', plain: 'inwoner, mens, gezin' }
	]);
	expect(jargon('Preventie, INTEGRALE hulp, eigenaarschap')).toEqual([
		'Preventie',
		'INTEGRALE',
		'eigenaarschap'
	]);
	expect(jargon('The stakeholders leverage this.', 'en')).toEqual(['stakeholders', 'leverage']);
});

test('X8 plain words that look like jargon get no hint', () => {
	expect(jargon('Bewoners hebben de sleutel van de buurtkamer en verborgen niets.')).toEqual([]);
	expect(jargon('An impatient minority', 'en')).toEqual([]);
});

test('X8 a sentence of more than twenty words is long, and says where it stands', () => {
	const long = Array.from({ length: 21 }, (_, i) => `woord${i}`).join(' ') + '.';
	const [hint] = hintsFor(`Kort. ${long} Kort.`, 'nl');
	expect(hint).toMatchObject({ kind: 'long-sentence', at: 6, length: long.length });
	expect(hintsFor(Array.from({ length: 20 }, () => 'kort').join(' '), 'nl')).toEqual([]);
});

test('X9 somebody’s own words get no hint, and places stay what they are', () => {
	expect(jargon('Zij zei: ‘ik ben geen cliënt’ en wij monitoren.')).toEqual(['monitoren']);
	expect(jargon('“De governance is klaar”, zei "de patiënt".')).toEqual([]);
	expect(hintsFor('‘cliënt’ monitor', 'nl')[0]!.at).toBe(9);
});

test('X8 X9 each hint stands where it says, in any text, and none inside a quote', () => {
	const words = fc.constantFrom('cliënt', 'wij', '‘', '’', '.', 'monitoren', 'de', '\n', '😀');
	fc.assert(
		fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
			const text = parts.join(' ');
			const quotes = [...text.matchAll(/‘[^’]*’/g)].map((q) => [q.index, q.index + q[0].length] as const);
			for (const { kind, at, length, words } of hintsFor(text, 'nl')) {
				expect(text.slice(at, at + length)).toBe(words);
				if (kind === 'jargon') expect(quotes.some(([from, to]) => at > from && at < to)).toBe(false);
			}
		})
	);
});
