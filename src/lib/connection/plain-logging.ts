/* eslint no-console: off -- what Yjs says of itself, for an engineer who looks */

/**
 * What Yjs asks of `lib0/logging`, without the colours: that module brings a library of HTML elements and one of schemas,
 * 2.7 kB gzipped on every page, for four lines that nobody but an engineer reads.
 */
export const print = (...words: unknown[]) => console.log(...words.filter(isShown));
export const warn = (...words: unknown[]) => console.warn(...words.filter(isShown));

const style = Symbol('style');
const isShown = (word: unknown) => word !== style;

export { style as BOLD, style as UNBOLD, style as ORANGE, style as RED };
