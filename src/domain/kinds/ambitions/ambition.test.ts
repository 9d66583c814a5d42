import { expect, test } from 'vitest';
import {
	cardFields,
	carriedBy,
	faultsOf,
	readDetails,
	type AmbitionCard,
	type CardField
} from './ambition.ts';
import { harvestFields } from '#domain/parts/harvest/harvest.ts';

const complete: AmbitionCard = {
	texts: {
		name: 'Drie mensen om bij aan te kloppen',
		text: 'In 2040 kent iedereen minstens drie mensen in de buurt bij wie je kunt aankloppen.',
		from: 'We komen pas als iemand alleen in de problemen zit.',
		to: 'Mensen kennen elkaar voordat er iets misgaat.',
		indicator: 'Inwoners met minstens drie mensen om bij aan te kloppen',
		unit: '%',
		baseline: '58',
		baselineYear: '2025',
		target2028: '65',
		target2040: '90',
		source: 'Buurtpeiling, 1.200 inwoners',
		unmeasured: 'Of het ook echt gebeurt.',
		stop: 'Subsidie voor één jaar.',
		residents: 'Bewoners beheren de sleutel.',
		alarms: '‘voldoende ontmoetingsplekken’\nhet getal drie verdwijnt'
	},
	details: { domains: ['welfare', 'liveability'], lead: 'wel', others: ['gem', 'ggd'] },
	organisations: 6,
	values: 2
};

const withText = (field: string, text: string): AmbitionCard => ({
	...complete,
	texts: { ...complete.texts, [field]: text }
});
const faults = (card: AmbitionCard) => faultsOf(card).map(({ field, fault }) => `${field}: ${fault}`);

test('X1 a card with every field filled in is complete', () => expect(faultsOf(complete)).toEqual([]));

test('X1 an empty card misses every field, in the order of the card', () => {
	const empty = { texts: {}, details: readDetails({}), values: 0, organisations: 6 };
	expect(faultsOf(empty).map(({ field }) => field)).toEqual([...cardFields]);
});

test('X1 each text of an ambition is asked for', () => {
	for (const field of harvestFields.ambition) expect(faults(withText(field, '  '))).toHaveLength(1);
});

test('X2 a title of nine words is too long, and a text that begins elsewhere is not about 2040', () => {
	expect(faults(withText('name', 'een twee drie vier vijf zes zeven acht'))).toEqual([]);
	expect(faults(withText('name', 'een twee drie vier vijf zes zeven acht negen'))).toEqual([
		'name: title-long'
	]);
	expect(faults(withText('text', 'in 2040, elke straat'))).toEqual([]);
	for (const text of ['Straks in 2040', 'In 20400 jaar', 'In 2041 is het klaar'])
		expect(faults(withText('text', text))).toEqual(['text: no-2040']);
});

test('X3 one value or one domain, or the same domain twice, is too few', () => {
	expect(faults({ ...complete, values: 1 })).toEqual(['values: too-few']);
	const details = { ...complete.details, domains: ['care' as const, 'care' as const] };
	expect(faults({ ...complete, details })).toEqual(['domains: too-few']);
});

test('X4 X7 numbers are numbers and years are years', () => {
	for (const good of ['58', '12,5', '1.200', '0.4', '-3', '1.200,5'])
		expect(faults(withText('target2028', good))).toEqual([]);
	for (const bad of ['veel', '58 %', '1,2,3', '12.', 'circa 10'])
		expect(faults(withText('target2040', bad))).toEqual(['target2040: no-number']);
	expect(faults(withText('baseline', 'x'))).toEqual(['baseline: no-number']);
	for (const bad of ['25', '20255', 'nu'])
		expect(faults(withText('baselineYear', bad))).toEqual(['baselineYear: no-year']);
});

test('X5 one leads and two others carry it; who leads does not count as another', () => {
	const parties = (lead: string | null, others: string[]) =>
		faults({ ...complete, details: { ...complete.details, lead, others } });
	expect(parties(null, ['gem', 'ggd'])).toEqual(['parties: no-lead']);
	expect(parties('wel', ['gem'])).toEqual(['parties: too-few']);
	expect(parties('wel', ['gem', 'gem'])).toEqual(['parties: too-few']);
	expect(parties('wel', ['wel', 'gem'])).toEqual(['parties: too-few']);
});

test('X5 at a table of two the other one carries it too, and who left a table carries nothing', () => {
	const two = { ...complete, organisations: 2 };
	const carrying = (lead: string | null, others: string[]) => ({ ...two.details, lead, others });
	expect(faults({ ...two, details: carrying('wel', ['gem']) })).toEqual([]);
	expect(faults({ ...two, details: carrying('wel', []) })).toEqual(['parties: too-few']);
	const left = carriedBy(carrying('wel', ['gem', 'ggd']), ['gem', 'pol']);
	expect(left).toEqual(carrying(null, ['gem']));
	expect(carriedBy(left, ['gem', 'pol'])).toEqual(left);
});

test('X6 one phrase, or two on one line, is too few', () => {
	expect(faults(withText('alarms', 'waar mogelijk, zo snel mogelijk'))).toEqual(['alarms: too-few']);
	expect(faults(withText('alarms', 'waar mogelijk\n \n'))).toEqual(['alarms: too-few']);
});

test('X1 details that are no details are none', () => {
	expect(readDetails({ domains: 'care', lead: 3, others: [1, 'gem'] })).toEqual({
		domains: [],
		lead: null,
		others: ['gem']
	});
	expect(readDetails({ domains: ['care', 'money'] }).domains).toEqual(['care']);
	const named: CardField = 'parties';
	expect(cardFields).toContain(named);
});
