/** A path of this site, as a page writes its own. A browser takes `\` for `/`, and leaves tabs and line ends out: `/\t/elsewhere`. */
const ofThisSite = /^\/(?!\/)[!-[\]-~]*$/;

/** The path that a form gives to go on to, or home (A11). */
export const pathHere = (path: string): string => (ofThisSite.test(path) ? path : '/');
