/** The stem of a word: "bewoners" and "bewoner" meet. */
export type Stem = (word: string) => string;

/** Dutch; its rules are loaded when somebody asks for them. */
export async function dutchStem(): Promise<Stem> {
	const { newStemmer } = await import('snowball-stemmers');
	const stemmer = newStemmer('dutch');
	return (word) => stemmer.stem(word);
}
