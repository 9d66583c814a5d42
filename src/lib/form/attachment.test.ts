import { expect, test } from 'vitest';
import { attachment } from './attachment.ts';

const disposition = (name: string) => attachment(name, 'text/csv')['Content-Disposition'];

test('a name in any script is kept, with a plain one beside it', () => {
	expect(disposition('Regio Wilgenmeer, één.csv')).toBe(
		`attachment; filename="Regio Wilgenmeer een.csv"; filename*=UTF-8''Regio%20Wilgenmeer%2C%20%C3%A9%C3%A9n.csv`
	);
});

test('a name can not write headers', () => {
	expect(disposition('a"\r\nSet-Cookie: x=(1)*.csv')).toBe(
		`attachment; filename="aSet-Cookie x1.csv"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D%281%29%2A.csv`
	);
});

test('no copy stays on the way', () => {
	expect(attachment('a.csv', 'text/csv')).toMatchObject({
		'Content-Type': 'text/csv; charset=utf-8',
		'Cache-Control': 'no-store'
	});
});
