import { chromium, type Browser } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { browserPath, launchArguments } from '../browser.ts';
import { serveFitPage } from './build.ts';

// Every picture of the beamer, filled with the most, the longest and the fewest that the rules allow, on six screens.
// `npm run fit`; `-- --only weighing`, `-- --size 1024x768`, `-- --pictures` for pictures in test-results/fit.

export const sizes = ['1024x768', '1280x720', '1280x800', '1920x1080', '2560x1080', '3840x2160'] as const;

export interface Found {
	size: string;
	scene: string;
	is: string;
	words: string;
	at: string;
}

interface Asked {
	sizes: readonly string[];
	/** Of the names of pictures; all when left out. */
	only?: string | undefined;
	/** Those that are part of `npm test`. */
	quick?: boolean | undefined;
	pictures?: string | undefined;
}

/** What is wrong, of every picture that is asked for. */
export async function faults(asked: Asked): Promise<{ found: Found[]; count: number }> {
	const { url, server } = await serveFitPage();
	const browser = await chromium.launch({ executablePath: browserPath()!, args: launchArguments });
	try {
		const all = [];
		for (const size of asked.sizes) all.push(await onScreen(browser, url, size, asked));
		return {
			found: all.flatMap(({ found }) => found),
			count: all.reduce((sum, { count }) => sum + count, 0)
		};
	} finally {
		await browser.close();
		await server.close();
	}
}

async function onScreen(browser: Browser, url: string, size: string, { only, quick, pictures }: Asked) {
	const [width, height] = size.split('x').map(Number) as [number, number];
	const page = await browser.newPage({
		viewport: { width, height },
		locale: 'nl-NL',
		reducedMotion: 'reduce'
	});
	page.on('pageerror', (error) => console.error(`${size}: ${error.stack}`));
	await page.goto(url);
	await page.waitForFunction(() => 'fit' in window);
	const names = await page.evaluate(() => window.fit.names);
	const wanted = names.filter((one) => (!only || one.name.includes(only)) && (!quick || one.quick));
	const found: Found[] = [];
	for (const { name } of wanted) {
		const wrong = await page.evaluate((asked) => window.fit.show(asked), name);
		found.push(...wrong.map((fault) => ({ size, scene: name, ...fault })));
		if (pictures)
			await page.screenshot({
				path: path.join(pictures, `${name.replaceAll(', ', '-').replaceAll(' ', '_')}-${size}.png`)
			});
	}
	await page.close();
	console.error(`${size}: ${wanted.length} pictures measured`);
	return { found, count: wanted.length };
}

/** One line for each picture with what is wrong, the screens together. */
function told(found: Found[]): string[] {
	const groups = Map.groupBy(
		found,
		({ scene, is, at, words }) => `${scene}: ${is} "${words.slice(0, 40)}" ${at}`
	);
	return [...groups].map(([what, of]) => `${what} [${of.map(({ size }) => size).join(' ')}]`);
}

if (import.meta.main) {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			size: { type: 'string' },
			quick: { type: 'boolean' },
			pictures: { type: 'boolean' }
		}
	});
	const pictures = values.pictures ? 'test-results/fit/pictures' : undefined;
	if (pictures) mkdirSync(pictures, { recursive: true });
	const began = Date.now();
	const { found, count } = await faults({
		sizes: values.size ? [values.size] : sizes,
		only: values.only,
		quick: values.quick,
		pictures
	});
	for (const line of told(found)) console.log(line);
	const wrong = new Set(found.map(({ size, scene }) => `${size} ${scene}`)).size;
	console.log(
		`${count - wrong} pictures fit, ${wrong} do not (${Math.round((Date.now() - began) / 1000)} s)`
	);
	process.exitCode = wrong > 0 ? 1 : 0;
}
