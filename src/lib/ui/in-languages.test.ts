import { afterEach, expect, test } from 'vitest';
import { inLanguages } from './in-languages.ts';
import { getLocale, overwriteGetLocale } from '../paraglide/runtime.js';

const ofThisTest = getLocale;
afterEach(() => overwriteGetLocale(ofThisTest));

test('a message says itself in the language that is read now, with what it was given', () => {
	const greeting = inLanguages<{ name: string }>(
		({ name }) => `Dag ${name}`,
		({ name }) => `Hello ${name}`
	);
	overwriteGetLocale(() => 'nl');
	expect(greeting({ name: 'Gea' })).toBe('Dag Gea');
	overwriteGetLocale(() => 'en');
	expect(greeting({ name: 'Gea' })).toBe('Hello Gea');
});
