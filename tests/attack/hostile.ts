// Texts that cost more than they seem to, each as long as it is asked to be (UTF-16 units).

const fill = (piece: string) => (length: number) =>
	piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** By what is wrong with it. */
export const hostile: Readonly<Record<string, (length: number) => string>> = {
	'one kind of accent': (length) => 'a' + '\u0301'.repeat(length - 1),
	'two kinds of accents, out of order': (length) => 'a' + fill('\u0301\u0323')(length - 1),
	'accents that become two': fill('\u0344'),
	'accents with joiners between': fill('\u0301\u200D'),
	'accents with unseen letters between': fill('\u0323\u034F'),
	'joined emoji without end': fill('👩\u200D'),
	'variation selectors': fill('\uFE0F'),
	'tags of a flag without end': (length) => '🏴' + '\u{E0067}'.repeat(length / 2 - 1),
	'flags that do not begin': fill('\u{E0067}'),
	'half surrogates': fill('\uD83D'),
	'unseen letters': fill('\u200B\u3164\u202E'),
	spaces: (length) => 'a' + ' '.repeat(length - 2) + 'b',
	'lines without words': fill('\n'),
	'quotes that do not close': fill('‘'),
	'quotes that close in a word': (length) => '‘'.repeat(length - 2) + '’s',
	'double quotes that do not close': fill('“'),
	'straight quotes and one more': (length) => '"'.repeat(length - (1 - (length % 2))),
	'full stops that are not the end': (length) => '.'.repeat(length - 1) + 'x',
	'one word without end': fill('a'),
	'words of one letter': fill('a '),
	'a beginning again and again': fill('we gaan '),
	'a clause without end': (length) => 'we gaan ' + fill('lopen en ')(length - 8),
	formulas: fill('=1+'),
	'ligatures that become a sentence': fill('\uFDFA'),
	'letters of Korean that join': fill('\u1100\u1161\u11A8'),
	'commas and semicolons': fill(',;'),
	'an address that goes on': (length) => 'a@' + fill('a.')(length - 2)
};

/** A text that means no harm, of this length. */
export const plain = fill('Samen zorgen wij dat iemand die hulp nodig heeft haar dichtbij vindt. ');

/** CPU of this process, ms: the least of a few times, which other work disturbs least. */
export function cost(work: () => unknown, times = 3): number {
	const costs = Array.from({ length: times }, () => {
		const before = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...costs);
}
