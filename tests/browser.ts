import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Without windows first: a quarter less work for the same pages. */
const names = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable'
];
const places = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** A browser of the machine, or undefined: then Playwright's own. */
export function browserPath(): string | undefined {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen && !runs(chosen))
		throw new Error(`CHROMIUM_PATH is "${chosen}", but no browser starts from there`);
	return chosen || [...onPath(), ...places].find(runs);
}

/** As root, in a container for instance, Chromium has no sandbox; the rest keeps it quiet and offline. */
export const launchArguments = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

function onPath(): string[] {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Ubuntu's /usr/bin/chromium-browser may be a note that says to install a snap, so being there is not enough. */
function runs(file: string): boolean {
	return (
		existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
	);
}

async function hasBrowser(): Promise<boolean> {
	if (browserPath() !== undefined) return true;
	const { chromium } = await import('@playwright/test');
	return runs(chromium.executablePath());
}

async function installBrowser(): Promise<void> {
	const root = process.getuid?.() === 0;
	if (root && spawnSync('apt-get', ['--version']).status === 0) {
		say('Installing Chromium with apt-get, about a minute.');
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		attempt('apt-get', ['update', '-qq'], env);
		for (const name of names.slice(0, 2)) {
			attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], env);
			if (await hasBrowser()) return;
		}
	}
	say("Fetching Playwright's own Chromium, about 170 MB.");
	attempt(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], process.env);
}

function attempt(command: string, words: string[], env: NodeJS.ProcessEnv): void {
	spawnSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function say(words: string): void {
	console.log(`[set-up] ${words}`);
}

if (import.meta.main && !(await hasBrowser())) {
	await installBrowser();
	if (await hasBrowser()) say('The browser is there.');
	else {
		console.error(
			'[set-up] No Chromium starts here. Install one, or name one: CHROMIUM_PATH=/path/to/chromium'
		);
		process.exitCode = 1;
	}
}
