import { newStemmer } from 'snowball-stemmers';

const stemmer = newStemmer('dutch');

/** The Dutch stem of a word: "bewoners" and "bewoner" meet. */
export const dutchStem = (word: string): string => stemmer.stem(word);
