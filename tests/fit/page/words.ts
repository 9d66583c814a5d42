/** A word as Dutch makes them, as long as the longest that people were seen to write: 43 letters. */
export const longWord = 'Aansprakelijkheidswaardevaststellingscommis';

const plain = [
	...['waar', 'iedereen', 'die', 'hier', 'woont', 'op', 'tijd', 'geholpen', 'wordt', 'door', 'mensen', 'die'],
	...['elkaar', 'kennen', 'en', 'samen', 'de', 'wachtlijsten', 'korter', 'maken', 'zonder', 'formulieren']
];

/** Exactly so many letters: the long word first where it fits, then plain ones; `mark` tells it from others. */
export function words(letters: number, mark: string | number = ''): string {
	let text = `${mark}`;
	if (letters >= longWord.length + text.length + 1) text = `${text} ${longWord}`.trim();
	for (let index = Number(mark) || 0; text.length < letters; index++)
		text = `${text} ${plain[index % plain.length]}`.trim();
	return text.slice(0, letters).replace(/ $/, 'n');
}
