import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showCode } from '#domain/journey/code.ts';
import { fillDemo, tokenIn, type Demo } from './demo/fill.ts';
import { keepMoment } from './demo/keep.ts';
import { moments, type Moment } from './demo/moments.ts';
import { must } from './demo/playing.ts';
import { orLeave, serve, type Running } from './main.ts';
import { settingsFrom } from './app/settings.ts';
import { stopOnSignal } from './app/signals.ts';
import { whereReached } from './app/where.ts';

const { values: given } = parseArgs({
	options: {
		at: { type: 'string', default: moments.at(-1) },
		port: { type: 'string', default: process.env.PORT ?? '3000' },
		data: { type: 'string', default: 'data/demo' },
		/** For the whole room, by the machine's own address in its network. */
		lan: { type: 'boolean', default: false },
		/** A folder for a copy of the databases at each moment on the way, and the links; then it ends. */
		keep: { type: 'string' }
	}
});
const at = moments.find((moment) => moment === given.at);
if (!at) {
	console.error(`--at is "${given.at}", but must be one of: ${moments.join(', ')}`);
	process.exit(2);
}
// The demo is played anew each time: whatever was tried out in it before is gone.
rmSync(given.data, { recursive: true, force: true });
const running = await serve(
	orLeave(() =>
		settingsFrom({ ...process.env, PORT: given.port, DATA_DIR: given.data, LOG: process.env.LOG ?? 'warn' })
	)
);
if (given.keep === undefined) await show(running, at);
else await keep(running, at, given.keep);

async function show(running: Running, moment: Moment): Promise<void> {
	stopOnSignal(running);
	console.log(`Filling ${given.data} with the journey of Wilgenmeer, up to: ${moment}`);
	const from = performance.now();
	const demo = await fillDemo(running, moment);
	console.log(`Played in ${((performance.now() - from) / 1000).toFixed(1)} s, up to: ${demo.reached}`);
	// Not sooner: who plays the demo came in by this machine.
	const { here, said } = await whereReached(running, { lan: given.lan, command: 'npm run demo' });
	const { link } = must('a link to another device', await demo.lead.post('/apparaten?/link'));
	console.log(
		[
			said,
			'',
			'Regio Wilgenmeer is ready. Open each in a browser of its own (or a private window):',
			`  facilitator   ${here}/terug/${demo.tokens.get('fac-1')}`,
			`  the same, with the list of their journeys (once, within a quarter of an hour)`,
			`                ${here}/terug/${tokenIn(link)}`,
			`  beamer        ${here}/scherm/${demo.beamerToken}`,
			`  participant   ${here}/terug/${demo.tokens.get('wel-b')}`,
			`  someone new   ${here}/meedoen/${demo.code}   (code ${showCode(demo.code)})`,
			'',
			`Other moments of the journey: npm run demo -- --at ${moments.join(' | ')}`,
			'Stop with Ctrl+C.'
		].join('\n')
	);
}

async function keep(running: Running, moment: Moment, folder: string): Promise<void> {
	await fillDemo(running, moment, async (demo) => {
		await running.app.persisted();
		keepMoment(given.data, join(folder, demo.reached));
		writeFileSync(join(folder, demo.reached, 'demo.json'), JSON.stringify(written(demo)));
	});
	await running.stop();
}

/** The demo as JSON. */
export type WrittenDemo = ReturnType<typeof written>;

function written({ seats, tokens, steps, lead, ...demo }: Demo) {
	return {
		...demo,
		cookie: lead.cookie,
		keptAt: Date.now(),
		seats: Object.fromEntries(seats),
		tokens: Object.fromEntries(tokens),
		steps: Object.fromEntries(steps)
	};
}
