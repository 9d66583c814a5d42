/** From least to most, with words at both ends: a score of today, an answer about a solution. */
export const scale = [1, 2, 3, 4, 5] as const;
