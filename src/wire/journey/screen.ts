/**
 * Close code of a screen that goes on by another token, which is the reason: the one that it came with has ended. Beside
 * `close`, for only the beamer's page knows what to do with it; final for all others.
 */
export const screenMoved = 4410;
