// A consent round goes through questions and reactions before anybody answers (I20 to I23).

export const phases = ['questions', 'reactions', 'standpoint'] as const;
export type Phase = (typeof phases)[number];

export interface Reaction {
	organisation: string;
	/** Null: nothing yet, or passed over. */
	words: string | null;
	passed: boolean;
}

/** Whose turn it is in the round of reactions, in drawn order; null: everybody has spoken, or was passed over (I22). */
export const turnOf = (reactions: readonly Reaction[]): string | null =>
	reactions.find(({ words, passed }) => words === null && !passed)?.organisation ?? null;

/** What is skipped by going on from where the round is. */
export function skippedBy(
	phase: Phase,
	{
		questions,
		reactions
	}: { questions: readonly { answer: string | null }[]; reactions: readonly Reaction[] }
): number {
	if (phase === 'questions') return questions.filter(({ answer }) => answer === null).length;
	if (phase === 'reactions') return reactions.filter(({ words }) => words === null).length;
	return 0;
}
