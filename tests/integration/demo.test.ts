import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openApp } from '#server/app.ts';
import { fillDemo, wilgenmeer } from '#server/demo/fill.ts';
import { settingsFrom } from '#server/settings.ts';

test('the whole evening of Wilgenmeer: 42 cards become 8 values, and the audit holds', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'siroop-'));
	const app = await openApp(settingsFrom({ DATA_DIR: dataDir, LOG: 'silent' }));
	try {
		const demo = await fillDemo(app, 'harvested');
		const { step } = await app.facts(demo.journey);
		expect(step?.stage).toBe('harvested');
		expect(step?.cards).toBe(42);
		const found = (await app.exports.json(demo.journey, demo.steps.values))!;
		expect(found.cards.map((card) => card.text).sort()).toEqual(
			wilgenmeer.valueCards.map((c) => c.text).sort()
		);
		expect(found.harvest.map(({ texts: { name, meaning } }) => ({ name, meaning }))).toEqual(
			wilgenmeer.values.map(({ name, meaning }) => ({ name, meaning }))
		);
		expect(found.groups.reduce((sum, group) => sum + group.dots!, 0)).toBe(60);
		expect(await app.verifyAudit(demo.journey)).toMatchObject({ ok: true });
	} finally {
		await app.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
});
