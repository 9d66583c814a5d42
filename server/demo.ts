import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { App } from './app.ts';
import type { SeatOf } from './people.ts';
import { fillDemo, moments, type Demo, type Moment } from './demo/fill.ts';
import { serve, stopOnSignal } from './main.ts';
import { settingsFrom } from './settings.ts';

const { values: given } = parseArgs({
	options: {
		at: { type: 'string', default: 'harvested' },
		port: { type: 'string', default: process.env.PORT ?? '3000' },
		data: { type: 'string', default: 'data/demo' },
		json: { type: 'boolean', default: false }
	}
});
const at = moments.find((moment) => moment === given.at);
if (!at) {
	console.error(`--at is "${given.at}", but must be one of: ${moments.join(', ')}`);
	process.exit(2);
}
await start(at);

async function start(moment: Moment): Promise<void> {
	// The demo is played anew each time: whatever was tried out in it before is gone.
	rmSync(given.data, { recursive: true, force: true });
	if (!given.json) console.log(`Filling ${given.data} with the journey of Wilgenmeer, up to: ${moment}`);
	const running = await serve(
		settingsFrom({ ...process.env, PORT: given.port, DATA_DIR: given.data, LOG: process.env.LOG ?? 'warn' })
	);
	stopOnSignal(running);
	const demo = await fillDemo(running.app, moment);
	const origin = running.app.settings.origin ?? `http://localhost:${running.port}`;
	const links = {
		origin,
		facilitator: `${origin}/terug/${demo.facilitator}`,
		beamer: `${origin}/scherm/${demo.beamerToken}`,
		participant: `${origin}/terug/${demo.participant}`,
		join: `${origin}/meedoen/${demo.code}`,
		code: demo.code,
		journey: demo.journey,
		steps: demo.steps
	};
	if (given.json) console.log(JSON.stringify({ ...links, ...(await everyone(running.app, demo, origin)) }));
	else
		console.log(
			[
				'',
				'Regio Wilgenmeer is ready. Open each in a browser of its own (or a private window):',
				`  facilitator   ${links.facilitator}`,
				`  beamer        ${links.beamer}`,
				`  participant   ${links.participant}`,
				`  someone new   ${links.join}   (code ${demo.code})`,
				'',
				`Other moments of the evening: npm run demo -- --at ${moments.join(' | ')}`,
				'Stop with Ctrl+C.'
			].join('\n')
		);
}

/** For crowds in tests: by key, each person's personal link and seat. A new link ends the old one, so the two that were printed stay. */
async function everyone(app: App, demo: Demo, origin: string) {
	const printed = new Map([
		['fac-1', demo.facilitator],
		['wel-b', demo.participant]
	]);
	const people: Record<string, string> = {};
	const seats: Record<string, string> = {};
	for (const [key, seat] of demo.seats) {
		people[key] = `${origin}/terug/${printed.get(key) ?? (await ownLink(app, demo.journey, seat))}`;
		seats[key] = seat.participant;
	}
	return { people, seats };
}

async function ownLink(app: App, journey: string, seat: SeatOf): Promise<string> {
	const made = await app.people.newReturnLink(journey, seat.participant, seat);
	if (!made.ok) throw new Error(`the demo was refused: ${made.reason}`);
	return made.token;
}
