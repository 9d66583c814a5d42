import { expect, test } from 'vitest';
import { organisationKinds, slots } from './organisations.ts';
import { checkInitials } from '#domain/text/text.ts';

test('J7 each of the six kinds of organisation has a colour and initials of its own', () => {
	expect(organisationKinds.map(({ slot }) => slot)).toEqual([...slots]);
	expect(new Set(organisationKinds.map(({ initials }) => initials)).size).toBe(6);
	for (const { initials } of organisationKinds) expect(checkInitials(initials).ok).toBe(true);
});
