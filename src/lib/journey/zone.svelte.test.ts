import { afterEach, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { show } from '#lib/ui/shown.svelte.ts';
import Zone from './Zone.svelte';

/** Minutes that a device in the region is behind UTC in winter. */
const region = -60;
const at = Date.parse('2026-11-12T08:30Z');
const onADevice = (behind: number) => vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(behind);
afterEach(() => vi.restoreAllMocks());

test('D17 who is in another zone reads by whose clock a deadline is, and nobody else does', () => {
	onADevice(region);
	expect(show(Zone, { at }).text).toBe('');
	onADevice(0);
	expect(show(Zone, { at }).text).toBe(`(${m.time_of_region()})`);
});
