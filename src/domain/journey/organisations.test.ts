import { expect, test } from 'vitest';
import { checkInitials } from '#domain/text/text.ts';
import { firstKinds, freeSlot, organisationKinds, organisationsMost, slots } from './organisations.ts';

test('J7 there is a colour and pattern for each of sixteen, and each kind has initials of its own', () => {
	expect(new Set(slots).size).toBe(organisationsMost);
	const initials = organisationKinds.flatMap(({ kind, initials }) => (kind === 'anders' ? [] : [initials]));
	expect(new Set(initials.map((letters) => letters.toLowerCase())).size).toBe(organisationKinds.length - 1);
	for (const letters of initials) expect(checkInitials(letters).ok).toBe(true);
	expect(organisationKinds.slice(0, 6)).toEqual(firstKinds);
});

test('J7 a newcomer gets the first colour that nobody has, and who comes back its own unless somebody has it', () => {
	expect(freeSlot([])).toBe('wel');
	expect(freeSlot(['wel', 'ggd', 'pol'])).toBe('gem');
	expect(freeSlot(['wel', 'ggd'], 'pol')).toBe('pol');
	expect(freeSlot(['wel', 'pol'], 'pol')).toBe('ggd');
	expect(freeSlot(slots.slice(0, 15))).toBe('o16');
	expect(() => freeSlot(slots)).toThrow();
});
