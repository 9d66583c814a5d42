import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import SQLite from 'better-sqlite3';
import { openApp } from '#server/app/app.ts';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { copyDemo } from '../support/server.ts';

const texts = (items: readonly { text: string }[]) => items.map(({ text }) => text).sort();

const count = (data: string, table: string) =>
	(
		new SQLite(join(data, 'siroop.db'), { readonly: true })
			.prepare(`select count(*) as n from ${table}`)
			.get() as { n: number }
	).n;

test('@process the journey of Wilgenmeer is played to its end, six complete ambitions that all consent to', async () => {
	const { folder, data, demo } = copyDemo('ambitions');
	const app = await openApp(settingsFrom({ DATA_DIR: data, LOG: 'silent' }));
	try {
		expect(demo.reached).toBe('ambitions');
		const { steps } = await app.reports.journey(demo.journey);
		const of = (kind: string) => steps.find(({ step }) => step.kind === kind)!;
		expect(texts(of('values').cards)).toEqual(texts(wilgenmeer.valueCards));
		expect(texts(of('future').cards)).toEqual(texts(wilgenmeer.futureCards));
		expect(texts(of('hard-talk').cards)).toEqual(texts(wilgenmeer.hardCards));
		expect(texts(of('ideas').cards)).toEqual(texts(wilgenmeer.ideas));
		const names = (kind: string) => of(kind).harvest.map(({ name }) => name);
		expect(names('values')).toEqual(wilgenmeer.values.map(({ name }) => name));
		expect(names('future')).toEqual(wilgenmeer.themes.map(({ name }) => name));
		expect(names('both-and')).toHaveLength(8);
		expect(names('ideas')).toHaveLength(14);
		expect(names('choose')).toEqual(wilgenmeer.ambitions.map(({ name }) => name));
		expect(count(data, 'score')).toBe(42);
		expect(count(data, 'tension_item')).toBe(64);
		expect(of('ambitions').sheets.find(({ name }) => name === 'stances')?.rows).toHaveLength(43);
		const { step } = await app.facts(demo.journey);
		expect(step).toMatchObject({ kind: 'ambitions', stage: 'harvested', gate: [] });
		expect(await app.verifyAudit(demo.journey)).toMatchObject({ ok: true });
	} finally {
		await app.close();
		rmSync(folder, { recursive: true });
	}
});
