import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boardDocument } from '#wire/parts/board/board.ts';
import { expect, it, onTestFinished, test } from 'vitest';
import { keepLong, protect } from '#server/app/headers.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { until } from '../support/sync-client.ts';
import { aMeeting } from '../support/cast.ts';

const token = 'a-token-of-the-scraper';

it('the figures follow what happens in the documents', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], env: { METRICS_TOKEN: token } });
	const { app, steps, wies, gert } = meeting;
	const document = `own/${steps.values}/${wies.participant}`;
	const writer = await meeting.connect(wies, document);
	await meeting.connectBeamer(`journey/${meeting.journey}`);
	writer.doc.getMap('cards').set('card000000000001', { text: 'zorg dichtbij', prompt: '1', at: 1 });
	await until(() => writer.isSaved, 'the card to be on disk');
	const refused = await meeting.knock(document, { cookie: await meeting.cookieOf(gert) });
	await refused.closed;

	const scrape = await app.scrape(`Bearer ${token}`);
	if (scrape.kind !== 'scraped') throw new Error(scrape.kind);
	const lines = scrape.text.split('\n');
	expect(lines).toEqual(
		expect.arrayContaining([
			'sync_connections{role="participant"} 1',
			'sync_connections{role="beamer"} 1',
			'sync_connections{role="unknown"} 0',
			'sync_rooms{state="open"} 2',
			'sync_updates_applied_total 1',
			'sync_commit_rows_count 1',
			'sync_messages_received_total{kind="hello"} 2',
			'sync_disconnects_total{code="4403"} 1',
			'sync_pending_violations_total 0',
			'sync_log_rows 1',
			'sync_scrape_failures_total 0'
		])
	);
	expect(scrape.text).toMatch(/^sync_ack_seconds_count [1-9]/m);
	// Nobody reads in the figures who is here, or in which document.
	for (const secret of [steps.values, wies.participant, meeting.journey])
		expect(scrape.text).not.toContain(secret);
	writer.vanish();
	await until(() => app.sync.presence(meeting.journey).participants.size === 0, 'nobody');
});

it('it is ready until it drains, and still acts then', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { app, wies, steps } = meeting;
	const writer = await meeting.connect(wies, `own/${steps.values}/${wies.participant}`);
	expect(await app.isReady()).toBe(true);
	await app.drain();
	expect(await app.isReady()).toBe(false);
	expect([await app.isHealthy(), app.isAlive()]).toEqual([true, true]);
	expect(await writer.closed).toEqual({ code: 1012, reason: 'restarting' });
	const document = boardDocument(steps.values);
	expect(await app.sync.read(document, (doc) => doc.getMap('groups').size)).toBe(0);
	expect(await app.close()).toBe(true);
	await meeting.start();
});

it('METRICS_TOKEN: none, or long enough to be a secret', () => {
	expect(settingsFrom({}).metricsToken).toBe(null);
	expect(settingsFrom({ METRICS_TOKEN: '' }).metricsToken).toBe(null);
	expect(settingsFrom({ METRICS_TOKEN: token }).metricsToken).toBe(token);
	for (const bad of ['short', 'fifteen-letters', 'sixteen letters and a space'])
		expect(() => settingsFrom({ METRICS_TOKEN: bad })).toThrow(/^METRICS_TOKEN must be 16 or more/);
});

/** What is said of an answer that this makes, `env` being the settings. */
async function saidOf(answer: RequestListener, env: NodeJS.ProcessEnv, sent: Record<string, string> = {}) {
	const server = createServer((request, response) => {
		protect(request, response, settingsFrom(env));
		answer(request, response);
	});
	onTestFinished(() => void server.close());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const { headers } = await fetch(`http://127.0.0.1:${port}`, { redirect: 'manual', headers: sent });
	return headers;
}

test('A13 whoever answers, and however, the headers are there; a page has its own policy', async () => {
	const answers: Record<string, RequestListener> = {
		file: (_, response) => response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end('<svg/>'),
		redirect: (_, response) => response.writeHead(303, { location: '/traject' }).end(),
		refusal: (_, response) => response.writeHead(403).end('no'),
		nothing: (_, response) => response.writeHead(404).end()
	};
	for (const [what, answer] of Object.entries(answers)) {
		const said = await saidOf(answer, {});
		expect(said.get('x-content-type-options'), what).toBe('nosniff');
		expect(said.get('x-frame-options'), what).toBe('DENY');
		expect(said.get('content-security-policy'), what).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
		for (const name of ['referrer-policy', 'permissions-policy', 'cross-origin-opener-policy'])
			expect(said.get(name), `${name} of ${what}`).toBeTruthy();
		expect(said.get('strict-transport-security'), what).toBeNull();
	}
	const page = await saidOf((_, response) => {
		response.setHeader('content-security-policy', "script-src 'nonce-1'");
		response.end('<p>');
	}, {});
	expect(page.get('content-security-policy')).toBe("script-src 'nonce-1'");
});

test('R20 a browser keeps fonts for a year and icons for a day, and asks for everything else', () => {
	const keeps = (url: string) => {
		const said = new Map<string, unknown>();
		const response = { setHeader: (name: string, value: unknown) => said.set(name, value) };
		keepLong(...([{ url }, response] as unknown as Parameters<typeof keepLong>));
		return said.get('Cache-Control');
	};
	expect(keeps('/fonts/newsreader-italic.woff2')).toBe('public, max-age=31536000');
	expect(keeps('/favicon.svg')).toBe('public, max-age=86400');
	for (const path of ['/', '/offline.html', '/traject/x/regie', '/fonts/../x.woff2', '/traject/a.svg'])
		expect(keeps(path), path).toBeUndefined();
});

test('A13 what is reached over HTTPS says to stay there', async () => {
	const ok: RequestListener = (_, response) => response.end('ok');
	const hsts = async (env: NodeJS.ProcessEnv, sent?: Record<string, string>) =>
		(await saidOf(ok, env, sent)).has('strict-transport-security');
	expect(await hsts({ ORIGIN: 'https://siroop.test' })).toBe(true);
	expect(await hsts({ ORIGIN: 'http://siroop.test' }, { 'x-forwarded-proto': 'https' })).toBe(false);
	expect(await hsts({}, { 'x-forwarded-proto': 'https' })).toBe(true);
	expect(await hsts({}, { 'x-forwarded-proto': 'http' })).toBe(false);
});
