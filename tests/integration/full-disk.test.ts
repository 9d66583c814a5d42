import { existsSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openApp } from '#server/app/app.ts';
import { settingsFrom } from '#server/app/settings.ts';
import type { SyncStore } from '#server/sync/store.ts';
import * as console from '../../src/routes/traject/[journey]/regie/+page.server.ts';
import * as csv from '../../src/routes/traject/[journey]/export.csv/+server.ts';
import * as docx from '../../src/routes/traject/[journey]/export.docx/+server.ts';
import * as facts from '../../src/routes/traject/[journey]/feiten/+server.ts';
import * as overview from '../../src/routes/traject/[journey]/overzicht/+page.server.ts';
import * as report from '../../src/routes/traject/[journey]/verslag/+page.server.ts';
import * as setUp from '../../src/routes/traject/[journey]/inrichten/+page.server.ts';
import * as step from '../../src/routes/traject/[journey]/stap/[step]/+page.server.ts';
import * as stepJson from '../../src/routes/traject/[journey]/stap/[step]/export.json/+server.ts';
import * as thread from '../../src/routes/traject/[journey]/draad/+page.server.ts';
import { aMeeting, idOf, must, type Meeting } from '../support/cast.ts';
import { until } from '../support/sync-client.ts';
import { Asking, type Handler } from './routes/asking.ts';

const day = 24 * 60 * 60 * 1000;
const pages: Record<string, Handler> = {
	...{ step: step.load, overview: overview.load, thread: thread.load, facts: facts.GET },
	...{ console: console.load, setUp: setUp.load, report: report.load },
	...{ csv: csv.GET, docx: docx.GET, stepJson: stepJson.GET }
};

/** A table on a disk that takes nothing from `fill` on, until `clear`. */
async function onADisk() {
	let isFull = false;
	const refusing =
		<Args extends unknown[], Answer>(act: (...args: Args) => Promise<Answer>) =>
		(...args: Args): Promise<Answer> =>
			isFull ? Promise.reject(new Error('database or disk is full')) : act(...args);
	const store = (kept: SyncStore): SyncStore => ({
		...kept,
		append: refusing(kept.append),
		compact: refusing(kept.compact),
		release: refusing(kept.release),
		probe: refusing(kept.probe)
	});
	const opened = new Set<SQLite.Database>();
	const pragma = SQLite.prototype.pragma;
	const spy = vi.spyOn(SQLite.prototype, 'pragma').mockImplementation(function (
		this: SQLite.Database,
		...given
	) {
		opened.add(this);
		return pragma.apply(this, given) as unknown;
	});
	onTestFinished(() => spy.mockRestore());
	const meeting = await aMeeting({ names: ['wies', 'gert'], world: { store } });
	const takes = (may: boolean) => {
		isFull = !may;
		for (const db of opened) if (db.open) pragma.call(db, `query_only = ${may ? 'OFF' : 'ON'}`);
	};
	return { meeting, fill: () => takes(false), clear: () => takes(true) };
}

test('P10 on a disk that takes nothing every page, document and export is read, and nothing is done', async () => {
	const { meeting, fill, clear } = await onADisk();
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	await meeting.next();
	const { app, fenna, wies, journey } = meeting;
	const site = new Asking(meeting);
	// Half of its time is over: who reads renews it.
	const session = await app.sessions.start(wies.person);
	meeting.sql('UPDATE session SET expires_at = ?', Date.now() + day);
	fill();
	// On the board, and not in rows yet.
	await meeting.group(idOf('group', 1), 'Nabij', [idOf('card', 1)]).catch(() => {});
	for (const [what, page] of Object.entries(pages)) {
		const came = await site.at(fenna, page, { above: { facts: await app.facts(journey), seat: fenna } });
		expect(came.kind, what).toBe('answer');
	}
	expect((await app.reports.step(journey, meeting.steps.values))!.cards).toHaveLength(1);
	expect(await app.sync.read(meeting.boardDocument, (doc) => doc.getMap('cards').size)).toBe(1);
	expect(await app.sync.read(meeting.ownDocument(meeting.gert), (doc) => doc.getMap('cards').size)).toBe(0);
	expect(await app.sessions.who(session.value)).toMatchObject({ person: wies.person });
	await expect(app.acts.pull(fenna, journey)).rejects.toThrow(/readonly/);
	clear();
	must(await app.acts.pull(fenna, journey));
	expect((await app.facts(journey)).pulls).toBe(1);
});

test('P11 the probes say so while a store refuses, and that all is well when it takes again', async () => {
	const { meeting, fill, clear } = await onADisk();
	const { app } = meeting;
	expect([await app.isHealthy(), await app.isReady()]).toEqual([true, true]);
	fill();
	await until(async () => !(await app.isHealthy()), 'the disk to be found full');
	expect([await app.isReady(), app.isAlive()]).toEqual([false, true]);
	clear();
	await until(() => app.isReady(), 'all to be well');
});

const broken: [string, (meeting: Meeting, file: string) => void][] = [
	['is gone', (_, file) => rmSync(file)],
	['was cut off', (_, file) => truncateSync(file, 0)],
	['is something else', (_, file) => writeFileSync(file, 'no database at all '.repeat(5000))]
];
test.each(['siroop.db', 'sync.db'].flatMap((name) => broken.map((how) => [name, ...how] as const)))(
	'P11 the probes say so when %s %s, whatever is still in memory',
	async (name, _, damage) => {
		const meeting = await aMeeting({ names: ['wies'] });
		const file = join(meeting.dataDir, name);
		const before = readFileSync(file);
		expect(await meeting.app.isHealthy()).toBe(true);
		damage(meeting, file);
		await until(async () => !(await meeting.app.isHealthy()), 'it to be found');
		writeFileSync(file, before);
	}
);

test.skipIf(!existsSync('/dev/full'))(
	'P11 the probes say so when no file can be added to the folder',
	async () => {
		const meeting = await aMeeting({ names: [] });
		expect(await meeting.app.isHealthy()).toBe(true);
		const probe = join(meeting.dataDir, 'probe.tmp');
		// Taken away with the first look.
		await until(async () => {
			if (!existsSync(probe)) symlinkSync('/dev/full', probe);
			return !(await meeting.app.isHealthy());
		}, 'the disk to be found full');
		await until(() => meeting.app.isHealthy(), 'all to be well');
		expect(existsSync(probe)).toBe(false);
	}
);

test.each<[string, (file: string) => void]>([
	['is not there', () => {}],
	['is empty', (file) => writeFileSync(file, '')],
	['is a new one', (file) => void new SQLite(file).exec('CREATE TABLE person (id TEXT)').close()]
])('P12 where siroop.db %s and sync.db holds words the program does not start', async (_, put) => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	const file = (name: string) => join(meeting.dataDir, name);
	const settings = settingsFrom({ DATA_DIR: meeting.dataDir, LOG: 'silent' });
	await meeting.app.close();
	const kept = readFileSync(file('siroop.db'));
	for (const name of ['siroop.db', 'siroop.db-wal', 'siroop.db-shm']) rmSync(file(name), { force: true });
	put(file('siroop.db'));
	const before = ['siroop.db', 'sync.db'].map((name) => existsSync(file(name)) && readFileSync(file(name)));
	await expect(openApp(settings)).rejects.toThrow(/siroop\.db is empty or not there, while .*sync\.db holds/);
	expect(['siroop.db', 'sync.db'].map((name) => existsSync(file(name)) && readFileSync(file(name)))).toEqual(
		before
	);
	writeFileSync(file('siroop.db'), kept);
	await meeting.start();
	expect((await meeting.view(meeting.wies)).mine.cards).toHaveLength(1);
});

test('P12 a folder without words is a new installation, whatever files stand in it', async () => {
	const meeting = await aMeeting({ names: [] });
	await meeting.restart(() => {
		for (const name of ['siroop.db', 'siroop.db-wal', 'siroop.db-shm'])
			rmSync(join(meeting.dataDir, name), { force: true });
		meeting.loseDocuments();
	});
	expect(await meeting.app.invitations.first()).toBeTruthy();
});
