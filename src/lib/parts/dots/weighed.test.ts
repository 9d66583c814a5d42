import { expect, test } from 'vitest';
import { weighedSentence } from './weighed.ts';

const total = (title: string, dots: number, share: number) => ({ group: title, title, dots, share });
const rest = [total('Lef', 4, 0.3), total('Trouw', 3, 0.2)];

test('W9 the sentence names the group whose place differs most, and which way', () => {
	expect(weighedSentence([...rest, total('Nabijheid', 2, 0.5)])).toBe(
		'‘Nabijheid’ weegt zwaarder als elke organisatie even zwaar telt.'
	);
	expect(weighedSentence([...rest, total('Inwoners aan zet', 8, 0.1)])).toBe(
		'‘Inwoners aan zet’ weegt minder zwaar als elke organisatie even zwaar telt.'
	);
});

test('W9 where both ways give one order, it says so', () => {
	expect(weighedSentence([total('Lef', 4, 0.6), total('Trouw', 3, 0.4)])).toBe(
		'Beide manieren van tellen geven dezelfde volgorde.'
	);
});
