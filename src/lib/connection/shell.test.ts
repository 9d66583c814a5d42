import { expect, test } from 'vitest';
import { ourHeader } from '#wire/ours.ts';
import { isOurs, mayKeep } from './shell.ts';

const at = (path: string) => new URL(path, 'https://siroop.example');

test.each([
	'/traject/abcdefgh12345678',
	'/traject/abcdefgh12345678/stap/step123456789012',
	'/traject/abcdefgh12345678/stap/step123456789012/__data.json?x-sveltekit-invalidated=001'
])('keeps %s', (path) => expect(mayKeep(at(path))).toBe(true));

test.each([
	'/',
	'/traject/nieuw',
	'/traject/nieuw/__data.json',
	'/traject/abcdefgh12345678/feiten',
	'/traject/abcdefgh12345678/regie',
	'/traject/abcdefgh12345678/regie/__data.json',
	'/traject/abcdefgh12345678/inrichten',
	'/traject/abcdefgh12345678/stap/step123456789012/export.csv',
	'/terug/secretsecret',
	'/scherm/secretsecret',
	'/meedoen/123456'
])('does not keep %s', (path) => expect(mayKeep(at(path))).toBe(false));

const answer = (more: Partial<Response> = {}) =>
	({
		status: 200,
		type: 'basic',
		redirected: false,
		headers: new Headers({ [ourHeader]: '1' }),
		...more
	}) as const;

test('P20 what this program answers may stay on the device', () => expect(isOurs(answer())).toBe(true));

test.each([
	['led elsewhere and back', answer({ redirected: true })],
	['leading to another site', answer({ type: 'opaqueredirect', status: 0, headers: new Headers() })],
	['of another site', answer({ type: 'cors' })],
	['in our name', answer({ headers: new Headers({ 'content-type': 'text/html' }) })],
	['that says to wait', answer({ status: 511 })]
])('P20 an answer of the portal of a hall, %s, never stays', (_, portal) =>
	expect(isOurs(portal)).toBe(false)
);
