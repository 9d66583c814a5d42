import type { Weighed } from '#domain/kinds/choose/judgement.ts';

/** What everyone may know of the choice. While people judge that is the solutions, and nothing of any answer (Z3). */
export interface ChooseState {
	part: 'choose';
	/** In their own order. */
	solutions: { id: string; name: string }[];
	/** What the answers came to, in the order of the solutions, means in three decimals; null while people judge. */
	weighed: Weighed[] | null;
	/** In the order in which they were made. */
	ambitions: { id: string; name: string; solutions: readonly string[] }[];
	notNow: { solution: string; reason: string }[];
}
