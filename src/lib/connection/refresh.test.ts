import { globSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { refresh } from './refresh.ts';
import { ourHeader } from '#wire/ours.ts';

const invalidate = vi.hoisted(() => vi.fn<(what: string) => Promise<void>>());
vi.mock('$app/navigation', () => ({ invalidate }));
vi.mock('$app/state', () => ({ navigating: { to: null } }));

let answer: () => Response;
beforeEach(() => {
	invalidate.mockReset().mockResolvedValue();
	answer = () => new Response(null, { headers: { [ourHeader]: '1' } });
	vi.stubGlobal('location', { origin: 'http://localhost' });
	vi.stubGlobal('fetch', async () => answer());
});

function broken(): Response {
	throw new TypeError('no network');
}
const portal = () => new Response('<h1>Wifi</h1>', { headers: { 'content-type': 'text/html' } });

test('P19 what has a line is read at once, each thing by its name, the console when nothing is named', async () => {
	await refresh('siroop:step', 'siroop:journey');
	await refresh();
	expect(invalidate.mock.calls).toEqual([['siroop:step'], ['siroop:journey'], ['siroop:console']]);
});

test.each([
	['a line that broke', broken],
	['the portal of a hall', portal]
])('P19 with %s nothing is read, and once when the site answers again', async (_, is) => {
	let asked = 0;
	answer = () => {
		asked++;
		return is();
	};
	const read = [refresh('siroop:step'), refresh('siroop:step')];
	await vi.waitUntil(() => asked > 1);
	expect(invalidate).not.toHaveBeenCalled();
	answer = () => new Response(null, { headers: { [ourHeader]: '1' } });
	await Promise.all(read);
	expect(invalidate.mock.calls).toEqual([['siroop:step']]);
});

test('P19 pages read themselves again in this one way', () => {
	const others = globSync('src/**/*.{ts,svelte}').filter(
		(file) =>
			!/paraglide|\.test\.ts$|stand-in|connection\/refresh\.ts$/.test(file) &&
			/\binvalidate(All)?\(/.test(readFileSync(file, 'utf8'))
	);
	expect(others).toEqual([]);
});
