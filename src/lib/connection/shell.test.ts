import { expect, test } from 'vitest';
import { mayKeep } from './shell.ts';

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
