import fc from 'fast-check';
import { newStemmer } from 'snowball-stemmers';
import { expect, test } from 'vitest';
import { suggestGroups } from './similar.ts';

const dutch = newStemmer('dutch');
const stem = (word: string) => dutch.stem(word);
const suggest = (...texts: string[]) => suggestGroups(asCards(texts), stem);
const asCards = (texts: string[]) => texts.map((text, i) => ({ id: String(i), text }));

/** The demo's 42 cards, and the value that people made of each. */
const evening: [value: string | null, text: string][] = [
	['v2', 'Eerst luisteren, dan pas iets vinden'],
	['v2', 'mensen zijn geen clienten. het zijn buren'],
	['v2', 'Gelijkwaardigheid'],
	['v7', 'Voorkomen is beter dan genezen, ook als je het effect pas over 15 jaar ziet'],
	['v7', 'gezondheid is meer dan niet ziek zijn'],
	['v3', 'Betrouwbaar zijn: zeggen wat je doet en doen wat je zegt'],
	['v5', 'rechtvaardig verdelen. wie meer nodig heeft krijgt meer'],
	['v5', 'Een goed huis is het begin van alles'],
	['v1', 'nabijheid - wij kennen de deuren én de mensen erachter'],
	['v1', 'Veiligheid = gekend worden'],
	['v4', 'Duidelijk zijn. Ook nee durven zeggen'],
	['v2', 'waardigheid, tot het einde'],
	['v3', 'vakmanschap de ruimte geven'],
	['v3', 'vertrouwen ipv verantwoorden'],
	['v3', 'Vertrouwn'],
	['v3', 'vertrouwen gaat te paard… dat moeten we elke dag verdienen'],
	['v4', 'Eerlijk over wat we niet weten'],
	['v6', 'de bewoner aan het roer'],
	['v6', 'bewoners aan zet, écht aan zet en niet als toetje'],
	['v2', 'naast iemand staan, niet erboven'],
	['v8', 'democratisch: de raad gaat er ook over!!'],
	['v5', 'Niemand afschrijven. Ook niet de lastige gevallen'],
	['v5', 'Gelijke kansen. Je postcode mag niet uitmaken'],
	['v4', 'doorpakken. niet nog een werkgroep'],
	['v4', 'Eerlijk over tekorten: we hebben straks gewoon de mensen niet'],
	['v6', 'Vraag mij eerst wat ik zelf kan'],
	['v3', 'ik wil mijn verhaal maar 1 keer vertellen'],
	['v2', 'gelijkwaardigheid!'],
	['v1', 'tijd. aandacht kost tijd'],
	['v8', 'zuinig met publiek geld, het is niet van ons'],
	['v7', 'ook aan de kleinkinderen denken (betaalbaarheid, klimaat)'],
	['v8', 'samen risico dragen, niet afschuiven als het misgaat'],
	['v4', 'Lef'],
	['v7', 'lange adem'],
	['v1', 'Menselijke maat boven de regel (maar wel binnen de wet)'],
	['v4', 'Dat we elkaar durven aanspreken zonder dat het gelijk ruzie is'],
	['v1', 'menselijke maat'],
	['v8', 'Mijn organisatie hoeft niet te scoren'],
	[null, 'waarom zit de huisarts hier niet??'],
	[null, 'jongeren met angst en somberheid, dat raakt mij het meest'],
	['v4', 'Ik mis eerlijkheid. We zijn hier veel te beleefd'],
	['v8', 'verantwoordelijkheid nemen, ook voor elkaars stukje']
];
const texts = evening.map(([, text]) => text);
const found = suggest(...texts);
const groupWith = (start: string) => {
	const group = found.find(({ cards }) => cards.some((id) => texts[Number(id)]!.startsWith(start)));
	return group?.cards.map((id) => texts[Number(id)]!.slice(0, 24)) ?? [];
};

test('S2 a suggestion has two cards or more that share words, and names those words', () => {
	expect(suggest('Menselijke maat boven de regel', 'lange adem', 'menselijke maat')).toEqual([
		{ cards: ['0', '2'], because: ['maat', 'menselijke'] }
	]);
	expect(suggest('lange adem', 'Lef')).toEqual([]);
	expect(suggest()).toEqual([]);
});

test('S2 a card is suggested for one group at most', () => {
	const cards = found.flatMap((group) => group.cards);
	expect(new Set(cards).size).toBe(cards.length);
	for (const group of found) expect(group.cards.length).toBeGreaterThan(1);
});

test('S3 the evening of the demo: what people put together is found by its words', () => {
	expect(groupWith('Gelijkwaardigheid')).toEqual(['Gelijkwaardigheid', 'gelijkwaardigheid!']);
	expect(groupWith('Vertrouwn')).toEqual([
		'vertrouwen ipv verantwoo',
		'Vertrouwn',
		'vertrouwen gaat te paard'
	]);
	expect(groupWith('Menselijke')).toEqual(['Menselijke maat boven de', 'menselijke maat']);
	expect(groupWith('de bewoner')).toEqual(['de bewoner aan het roer', 'bewoners aan zet, écht a']);
	expect(groupWith('Eerlijk')).toEqual([
		'Eerlijk over wat we niet',
		'Eerlijk over tekorten: w',
		'Ik mis eerlijkheid. We z'
	]);
});

test('S3 of the pairs that are suggested, at least three in four were put together by people too', () => {
	const pairs = found.flatMap(({ cards }) =>
		cards.flatMap((a, i) => cards.slice(i + 1).map((b) => [evening[Number(a)]![0], evening[Number(b)]![0]]))
	);
	const right = pairs.filter(([a, b]) => a !== null && a === b);
	expect(pairs.length).toBeGreaterThanOrEqual(9);
	expect(right.length / pairs.length).toBeGreaterThanOrEqual(0.75);
});

test('S4 one slip in a long word is forgiven, in a short word or at its beginning it is not', () => {
	const together = (a: string, b: string) => suggest(a, b).length === 1;
	for (const typo of ['vertrouwn', 'vertruowen', 'vertrouuwen', 'vertroiwen', 'VERTROUWEN!!'])
		expect(together('vertrouwen', typo), typo).toBe(true);
	expect(together('verantwoordelijkheid', 'verantwordelijkheid')).toBe(true);
	expect(together('cliënten', 'clienten')).toBe(true);
	expect(together('menselijk', 'wenselijk')).toBe(false);
	expect(together('werken', 'merken')).toBe(false);
	expect(together('regel', 'tegel')).toBe(false);
	expect(together('vertrouwen', 'betrouwbaar')).toBe(false);
});

test('S2 because names a word as most of the cards write it', () => {
	expect(suggest('Vertrouwn', 'vertrouwen', 'Vertrouwen')[0]!.because).toEqual(['vertrouwen']);
	expect(suggest('cliënten', 'cliënten eerst')[0]!.because).toEqual(['cliënten']);
});

test('S5 words that say nothing join no cards, unless the cards say nothing else', () => {
	expect(suggest('wij moeten dat samen doen', 'dat moeten wij ook', 'Lef')).toEqual([]);
	expect(suggest('niet over ons zonder ons', 'Niet over ons, zonder ons', 'Lef', 'ons')[0]!.cards).toEqual([
		'0',
		'1'
	]);
	expect(suggest('we should always do that', 'that is what we do', 'courage')).toEqual([]);
	expect(suggest('…', '👍', '?')).toEqual([]);
});

test('S6 the same cards give the same suggestions, and the options are obeyed', () => {
	expect(suggest(...texts)).toEqual(found);
	const sure = suggestGroups(asCards(texts), stem, { threshold: 0.9, words: 1 });
	expect(sure).toEqual([{ cards: ['2', '27'], because: ['gelijkwaardigheid'] }]);
});

test('S2 whatever the cards say, every group has cards that were given, once, and words they share', () => {
	const anyTexts: fc.Arbitrary<string[][]> = fc.array(
		fc.array(fc.constantFrom('lef', 'tijd', 'trouw', 'buren', 'huis'), { maxLength: 4 })
	);
	fc.assert(
		fc.property(anyTexts, (lists) => {
			const groups = suggest(...lists.map((words) => words.join(' ')));
			const cards = groups.flatMap((group) => group.cards);
			expect(new Set(cards).size).toBe(cards.length);
			for (const { cards, because } of groups) {
				expect(because.length).toBeGreaterThan(0);
				for (const word of because)
					expect(cards.filter((id) => lists[Number(id)]!.includes(word)).length).toBeGreaterThan(1);
			}
		})
	);
});

test('S7 a room of a thousand cards, and a thousand times the same card', () => {
	const words = texts.join(' ').split(/\s+/);
	let seed = 1;
	const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
	const sentence = () =>
		Array.from({ length: 3 + random() * 12 }, () => words[Math.floor(random() * words.length)]);
	const room = Array.from({ length: 1_000 }, () => sentence().join(' '));

	const began = performance.now();
	expect(suggest(...room).length).toBeGreaterThan(50);
	process.stdout.write(`1,000 cards compared in ${Math.round(performance.now() - began)} ms\n`);
	expect(suggest(...room.map(() => 'vertrouwen')).map(({ cards }) => cards.length)).toEqual([1_000]);
	process.stdout.write(`and 1,000 equal ones, together ${Math.round(performance.now() - began)} ms\n`);
});
