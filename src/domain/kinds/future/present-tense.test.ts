import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksAhead } from './present-tense.ts';

test.each([
	['We moeten de wachtlijst wegwerken.', 'We moeten'],
	['Eerst moeten we elkaar vertrouwen', 'moeten we'],
	['Er moet een buurtkamer komen', 'Er moet'],
	['Het zou mooi zijn als iedereen meedoet', 'zou'],
	['Kinderen zouden veilig moeten fietsen', 'zouden'],
	['In 2040 zullen wij   samenwerken', 'zullen'],
	['Er zal een arts in elk dorp zijn', 'zal'],
	['Wij gaan de zorg samen regelen.', 'Wij gaan'],
	['Dan gaan we armoede aanpakken, elke dag', 'gaan we'],
	['Wij willen een wijk zonder eenzaamheid', 'Wij willen'],
	['WE MOETEN NU ECHT', 'WE MOETEN'],
	['Ik wil dat iedereen meedoet', 'Ik wil dat']
])('U4 in Dutch “%s” looks ahead', (text, words) => {
	expect(looksAhead(text, 'nl')).toBe(words);
});

test.each([
	'Er staat een tafel op straat. Op vrijdag eet iedereen mee.',
	'We gaan op vrijdag samen eten.',
	'We gaan naar de buren.',
	'We gaan niet meer weg uit ons dorp.',
	'Bewoners gaan niet meer weg uit hun dorp',
	'Niemand wil terug.',
	'Dat wil niemand, en dat weten wij.',
	'De zoutkoepel is nu een zwembad.',
	'Niemand moet meer kiezen tussen huur en eten.',
	'Kinderen die willen zwemmen, zwemmen.',
	''
])('U4 in Dutch “%s” is written in the present', (text) => {
	expect(looksAhead(text, 'nl')).toBeNull();
});

test.each([
	['We will end the waiting list', 'will'],
	["They'll meet on the square", "They'll"],
	['Nobody should be alone', 'should'],
	['We must talk', 'must'],
	['I want to live here', 'I want to'],
	['We’re going to build homes', 'We’re going to'],
	['It would be good', 'would']
])('U4 in English “%s” looks ahead', (text, words) => {
	expect(looksAhead(text, 'en')).toBe(words);
});

test.each([
	'The table stands in the street and everyone eats along.',
	'She did it of her own free will.',
	'A good conversation is a must.',
	'We are going to school together.',
	'We moeten praten'
])('U4 in English “%s” is written in the present', (text) => {
	expect(looksAhead(text, 'en')).toBeNull();
});

test('U4 whatever is written, the hint names words that stand in it', () => {
	fc.assert(
		fc.property(fc.string(), fc.constantFrom('nl' as const, 'en' as const), (noise, tongue) => {
			const text = `${noise} we moeten, we must`;
			const words = looksAhead(text, tongue);
			expect(words).not.toBeNull();
			expect(text.replace(/\s+/g, ' ')).toContain(words);
		})
	);
});

/** The 61 cards of the demo that their writers wrote standing in 2040, and what they wished for. */
test('U4 hardly a card of the demo is hinted at', () => {
	const hinted = demo.filter((text) => looksAhead(text, 'nl') !== null);
	expect(hinted).toEqual([]);
});

const demo = [
	'Er staat een tafel op straat. Niemand weet meer wie hem ooit neerzette. Op vrijdag eet iedereen mee.',
	'‘Wilgenmeer heeft meer buurtkamers dan supermarkten’',
	'dat iemand merkt dat mn buurvrouw drie dagen haar gordijn niet opendoet',
	'Ik heb een sleutel van vier huizen in mijn straat. Zij hebben die van mij.',
	'Om 8 uur drinkt de wijkbeheerder koffie in de buurtkamer. Om 9 uur weet hij alles.',
	'Eenzaamheid gehalveerd: ‘We deden niks bijzonders, we bleven gewoon komen’',
	'dat bewoners elkaar bellen voordat ze 112 of mij bellen',
	'Mooi, maar vrijwilligers zijn nu al op. Wie zorgt er voor de buurvrouw die alles doet?',
	"buurtkamer ook s'avonds open, niet alleen van 9 tot 5",
	'‘Wachtlijst jeugdhulp bestaat alleen nog in het museum’',
	'Mijn dochter van 15 had het zwaar. Op school zat iemand die ze al kende. Binnen een week ging het beter.',
	'jongeren die beslissen over echt geld, niet over de kleur van het bankje',
	'De jeugdagent geeft ’s middags voetbaltraining. Niet als agent. Gewoon als trainer.',
	'Elk kind in Wilgenmeer kan zwemmen, lezen en fietsen',
	'Geen gezin met kinderen meer uit huis gezet. Nul. Niet ‘zo min mogelijk’.',
	'Mijn zoon heeft nooit geweten dat wij arm waren.',
	'Gezonde levensverwachting in Sluisveen even hoog als in Hoogwierde (nu scheelt het jaren)',
	'kinderen die mantelzorger zijn worden gezien',
	'‘Laatste verpleegafdeling wordt woongroep: bewoners gaan niet meer weg uit hun dorp’',
	'Ik fiets nog maar 6 huizen per dag, en bij elk huis heb ik tijd. De rest doet de buurt met een tablet en gezond verstand.',
	'Oma woont in het hofje naast de school. De kinderen komen na schooltijd lezen.',
	'Iedereen van 75 heeft op tijd nagedacht over wonen. Niet pas na de gevallen heup',
	'Sluisveen regelt de nacht zelf: dorp met eigen nachtwacht',
	'Thuis oud worden is ook: de hele dag alleen naar de klok kijken. Zeg dat er dan bij.',
	'respijtzorg voor mantelzorgers zonder formulier',
	'Ik ben 81 en geef les in vallen. Ja, vallen. Je leert het net zo makkelijk als judo.',
	'minder verwarde mensen op straat om 3 uur snachts, omdat er al iemand is die ze kent',
	'‘Starters blijven in het dorp: 1 op de 3 nieuwe huizen is van bewoners samen’',
	'gemengde buurten. geen straat meer waar alles op een hoop zit',
	'Op de plek van het oude gemeentehuis staan 60 huizen. Beneden werken wij.',
	'Bij een nieuwe huurder komt de buurt langs met soep, niet de woonconsulent met regels. Nou ja, die ook.',
	'We plaatsen kwetsbare mensen altijd in dezelfde flat. Dat schrijven we nooit op.',
	'huizen voor zorgmedewerkers, anders kunnen we de rest wel vergeten',
	'koele, groene straten. hitte is ook een zorgvraag',
	'energiearmoede = 0',
	'Na de opvang kreeg ik een huis én drie buren. Dat tweede was belangrijker.',
	'‘Wijkagent met pensioen, 400 mensen op het plein’',
	'De hangplek heet nu gewoon het plein.',
	'huiselijk geweld: niet 40 meldingen maar 1 goed gesprek op tijd',
	'bij burenruzie binnen 48 uur samen aan de deur',
	'Jongeren patrouilleren met oma’s: ‘gezelligste ronde van het land’',
	'Minder alcohol, minder drugs, minder schaamte om er over te praten',
	'Onze nachtdienst en de politie drinken samen koffie om 2 uur. Dan hoor je alles',
	'Ik voel me niet onveilig door inbrekers maar door brieven die ik niet snap',
	'ondermijning op het platteland: boeren die durven bellen',
	'‘Formulier afgeschaft, niemand mist het’',
	'Ik vertelde mijn verhaal één keer. De rest wist het al. En ik had gekozen wíe het mocht weten.',
	'één gezin, één plan, één iemand die belt',
	'1 gezin 1 plan 1 aanspreekpunt',
	'Ik bel de wijkagent op zijn voornaam. Geen overlegtafel nodig.',
	'Dat de huisarts mij kent. en ik hem',
	'Dit hebben we in 2015 ook opgeschreven. Bijna letterlijk. Waarom lukt het nu wel?',
	'Privacy is geen excuus meer en ook geen wassen neus',
	'Zes organisaties, één kantoor, nul vergaderzalen',
	'‘Een op de vier euro’s gaat naar voorkomen, en niemand wil terug’',
	'Een meerjarenbegroting die verkiezingen overleeft',
	'Als ik bedden sluit, verlies ik omzet. Wie vangt dat op? Zeg het eerlijk, want anders doe ik het niet.',
	"verantwoorden met verhalen + 5 cijfers ipv 200 kpi's",
	'Subsidie voor tien jaar: ‘Eindelijk konden we iets afmaken’',
	'2040 klinkt mooi. wie betaalt de dubbele kosten in 2028?',
	'dat we durven investeren in iets waar een ander de winst van heeft'
];
