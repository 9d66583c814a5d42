// Words that make the name of a pole a judgement, in Dutch and in English. Version 1. A word of two words counts as
// one. 'te' and 'too' are not in it: they judge only before what there can be too much of (tension.ts).

const dutch = [
	'achterhaald achterhaalde alleen-maar bemoeizucht bemoeizuchtig bemoeizuchtige betuttelen betuttelend betuttelende',
	'betutteling bureaucratisch bureaucratische chaos dom domme doorgeslagen eindeloos eindeloze eigenwijs eigenwijze',
	'foute gedoe geldverspilling gewoon-maar halfslachtig halfslachtige lui luie maar-wat naïef naïeve niks-dan',
	'niets-dan nutteloos nutteloze onnodig onnodige onzin onzinnig onzinnige ouderwets ouderwetse overbodig overbodige',
	'overdreven rigide slap slappe slecht slechte slechter slechts star starre verkeerd verkeerde verspilling willekeur',
	'wegkijken zinloos zinloze zomaar'
];

const english = [
	'bad bureaucratic careless endless excessive foolish lazy merely meddling naive needless nonsense nothing-but',
	'outdated overdone pointless rigid stupid unnecessary useless wasteful wrong'
];

export const judgements: ReadonlySet<string> = new Set(
	[...dutch, ...english].flatMap((line) => line.split(' ')).map((word) => word.replaceAll('-', ' '))
);
