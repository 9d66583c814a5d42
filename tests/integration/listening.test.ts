import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressesIn } from '#server/app/network.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { whereReached } from '#server/app/where.ts';
import { serve, type Running } from '#server/main.ts';

const nearby = addressesIn(networkInterfaces())[0] ?? null;

/** A program on an empty folder that answers where it thinks that a request came. */
async function running(env: Record<string, string>): Promise<Running> {
	const dataDir = mkdtempSync(join(tmpdir(), 'siroop-'));
	const settings = settingsFrom({ DATA_DIR: dataDir, PORT: '0', LOG: 'silent', ...env });
	const started = await serve(settings, ({ headers }, response) =>
		response.end(`${headers['x-forwarded-proto'] as string}://${headers['x-siroop-host'] as string}`)
	);
	onTestFinished(async () => {
		await started.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});
	return started;
}

/** What it answers at this address, or null when nobody does. */
const answerAt = (host: string, port: number): Promise<string | null> =>
	fetch(`http://${host}:${port}/`).then(
		(response) => response.text(),
		() => null
	);

test('R14 without ORIGIN it answers on this machine only, and says so and how to change it', async () => {
	const program = await running({ HOST: '0.0.0.0' });
	const { port } = program;
	expect(await answerAt('127.0.0.1', port)).toBe(`http://127.0.0.1:${port}`);
	if (nearby !== null) expect(await answerAt(nearby, port)).toBe(null);
	const { here, said } = await whereReached(program, { lan: false, command: 'npm start' });
	expect(here).toBe(`http://localhost:${port}`);
	expect(said.split('\n')[0]).toBe(`Siroop listens on ${here}`);
	expect(said).toContain('ORIGIN=https://siroop.example');
	expect(said).toContain('npm start -- --lan');
});

test('R14 with ORIGIN it listens as HOST says, and says nothing but where', async () => {
	const program = await running({ ORIGIN: 'https://siroop.example', HOST: '127.0.0.1' });
	const { said } = await whereReached(program, { lan: false, command: 'npm start' });
	expect(said).toBe('Siroop listens on https://siroop.example');
	expect(program.app.network.isClosed).toBe(false);
});

test.skipIf(nearby === null)(
	'R15 opened to the network it answers there too, under its own address, and closes all when it stops',
	async () => {
		const program = await running({});
		const { port } = program;
		const { here, said } = await whereReached(program, { lan: true, command: 'npm start' });
		expect([here, said]).toEqual([`http://${nearby}:${port}`, `Siroop listens on http://${nearby}:${port}`]);
		expect(await answerAt(nearby!, port)).toBe(here);
		expect(await answerAt('127.0.0.1', port)).toBe(`http://127.0.0.1:${port}`);
		expect(program.app.settings.origin).toBe(here);
		await program.stop();
		for (const host of [nearby!, '127.0.0.1']) expect(await answerAt(host, port)).toBe(null);
	}
);
