// Whoever stands in 2040 says what is, not what ought to come (U4). A hint beside the field; the text stays as it is.

export type Tongue = 'nl' | 'en';

/**
 * The first words in a text that look ahead instead of around ("we moeten", "zou", "will"), as they stand there; null
 * where there are none. A few patterns, no grammar: it would rather miss a sentence than nag about a good one.
 */
export function looksAhead(text: string, tongue: Tongue): string | null {
	const read = text.slice(0, mostRead);
	const found = patterns[tongue]
		.map((pattern) => pattern.exec(read))
		.filter((match) => match !== null)
		.sort((a, b) => a.index - b.index)[0];
	return found?.groups?.words?.replace(/\s+/g, ' ') ?? null;
}

/** UTF-16 units: who looks ahead does so in the first lines. */
const mostRead = 2000;

/** Between two words; Dutch and English have letters beyond a to z, so `\b` will not do. */
const begins = '(?<![\\p{L}\\p{N}])';
const ends = '(?![\\p{L}\\p{N}])';
const pattern = (words: string, before = '', after = '') =>
	new RegExp(`${before}${begins}(?<words>${words})${ends}${after}`, 'iu');

/** What people do on a square in 2040 and not in a plan: "we gaan samen eten" is present enough. */
const pastimes = 'eten|drinken|fietsen|wandelen|zwemmen|spelen|slapen|zitten|koken|dansen|lezen|zingen';
/** A noun in the plural ends as a verb does, but stands behind one of these. */
const beforeNoun =
	'de|het|een|deze|die|onze|ons|hun|mijn|je|jullie|geen|alle|veel|meer|naar|met|zonder|voor|van|op|in|uit|bij|door|over|tegen|als|én|en|of';
const infinitive = `(?:(?!(?:${pastimes})${ends})\\p{L}{2,40}en|doen|gaan|zien)`;

const patterns: Record<Tongue, readonly RegExp[]> = {
	nl: [
		pattern('(?:we|wij|er) moe(?:ten|t)|moeten (?:we|wij)'),
		pattern('zou(?:den|dt)?'),
		pattern('zullen|zal|zult'),
		pattern('(?:we|wij) willen|willen (?:we|wij)|ik wil dat'),
		// "We gaan de wachtlijst wegwerken": a verb closes the clause, with nothing before it that a noun would have.
		new RegExp(
			`${begins}(?<words>(?:we|wij) gaan|gaan (?:we|wij))${ends}[^.,;:!?\\n]{0,200}?(?<!${begins}(?:${beforeNoun}))\\s${infinitive}\\s{0,3}(?=[.,;:!?\\n]|$)`,
			'iu'
		)
	],
	en: [
		// "Free will", "the will to go on", "a must" are things, not verbs.
		pattern(
			"will|won[’']t|must|\\p{L}+[’']ll",
			'(?<!\\b(?:a|the|free|good|ill|at|own|his|her|their|our|political) )'
		),
		pattern('should|ought to|would'),
		pattern('(?:we|i) want to'),
		pattern(
			"(?:we[’']re|we are) going to",
			'',
			'(?!\\s(?:the|a|an|our|my|his|her|their|school|work|bed|church|town))'
		)
	]
};
