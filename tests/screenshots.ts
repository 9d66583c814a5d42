import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { browserPath, launchArguments } from './browser.ts';

/** Where the demo stands when a picture is taken; `--at` of server/demo.ts. */
const moments = ['lobby', 'check-in', 'writing', 'sorting', 'weighing', 'totals', 'harvested'] as const;
type Moment = (typeof moments)[number];
type Role = 'nobody' | 'participant' | 'facilitator' | 'beamer';

interface Scene {
	/** Name of the picture. */
	name: string;
	at: Moment;
	as: Role;
	go: (page: Page, demo: Demo) => Promise<unknown>;
}

/** What people are looking at in each moment: a picture of the phone, of the console and of the beamer. */
const room: Scene[] = moments.flatMap((at) => [
	{ name: at, at, as: 'participant', go: (page, demo) => page.goto(demo.home.participant) },
	{ name: `console-${at}`, at, as: 'facilitator', go: (page, demo) => page.goto(demo.home.facilitator) },
	{ name: `beamer-${at}`, at, as: 'beamer', go: (page, demo) => page.goto(demo.home.beamer) }
]);

/** Add a page here: a name, the moment, who looks, and how to get there. */
const scenes: Scene[] = [
	{ name: 'home', at: 'writing', as: 'nobody', go: (page) => page.goto('/') },
	{ name: 'meedoen', at: 'writing', as: 'nobody', go: (page) => page.goto('/meedoen') },
	{
		name: 'meedoen-form',
		at: 'writing',
		as: 'nobody',
		go: (page, demo) => page.goto(`/meedoen/${demo.code}`)
	},
	{ name: 'meedoen-wrong-code', at: 'writing', as: 'nobody', go: (page) => page.goto('/meedoen/000000') },
	{ name: 'privacy', at: 'writing', as: 'nobody', go: (page) => page.goto('/privacy') },
	{ name: 'new-journey', at: 'writing', as: 'facilitator', go: (page) => page.goto('/traject/nieuw') },
	{ name: 'not-found', at: 'writing', as: 'nobody', go: (page) => page.goto('/bestaat-niet') },
	{ name: 'not-yours', at: 'writing', as: 'nobody', go: (page, demo) => page.goto(demo.home.facilitator) },
	{ name: 'stijl', at: 'writing', as: 'nobody', go: (page) => page.goto('/stijl') },
	...room
];

const languages = { nl: 'nl-NL', en: 'en-GB' } as const;
type Language = keyof typeof languages;
const screens = [
	{ width: 320, height: 700 },
	{ width: 1280, height: 800 },
	{ width: 1920, height: 1080 }
];
type Screen = (typeof screens)[number];

/** What `server/demo.ts --json` prints on one line when it serves. */
interface Links {
	origin: string;
	facilitator: string;
	beamer: string;
	participant: string;
	code: string;
}

interface Demo {
	origin: string;
	code: string;
	/** The page where each role comes out when it follows its link. */
	home: Record<Exclude<Role, 'nobody'>, string>;
	/** Who is signed in, to be used again in each language and on each screen. */
	signedIn: Record<Role, Awaited<ReturnType<BrowserContext['storageState']>>>;
}

const folder = path.resolve(import.meta.dirname, '../screenshots');
const startLimit = 60_000;

async function takeAll(filters: string[]): Promise<string[]> {
	const chosen = scenes.filter(
		({ name }) => filters.length === 0 || filters.some((filter) => name.includes(filter))
	);
	if (chosen.length === 0) throw new Error(`No page is called like ${filters.join(' or ')}`);
	if (filters.length === 0) rmSync(folder, { recursive: true, force: true });
	const browser = await chromium.launch({ executablePath: browserPath(), args: launchArguments });
	const problems: string[] = [];
	try {
		for (const moment of moments) {
			const now = chosen.filter(({ at }) => at === moment);
			if (now.length > 0) problems.push(...(await takeAt(browser, moment, now)));
		}
	} finally {
		await browser.close();
	}
	writeIndex();
	return problems;
}

async function takeAt(browser: Browser, moment: Moment, now: Scene[]): Promise<string[]> {
	const server = spawn(process.execPath, ['server/demo.ts', '--port', '0', '--json', '--at', moment], {
		cwd: path.dirname(folder),
		stdio: ['ignore', 'pipe', 'inherit']
	});
	try {
		const demo = await signIn(browser, await linksOf(server));
		const problems: string[] = [];
		for (const language of Object.keys(languages) as Language[])
			for (const screen of screens)
				for (const scene of now) problems.push(...(await take(browser, demo, scene, language, screen)));
		return problems;
	} finally {
		await stop(server);
	}
}

async function linksOf(server: ChildProcess): Promise<Links> {
	if (!server.stdout) throw new Error('the demo has no output to read');
	const lines = createInterface({ input: server.stdout });
	const tooLate = setTimeout(() => server.kill(), startLimit);
	try {
		for await (const line of lines) if (line.startsWith('{')) return JSON.parse(line) as Links;
	} finally {
		clearTimeout(tooLate);
		// What it says later is not needed, but a full pipe would stop it.
		server.stdout.resume();
	}
	throw new Error(`the demo ended, or did not say where it is within ${startLimit / 1000} s`);
}

async function stop(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const ended = once(server, 'exit');
	server.kill();
	await ended;
}

/** Follows the link of each role once: some links work one time only. */
async function signIn(browser: Browser, links: Links): Promise<Demo> {
	const follow = async (link: string) => {
		const context = await browser.newContext({ baseURL: links.origin });
		const page = await context.newPage();
		await page.goto(link);
		const came = { url: page.url(), state: await context.storageState() };
		await context.close();
		return came;
	};
	const participant = await follow(links.participant);
	const facilitator = await follow(links.facilitator);
	const beamer = await follow(links.beamer);
	return {
		origin: links.origin,
		code: links.code,
		home: { participant: participant.url, facilitator: facilitator.url, beamer: beamer.url },
		signedIn: {
			nobody: { cookies: [], origins: [] },
			participant: participant.state,
			facilitator: facilitator.state,
			beamer: beamer.state
		}
	};
}

/** One picture. Returns what went wrong on the page, as sentences. */
async function take(
	browser: Browser,
	demo: Demo,
	scene: Scene,
	language: Language,
	screen: Screen
): Promise<string[]> {
	const file = path.join(language, String(screen.width), `${scene.name}.png`);
	const context = await browser.newContext({
		baseURL: demo.origin,
		storageState: demo.signedIn[scene.as],
		locale: languages[language],
		viewport: screen,
		reducedMotion: 'reduce'
	});
	await context.addCookies([{ name: 'taal', value: language, url: demo.origin }]);
	const page = await context.newPage();
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(`${file}: ${error.message}`));
	try {
		await scene.go(page, demo);
		// The board comes over the socket, after the page itself.
		await page.waitForLoadState('networkidle');
		await page.evaluate(() => document.fonts.ready.then(() => undefined));
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		await page.screenshot({ path: path.join(folder, file), fullPage: true, animations: 'disabled' });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		if (wide > 0) problems.push(`${file}: ${wide} px too wide`);
		console.log(file);
	} catch (error) {
		problems.push(`${file}: ${error instanceof Error ? error.message : error}`);
	} finally {
		await context.close();
	}
	return problems;
}

/** All pictures on one page, a row for each scene. */
function writeIndex(): void {
	const cell = (name: string, language: string, width: number) =>
		`<a href="${language}/${width}/${name}.png"><img loading="lazy" src="${language}/${width}/${name}.png" alt="${name}, ${language}, ${width} px"></a>`;
	const row = ({ name }: Scene) =>
		`<h2>${name}</h2><p>${Object.keys(languages)
			.flatMap((language) => screens.map(({ width }) => cell(name, language, width)))
			.join('\n')}</p>`;
	const style =
		'body{font:16px sans-serif;margin:2rem}p{display:flex;gap:1rem;align-items:start}img{height:20rem}';
	const html = `<!doctype html><meta charset="utf-8"><title>Siroop</title><style>${style}</style>${scenes.map(row).join('\n')}`;
	writeFileSync(path.join(folder, 'index.html'), html);
}

if (import.meta.main) {
	const problems = await takeAll(process.argv.slice(2));
	console.log(`\nThe pictures are in ${folder}, all together in index.html.`);
	for (const problem of problems) console.error(problem);
	if (problems.length > 0) process.exitCode = 1;
}
