// The run-sheet of a meeting: what happens when, how people sit, and how far the room is behind (D-rules).

/** How people sit in a step: each alone, in pairs, in fours, or all together. */
export const forms = ['alone', 'pairs', 'fours', 'plenary'] as const;
export type Form = (typeof forms)[number];
