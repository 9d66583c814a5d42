import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { moments, type Moment } from '#server/demo/moments.ts';
import { browserPath, launchArguments } from './browser.ts';
import { keepDemo, postForm, serveDemo, signIn, type DemoLinks } from './support/server.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { SyncClient } from './support/sync-client.ts';

type Role = 'nobody' | 'participant' | 'facilitator';

interface Scene {
	/** Name of the picture. */
	name: string;
	/** Where the demo stands when it is taken. */
	at: Moment;
	as: Role;
	/** A path, or how to get there. */
	go: (demo: DemoLinks) => string | ((page: Page) => Promise<unknown>);
	/** What happens first, in a demo of its own: no other picture has it. */
	first?: (demo: DemoLinks) => Promise<void>;
}

const journey = (demo: DemoLinks) => `/traject/${demo.journey}`;
const values = (demo: DemoLinks) => `${journey(demo)}/stap/${demo.steps.values}`;

/** What people are looking at in each moment: the phone, the console and the beamer. */
const room: Scene[] = moments.flatMap((at): Scene[] => [
	{ name: at, at, as: 'participant', go: journey },
	{ name: `console-${at}`, at, as: 'facilitator', go: (demo) => `${journey(demo)}/regie` },
	{ name: `beamer-${at}`, at, as: 'nobody', go: (demo) => demo.beamer }
]);

/** A facilitator practises: the console of a rehearsal, with simulated people at work. */
async function rehearse(page: Page): Promise<void> {
	await page.goto('/trajecten');
	await page.locator('form[action="?/rehearse"] button').first().click();
	await page.waitForURL(/inrichten/);
	await page.locator('form[action*="?/open"] button').first().click();
	await page.locator('form[action*="?/close"] button').first().waitFor();
	await page.goto(page.url().replace('inrichten', 'regie'));
	await page.locator('form[action$="?/start"] button').click();
	await page.locator('form[action$="?/stop"] button').waitFor();
}

/** Somebody new at the organisation of who looks, and a guest: nobody in the story waits to be admitted. */
async function comeIn(links: DemoLinks): Promise<void> {
	const facts = await fetch(`${links.origin}${journey(links)}/feiten`, { headers: { Cookie: links.cookie } });
	const { organisations } = (await facts.json()) as Facts;
	const { id } = organisations.find(({ slot }) => slot === 'wel')!;
	for (const [name, organisation, job] of [
		['Noor', id, 'wijkverpleegkundige'],
		['Bram', 'guest', '']
	] as const)
		await postForm(links.join, '', { name, email: '', organisation, job });
}

/** A consent round on its way, with one question; `to`: where it goes from there. */
const inRound =
	(...to: string[]) =>
	async (links: DemoLinks): Promise<void> => {
		const step = links.steps.values!;
		const direct = (name: string, fields: Record<string, string>) =>
			postForm(`${links.origin}${journey(links)}/regie?/${name}`, links.cookie, { step, ...fields });
		await direct('move', { from: 'harvested', by: '1', sure: 'yes' });
		const text = 'Geldt dit ook voor mensen die hier net wonen?';
		const question = { act: 'ask', id: 'question00000001', subject: 'values', text };
		await postForm(`${links.origin}${values(links)}?/act`, await signIn(links.people['ggd-b']!), question);
		let from = 'questions';
		for (const phase of to) {
			await direct('act', { act: 'goToPhase', from, to: phase });
			from = phase;
		}
	};
const rounds = Object.entries({
	'consent-questions': inRound(),
	'consent-reactions': inRound('reactions'),
	'consent-hidden': inRound('standpoint')
}).flatMap(([name, first]): Scene[] => [
	{ name, at: 'harvested', as: 'participant', first, go: values },
	{
		name: `console-${name}`,
		at: 'harvested',
		as: 'facilitator',
		first,
		go: (demo) => `${journey(demo)}/regie`
	},
	{ name: `beamer-${name}`, at: 'harvested', as: 'nobody', first, go: (demo) => demo.beamer }
]);

/** Add a page here: a name, the moment, who looks, and where. */
const pages: Scene[] = [
	{ name: 'home', at: 'writing', as: 'nobody', go: () => '/' },
	{ name: 'meedoen', at: 'writing', as: 'nobody', go: () => '/meedoen' },
	{ name: 'meedoen-form', at: 'writing', as: 'nobody', go: (demo) => demo.join },
	{ name: 'meedoen-wrong-code', at: 'writing', as: 'nobody', go: () => '/meedoen/000000' },
	{ name: 'return-link', at: 'writing', as: 'nobody', go: (demo) => demo.participant },
	{ name: 'privacy', at: 'writing', as: 'nobody', go: () => '/privacy' },
	{ name: 'privacy-officer', at: 'writing', as: 'nobody', go: () => '/privacy/toezicht' },
	{ name: 'journey', at: 'writing', as: 'participant', go: journey },
	{ name: 'devices', at: 'writing', as: 'participant', go: () => '/apparaten' },
	{ name: 'me', at: 'writing', as: 'participant', go: (demo) => `${journey(demo)}/ik` },
	{ name: 'whose-device', at: 'writing', as: 'participant', go: (demo) => demo.join },
	{ name: 'set-up', at: 'writing', as: 'facilitator', go: (demo) => `${journey(demo)}/inrichten` },
	{ name: 'run-sheet', at: 'writing', as: 'facilitator', go: (demo) => `${journey(demo)}/draaiboek` },
	{
		name: 'run-sheet-step',
		at: 'writing',
		as: 'facilitator',
		go: (demo) => `${journey(demo)}/draaiboek?stap=${demo.steps.values}`
	},
	{ name: 'new-journey', at: 'writing', as: 'facilitator', go: () => '/traject/nieuw' },
	{ name: 'not-found', at: 'writing', as: 'nobody', go: () => '/bestaat-niet' },
	{ name: 'not-signed-in', at: 'writing', as: 'nobody', go: values },
	{ name: 'not-yours', at: 'writing', as: 'participant', go: (demo) => `${journey(demo)}/regie` },
	{ name: 'rehearsal', at: 'lobby', as: 'facilitator', go: () => rehearse },
	{
		name: 'console-newcomer',
		at: 'writing',
		as: 'facilitator',
		first: comeIn,
		go: (demo) => `${journey(demo)}/regie`
	},
	{ name: 'newcomer', at: 'writing', as: 'participant', first: comeIn, go: values },
	{ name: 'stijl', at: 'writing', as: 'nobody', go: () => '/stijl' },
	...rounds,
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

interface Demo {
	links: DemoLinks;
	/** The Cookie header of each role. */
	cookies: Record<Role, string>;
}

const folder = path.resolve(import.meta.dirname, '../screenshots');

async function takeAll(filters: string[]): Promise<string[]> {
	const chosen = pages.filter(
		({ name }) => filters.length === 0 || filters.some((filter) => name.includes(filter))
	);
	if (chosen.length === 0) throw new Error(`No page is called like ${filters.join(' or ')}`);
	if (filters.length === 0) rmSync(folder, { recursive: true, force: true });
	const kept = await keepDemo();
	const browser = await chromium.launch({ executablePath: browserPath(), args: launchArguments });
	const problems: string[] = [];
	try {
		for (const moment of moments) {
			const now = chosen.filter(({ at }) => at === moment);
			const together = now.filter(({ first }) => !first);
			const apart = now.filter(({ first }) => first).map((scene) => [scene]);
			for (const scenes of [together, ...apart])
				if (scenes.length > 0) problems.push(...(await takeAt(browser, moment, scenes)));
		}
	} finally {
		await browser.close();
		kept.drop();
	}
	writeIndex();
	return problems;
}

async function takeAt(browser: Browser, moment: Moment, now: Scene[]): Promise<string[]> {
	const served = await serveDemo(moment);
	const table: SyncClient[] = [];
	try {
		const { links } = served;
		table.push(...(await sitDown(links)));
		await now[0]?.first?.(links);
		const cookies = {
			nobody: '',
			participant: await signIn(links.participant),
			facilitator: links.cookie
		};
		const problems: string[] = [];
		for (const language of Object.keys(languages) as Language[])
			for (const screen of screens)
				for (const scene of now)
					problems.push(...(await take(browser, { links, cookies }, scene, language, screen)));
		return problems;
	} finally {
		await Promise.all(table.map((client) => client.leave()));
		await served.stop();
	}
}

/** Organisations that are ready where that is asked, and people who are in the middle of a sentence. */
const readyOrganisations = /^(ggd|gem|pol|zor)-/;
const stillWriting = new Set(['wel-1', 'wcp-1']);

/** The table as it is on the evening itself: everybody is there, a beamer too, and four of the six are ready. */
async function sitDown(links: DemoLinks): Promise<SyncClient[]> {
	const server = links.origin.replace('http', 'ws');
	const document = `journey/${links.journey}`;
	const people = Object.entries(links.people).filter(([key]) => !key.startsWith('fac'));
	const seated = people.map(async ([key, link]) => {
		const Cookie = await signIn(link);
		const client = await SyncClient.join({ server, document, headers: { Cookie } });
		const step = `${links.origin}${await roomStep(links, Cookie)}?/act`;
		// Refused where nothing is asked; then nobody is ready, as on the evening.
		if (readyOrganisations.test(key)) await postForm(step, Cookie, { act: 'ready', on: 'yes' });
		if (stillWriting.has(key)) client.sendWriting(true);
		return client;
	});
	const screen = SyncClient.join({ server, document, query: `?scherm=${links.beamer.split('/').at(-1)}` });
	return Promise.all([...seated, screen]);
}

/** The page of the step where the room is. */
async function roomStep(links: DemoLinks, Cookie: string): Promise<string> {
	const response = await fetch(`${links.origin}${journey(links)}/feiten`, { headers: { Cookie } });
	const { step } = (await response.json()) as Facts;
	return `${journey(links)}/stap/${step?.id}`;
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
		baseURL: demo.links.origin,
		locale: languages[language],
		viewport: screen,
		reducedMotion: 'reduce'
	});
	const cookies = `taal=${language}; ${demo.cookies[scene.as]}`.split('; ').filter(Boolean);
	await context.addCookies(
		cookies.map((cookie) => ({
			name: cookie.slice(0, cookie.indexOf('=')),
			value: cookie.slice(cookie.indexOf('=') + 1),
			url: demo.links.origin
		}))
	);
	const page = await context.newPage();
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(`${file}: ${error.message}`));
	try {
		const way = scene.go(demo.links);
		await (typeof way === 'string' ? page.goto(way) : way(page));
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
	const html = `<!doctype html><meta charset="utf-8"><title>Siroop</title><style>${style}</style>${pages.map(row).join('\n')}`;
	writeFileSync(path.join(folder, 'index.html'), html);
}

if (import.meta.main) {
	const problems = await takeAll(process.argv.slice(2));
	console.log(`\nThe pictures are in ${folder}, all together in index.html.`);
	for (const problem of problems) console.error(problem);
	if (problems.length > 0) process.exitCode = 1;
}
