import { compile } from '@inlang/paraglide-js';

/**
 * How messages/nl.json and en.json become src/lib/paraglide. Vite, Vitest and `npm run sync` all write that folder,
 * so all must ask for exactly the same.
 */
export const languages = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
	cookieName: 'taal',
	isServer: 'import.meta.env.SSR',
	outputStructure: 'message-modules',
	emitTsDeclarations: true
} satisfies Parameters<typeof compile>[0];

if (import.meta.main) await compile(languages);
