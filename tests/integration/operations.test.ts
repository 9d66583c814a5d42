import { boardDocument } from '#wire/parts/board/board.ts';
import { expect, it } from 'vitest';
import { settingsFrom } from '#server/app/settings.ts';
import { until } from '../support/sync-client.ts';
import { aMeeting } from '../support/cast.ts';

const token = 'a-token-of-the-scraper';

it('the figures follow what happens in the documents', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], env: { METRICS_TOKEN: token } });
	const { app, steps, wies, gert } = meeting;
	const room = `own/${steps.values}/${wies.participant}`;
	const writer = await meeting.connect(wies, room);
	await meeting.connectBeamer(`journey/${meeting.journey}`);
	writer.doc.getMap('cards').set('card000000000001', { text: 'zorg dichtbij', prompt: '1', at: 1 });
	await until(() => writer.isSaved, 'the card to be on disk');
	const refused = await meeting.knock(room, { cookie: await meeting.cookieOf(gert) });
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
	// Nobody reads in the figures who is here, or in which room.
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
	expect(await app.healthy()).toBe(true);
	expect(await writer.closed).toEqual({ code: 1012, reason: 'restarting' });
	const room = boardDocument(steps.values);
	expect(await app.sync.read(room, (doc) => doc.getMap('groups').size)).toBe(0);
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
