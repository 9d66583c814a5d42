import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'src/lib/paraglide/',
			'project.inlang/',
			'data/',
			'screenshots/',
			'test-results/'
		]
	},
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// svelte-check knows better, and knows the types.
			'no-undef': 'off',
			'no-empty': ['error', { allowEmptyCatch: false }],
			'no-console': 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: 'TSEnumDeclaration',
					message: 'Write a union of texts: Node strips types, it compiles nothing.'
				}
			],
			eqeqeq: 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			// The content security policy forbids style attributes, also those that Svelte would make.
			'svelte/no-inline-styles': ['error', { allowTransitions: false }],
			// It flags every Map and URLSearchParams, also those that no component watches.
			'svelte/prefer-svelte-reactivity': 'off',
			// Links are written as people see them; there is no base path.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['server/{main,demo,build,invite}.ts', 'server/setup.mjs', 'tests/**'],
		// Playwright reads a fixture's first parameter to see what it needs; nothing is written as {}.
		rules: { 'no-console': 'off', 'no-empty-pattern': 'off' }
	}
);
