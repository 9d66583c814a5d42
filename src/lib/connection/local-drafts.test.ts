import { afterEach, expect, test, vi } from 'vitest';
import { LocalDrafts } from './local-drafts.ts';

class Device {
	[key: string]: unknown;
	getItem = (key: string) => (this[key] as string | undefined) ?? null;
	setItem = (key: string, value: string) => void (this[key] = value);
	removeItem = (key: string) => void delete this[key];
}

afterEach(() => vi.unstubAllGlobals());

test('A3 a half sentence is on the device from the key press, and gone when the server has it', () => {
	vi.stubGlobal('localStorage', new Device());
	new LocalDrafts('stepvalues01', 'annadirector').keep(new Map([['1', 'een halve']]));
	expect([...new LocalDrafts('stepvalues01', 'annadirector').read()]).toEqual([['1', 'een halve']]);
	expect(new LocalDrafts('stepvalues01', 'basdirector1').read().size).toBe(0);
	new LocalDrafts('stepvalues01', 'annadirector').keep(new Map());
	expect(new LocalDrafts('stepvalues01', 'annadirector').read().size).toBe(0);
});

test('A3 a device that keeps nothing, or something odd, is no reason not to write', () => {
	vi.stubGlobal('localStorage', {
		getItem: () => '{"not": "a list"}',
		setItem: () => {
			throw new Error('full');
		}
	});
	const local = new LocalDrafts('stepvalues01', 'annadirector');
	expect(() => local.keep(new Map([['1', 'x']]))).not.toThrow();
	expect(local.read().size).toBe(0);
});
