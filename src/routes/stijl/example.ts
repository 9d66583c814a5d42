/** People, words and numbers of an invented region, to fill the parts with. They stay in Dutch, as they were said. */

export const organisations = [
	{
		slot: 'wel',
		initials: 'Wz',
		name: 'Stichting Welzijn Wilgenmeer',
		short: 'Welzijn',
		ready: true,
		people: 3
	},
	{ slot: 'ggd', initials: 'GGD', name: 'GGD Meerstreek', short: 'GGD', ready: true, people: 3 },
	{ slot: 'gem', initials: 'Gm', name: 'Gemeente Wilgenmeer', short: 'Gemeente', ready: false, people: 3 },
	{ slot: 'wcp', initials: 'Wo', name: 'Woonstichting Wilgenhof', short: 'Wonen', ready: true, people: 3 },
	{
		slot: 'pol',
		initials: 'Po',
		name: 'Politie, basisteam Wilgenmeer',
		short: 'Politie',
		ready: false,
		people: 0
	},
	{ slot: 'zor', initials: 'Zg', name: 'Zorggroep Zilverwilg', short: 'Zorg', ready: true, people: 3 }
] as const;

export const full = organisations.map((o) => o.ready);
export const [welzijn, ggd, gemeente, wonen, politie, zorg] = organisations;

export const totals = [
	{ title: 'Nabijheid', dots: 9, share: 0.19 },
	{ title: 'Rechtvaardigheid', dots: 7, share: 0.14 },
	{ title: 'Vertrouwen', dots: 8, share: 0.14 },
	{ title: 'Samen verantwoordelijk', dots: 7, share: 0.14 },
	{ title: 'Eerlijkheid en lef', dots: 6, share: 0.12 },
	{ title: 'Gelijkwaardigheid', dots: 7, share: 0.09 },
	{ title: 'Inwoners aan zet', dots: 8, share: 0.09 },
	{ title: 'Vooruitkijken', dots: 5, share: 0.09 }
];

export const groups = [
	{
		title: 'Nabijheid',
		cards: [
			'nabijheid - wij kennen de deuren én de mensen erachter',
			'Veiligheid = gekend worden',
			'tijd. aandacht kost tijd',
			'mensen zijn geen clienten. het zijn buren'
		]
	},
	{
		title: 'Eerlijkheid en lef',
		cards: [
			'Ik mis eerlijkheid. We zijn hier veel te beleefd',
			'Duidelijk zijn. Ook nee durven zeggen',
			'Lef',
			'doorpakken. niet nog een werkgroep'
		]
	},
	{ title: 'Inwoners aan zet', cards: ['Vraag mij eerst wat ik zelf kan', 'de bewoner aan het roer'] },
	{ title: 'Gelijkwaardigheid', cards: ['naast iemand staan, niet erboven', 'waardigheid, tot het einde'] },
	{ title: 'Samen verantwoordelijk', cards: ['niet over de schutting', 'Samen, ook als het geld kost'] },
	{ title: '', cards: ['Voorkomen is beter dan genezen, ook als je het effect pas over 15 jaar ziet'] }
];

export const loose = [
	'Mijn organisatie hoeft niet te scoren',
	'Niemand afschrijven. Ook niet de lastige gevallen',
	'Gelijke kansen. Je postcode mag niet uitmaken',
	'waarom zit de huisarts hier niet??',
	'jongeren met angst en somberheid, dat raakt mij het meest'
];

export const rules = [
	'Wat hier gezegd wordt, staat niet op naam.',
	'We laten elkaar uitpraten.',
	'We schrijven eerst, dan praten we.',
	'Telefoon alleen voor Siroop.',
	'Een vraag mag altijd.',
	'We stoppen op tijd.'
];

export const values = [
	{
		name: 'Nabijheid',
		means: 'We zijn dichtbij en kennen de mensen voor wie we werken.',
		seen: 'Je weet wie er woont voordat er een melding is.',
		unseen: 'We sturen een brief naar iemand die we nooit gezien hebben.'
	},
	{
		name: 'Gelijkwaardigheid',
		means: 'We staan naast mensen, niet boven ze.',
		seen: 'We beginnen met een vraag en wachten het antwoord af.',
		unseen: 'We praten over iemand die er zelf niet bij is.'
	},
	{
		name: 'Vertrouwen',
		means: 'We doen wat we zeggen en geven elkaar ruimte.',
		seen: 'Een medewerker beslist zelf tot een afgesproken bedrag.',
		unseen: 'Drie handtekeningen voor een rollator.'
	},
	{
		name: 'Eerlijkheid en lef',
		means: 'We zeggen wat niet lukt en gaan het moeilijke gesprek aan.',
		seen: 'Iemand zegt ‘dit gaat ons niet lukken’ voordat de termijn voorbij is.',
		unseen: 'Knikken aan tafel, mopperen op de parkeerplaats.'
	},
	{
		name: 'Rechtvaardigheid',
		means: 'Wie meer nodig heeft, krijgt meer. We schrijven niemand af.',
		seen: 'De buurt met de meeste problemen krijgt het eerst onze tijd.',
		unseen: 'Wie het hardst belt, is het eerst aan de beurt.'
	},
	{
		name: 'Inwoners aan zet',
		means: 'Inwoners bepalen mee, vanaf het begin.',
		seen: 'Bewoners schrijven de vraag, wij reageren.',
		unseen: 'Een inloopavond als het plan al af is.'
	},
	{
		name: 'Vooruitkijken',
		means: 'We kiezen voor later, ook als het nu nog niets oplevert.',
		seen: 'We houden geld vast voor voorkomen, ook in een slecht jaar.',
		unseen: 'Een proef van één jaar die stopt als hij net werkt.'
	},
	{
		name: 'Samen verantwoordelijk',
		means: 'We dragen samen het hele sociaal domein, ook elkaars stukje.',
		seen: 'Gaat het mis, dan vragen we eerst: wat hadden wij samen kunnen doen?',
		unseen: '‘Daar gaan wij niet over.’'
	}
];

/** A code that leads nowhere: siroop.example/482731. */
export const qr = {
	size: 33,
	label: 'QR-code naar siroop.example/482731',
	path: 'M2 2h7v1h-7zM10 2h1v1h-1zM13 2h1v1h-1zM17 2h5v1h-5zM24 2h7v1h-7zM2 3h1v1h-1zM8 3h1v1h-1zM10 3h1v1h-1zM14 3h1v1h-1zM16 3h2v1h-2zM20 3h1v1h-1zM24 3h1v1h-1zM30 3h1v1h-1zM2 4h1v1h-1zM4 4h3v1h-3zM8 4h1v1h-1zM11 4h1v1h-1zM15 4h3v1h-3zM20 4h3v1h-3zM24 4h1v1h-1zM26 4h3v1h-3zM30 4h1v1h-1zM2 5h1v1h-1zM4 5h3v1h-3zM8 5h1v1h-1zM10 5h5v1h-5zM18 5h3v1h-3zM24 5h1v1h-1zM26 5h3v1h-3zM30 5h1v1h-1zM2 6h1v1h-1zM4 6h3v1h-3zM8 6h1v1h-1zM11 6h1v1h-1zM13 6h3v1h-3zM19 6h3v1h-3zM24 6h1v1h-1zM26 6h3v1h-3zM30 6h1v1h-1zM2 7h1v1h-1zM8 7h1v1h-1zM11 7h1v1h-1zM13 7h2v1h-2zM16 7h1v1h-1zM20 7h2v1h-2zM24 7h1v1h-1zM30 7h1v1h-1zM2 8h7v1h-7zM10 8h1v1h-1zM12 8h1v1h-1zM14 8h1v1h-1zM16 8h1v1h-1zM18 8h1v1h-1zM20 8h1v1h-1zM22 8h1v1h-1zM24 8h7v1h-7zM10 9h2v1h-2zM13 9h1v1h-1zM15 9h2v1h-2zM19 9h1v1h-1zM2 10h1v1h-1zM4 10h2v1h-2zM7 10h3v1h-3zM11 10h2v1h-2zM14 10h3v1h-3zM18 10h2v1h-2zM24 10h1v1h-1zM27 10h1v1h-1zM29 10h2v1h-2zM3 11h2v1h-2zM9 11h1v1h-1zM11 11h1v1h-1zM13 11h1v1h-1zM17 11h3v1h-3zM21 11h6v1h-6zM30 11h1v1h-1zM2 12h1v1h-1zM5 12h2v1h-2zM8 12h1v1h-1zM11 12h4v1h-4zM16 12h2v1h-2zM19 12h1v1h-1zM22 12h3v1h-3zM26 12h1v1h-1zM28 12h2v1h-2zM2 13h1v1h-1zM4 13h2v1h-2zM10 13h1v1h-1zM15 13h3v1h-3zM21 13h1v1h-1zM23 13h1v1h-1zM25 13h2v1h-2zM30 13h1v1h-1zM2 14h1v1h-1zM4 14h1v1h-1zM6 14h1v1h-1zM8 14h2v1h-2zM13 14h2v1h-2zM18 14h3v1h-3zM22 14h1v1h-1zM27 14h2v1h-2zM4 15h1v1h-1zM6 15h2v1h-2zM12 15h4v1h-4zM19 15h3v1h-3zM23 15h2v1h-2zM28 15h3v1h-3zM8 16h3v1h-3zM12 16h1v1h-1zM14 16h1v1h-1zM16 16h1v1h-1zM19 16h1v1h-1zM21 16h2v1h-2zM24 16h1v1h-1zM26 16h1v1h-1zM28 16h3v1h-3zM2 17h5v1h-5zM9 17h4v1h-4zM14 17h2v1h-2zM17 17h1v1h-1zM20 17h1v1h-1zM22 17h2v1h-2zM26 17h1v1h-1zM29 17h1v1h-1zM2 18h1v1h-1zM5 18h1v1h-1zM8 18h3v1h-3zM21 18h2v1h-2zM26 18h2v1h-2zM29 18h1v1h-1zM3 19h2v1h-2zM6 19h2v1h-2zM11 19h5v1h-5zM20 19h1v1h-1zM22 19h1v1h-1zM25 19h1v1h-1zM27 19h3v1h-3zM2 20h1v1h-1zM4 20h2v1h-2zM8 20h1v1h-1zM11 20h1v1h-1zM14 20h1v1h-1zM19 20h1v1h-1zM22 20h1v1h-1zM24 20h3v1h-3zM28 20h1v1h-1zM4 21h2v1h-2zM12 21h2v1h-2zM17 21h4v1h-4zM22 21h1v1h-1zM24 21h3v1h-3zM28 21h1v1h-1zM3 22h1v1h-1zM5 22h1v1h-1zM8 22h2v1h-2zM13 22h1v1h-1zM15 22h1v1h-1zM17 22h1v1h-1zM19 22h1v1h-1zM21 22h8v1h-8zM10 23h3v1h-3zM15 23h3v1h-3zM22 23h1v1h-1zM26 23h5v1h-5zM2 24h7v1h-7zM10 24h3v1h-3zM15 24h1v1h-1zM18 24h1v1h-1zM21 24h2v1h-2zM24 24h1v1h-1zM26 24h2v1h-2zM29 24h1v1h-1zM2 25h1v1h-1zM8 25h1v1h-1zM10 25h2v1h-2zM18 25h1v1h-1zM20 25h1v1h-1zM22 25h1v1h-1zM26 25h2v1h-2zM29 25h2v1h-2zM2 26h1v1h-1zM4 26h3v1h-3zM8 26h1v1h-1zM13 26h2v1h-2zM16 26h2v1h-2zM19 26h2v1h-2zM22 26h5v1h-5zM28 26h1v1h-1zM30 26h1v1h-1zM2 27h1v1h-1zM4 27h3v1h-3zM8 27h1v1h-1zM10 27h3v1h-3zM15 27h2v1h-2zM18 27h3v1h-3zM22 27h2v1h-2zM25 27h3v1h-3zM29 27h1v1h-1zM2 28h1v1h-1zM4 28h3v1h-3zM8 28h1v1h-1zM10 28h4v1h-4zM15 28h4v1h-4zM21 28h2v1h-2zM25 28h1v1h-1zM28 28h1v1h-1zM30 28h1v1h-1zM2 29h1v1h-1zM8 29h1v1h-1zM11 29h5v1h-5zM18 29h1v1h-1zM21 29h2v1h-2zM25 29h1v1h-1zM27 29h1v1h-1zM29 29h1v1h-1zM2 30h7v1h-7zM10 30h1v1h-1zM15 30h3v1h-3zM19 30h1v1h-1zM21 30h3v1h-3zM25 30h1v1h-1zM27 30h1v1h-1zM29 30h1v1h-1z'
};
