import { expect, test } from 'vitest';
import { followsLink } from './screens.ts';

const facilitating = { people: new Set(['fenna']), networks: new Set(['hall']) };

test.each([
	['of the room, where nobody is signed in', 'hall', null, true],
	['of a facilitator, wherever it is', 'home', 'fenna', true],
	['somewhere else', 'home', null, false],
	['of somebody else in the room', 'hall', 'wies', false],
	['of somebody else somewhere else', 'home', 'wies', false]
])('A18 a screen %s', (_, network, person, follows) => {
	expect(followsLink({ network, person }, facilitating)).toBe(follows);
});

test('A18 while no facilitator is connected only their own screens follow', () => {
	const away = { people: new Set(['fenna']), networks: new Set<string>() };
	expect(followsLink({ network: '', person: null }, away)).toBe(false);
	expect(followsLink({ network: '', person: 'fenna' }, away)).toBe(true);
});
