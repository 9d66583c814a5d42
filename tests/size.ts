import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { hasStage } from '#domain/kinds/kinds.ts';
import type { Opens } from '#domain/kinds/kind.ts';

const root = path.resolve(import.meta.dirname, '..');
const client = path.join(root, '.svelte-kit/output/client');
const generated = '.svelte-kit/generated/client-optimized';
const appEntry = `${generated}/app.js`;
const startEntry = 'node_modules/@sveltejs/kit/src/runtime/client/entry.js';

/** Most kB (1000 bytes) of gzipped JavaScript for a page; the first line that fits counts. */
const budgets: { pages: RegExp; most: number; why: string }[] = [
	{ pages: /^\/(meedoen(\/.*)?)?$/, most: 50, why: 'join' },
	{ pages: /\/regie(\/|$)/, most: 155, why: 'console' },
	{ pages: /\/(inrichten|draaiboek|nieuw)(\/|$)/, most: 150, why: 'set-up' },
	{ pages: /^\/scherm\//, most: 150, why: 'beamer' },
	{ pages: /^\/stijl$/, most: 150, why: 'every part at once' },
	{ pages: /./, most: 110, why: 'phone' }
];

/** Parts of a page that come when the room gets there. */
const kindFiles = /src\/lib\/kinds\/([^/]+)\//;
/**
 * Of a kind of step: what the screen on which people begin to do something does without. A step that is still closed
 * (Prepared) comes before that screen, without it, and weighs less.
 */
const laterStages =
	/parts\/(cards\/Prepared|board\/Sorting|dots\/Weighing|harvest\/Harvest|consent\/Round)\.svelte$|ambitions\/(Asked|Reading)\.svelte$|hard-talk\/Talking\.svelte$|both-and\/(Mapping|Sentences)\.svelte$|today\/(Discussing|Found|Cards)\.svelte$|choose\/Result\.svelte$|connection\/board-document\.ts$/;
/** Stages that kinds share: a kind without such a stage never fetches its file, however its code could. */
const sharedStages: { file: RegExp; opens: Opens }[] = [
	{ file: /src\/lib\/parts\/dots\/Weighing\.svelte$/, opens: 'dots' },
	{ file: /src\/lib\/parts\/harvest\/Harvest\.svelte$/, opens: 'texts' },
	{ file: /src\/lib\/parts\/consent\/Round\.svelte$/, opens: 'consent' }
];
/**
 * What comes behind the page, when it is asked for: what goes wrong with its connection, what is told to few, a card that
 * was changed too late, what keeps a form, from when somebody is in one, and what a facilitator opens behind a name or
 * for the keys. No stage waits for it.
 */
const apart =
	/src\/lib\/(connection\/problems\/problems\.ts|journey\/LinkNews\.svelte|parts\/cards\/Corrections\.svelte|form\/follow-form\.ts)$|regie\/(Correct|KeySheet)\.svelte$/;
/** Most kB with everything that one kind of step brings, from its first stage to its last. */
const mostOfKind = 158;

interface Chunk {
	file: string;
	isDynamicEntry?: boolean;
	imports?: string[];
	dynamicImports?: string[];
}

type Manifest = Record<string, Chunk>;

interface PageSize {
	page: string;
	kB: number;
	most: number;
	why: string;
}

/** What a browser may come to load on each page: SvelteKit itself, its layouts and error pages, and the page. */
function pageSizes(): PageSize[] {
	const manifest = JSON.parse(read(path.join(client, '.vite/manifest.json'))) as Manifest;
	return Object.entries(dictionary()).flatMap(([page, nodes]) => {
		const budget = budgets.find(({ pages }) => pages.test(page));
		if (!budget) throw new Error(`no budget fits the page ${page}`);
		if (isPlain(page)) return [{ page, kB: 0, most: budget.most, why: `${budget.why}, a plain form` }];
		const first = pageKeys(manifest, nodes, kindFiles);
		const line = (why: string, most: number, ...keys: Set<string>[]) => ({
			page,
			kB: kilobytes(manifest, ...keys),
			most,
			why
		});
		const kinds = kindViews(manifest, nodes).flatMap(([kind, views]) => [
			line(kind, budget.most, first, reach(manifest, views, laterStages)),
			line(`${kind}, to its end`, mostOfKind, first, reach(manifest, views, notOf(kind)))
		]);
		return [line(budget.why, budget.most, first), ...kinds];
	});
}

/** SvelteKit's list of pages: `"/stijl": [~leaf, [layouts], [error pages]]`; `~` where the server loads too. */
function dictionary(): Record<string, number[]> {
	const text = /export const dictionary = (\{[\s\S]*?\});/.exec(read(path.join(root, appEntry)))?.[1];
	if (!text) throw new Error(`${appEntry} has no dictionary: SvelteKit changed its output`);
	const pages = runInNewContext(`(${text})`) as Record<string, [number, number[]?, number[]?]>;
	return Object.fromEntries(
		Object.entries(pages).map(([page, [leaf, layouts = [], errors = []]]) => [
			page.replace(/\/?\([^)]*\)/g, '') || '/',
			[0, 1, leaf < 0 ? ~leaf : leaf, ...layouts, ...errors].filter((node) => node !== undefined)
		])
	);
}

/** A page that says `csr = false` is sent without a script. */
function isPlain(page: string): boolean {
	const options = path.join(root, 'src/routes', page, '+page.ts');
	return existsSync(options) && /export const csr = false/.test(readFileSync(options, 'utf8'));
}

/** What SvelteKit itself and these nodes of a page bring. */
function pageKeys(manifest: Manifest, nodes: number[], without?: RegExp): Set<string> {
	const keys = new Set<string>();
	follow(manifest, startEntry, keys, { without });
	// All pages are dynamic imports of the app; a page pays for its own only.
	follow(manifest, appEntry, keys, { without, shallow: true });
	for (const node of nodes) follow(manifest, `${generated}/nodes/${node}.js`, keys, { without });
	return keys;
}

/** The views of each kind of step on a page that shows steps. */
function kindViews(manifest: Manifest, nodes: number[]): [string, string[]][] {
	const views = [...pageKeys(manifest, nodes)].filter(
		(key) => manifest[key]?.isDynamicEntry && kindFiles.test(key)
	);
	return [...Map.groupBy(views, (key) => kindFiles.exec(key)![1]!)];
}

/** The stages that this kind does not have. */
function notOf(kind: string): RegExp | undefined {
	const others = sharedStages.filter(({ opens }) => !hasStage(kind, opens));
	return others.length > 0 ? new RegExp(others.map(({ file }) => file.source).join('|')) : undefined;
}

function reach(manifest: Manifest, from: readonly string[], without?: RegExp): Set<string> {
	const keys = new Set<string>();
	for (const key of from) follow(manifest, key, keys, { without });
	return keys;
}

interface Way {
	without?: RegExp | undefined;
	/** Only what comes at once, not what the code may fetch later. */
	shallow?: boolean;
}

function follow(manifest: Manifest, key: string, keys: Set<string>, { without, shallow = false }: Way): void {
	const chunk = manifest[key];
	if (!chunk) throw new Error(`the manifest has no ${key}: SvelteKit changed its output`);
	if (keys.has(key) || apart.test(key) || without?.test(key)) return;
	keys.add(key);
	for (const next of [...(chunk.imports ?? []), ...(shallow ? [] : (chunk.dynamicImports ?? []))])
		follow(manifest, next, keys, { without });
}

function kilobytes(manifest: Manifest, ...keys: Set<string>[]): number {
	const files = keys.flatMap((some) => [...some].map((key) => manifest[key]!.file));
	return weightOf([...new Set(files)]);
}

/** Of these files, kB gzipped. */
function weightOf(files: readonly string[]): number {
	const scripts = files.filter((file) => file.endsWith('.js'));
	const bytes = scripts.map((file) => gzipSync(readFileSync(path.join(client, file)), { level: 9 }).length);
	return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}

function read(file: string): string {
	if (!existsSync(file)) throw new Error(`${path.relative(root, file)} is not there: build first`);
	return readFileSync(file, 'utf8');
}

function table(sizes: PageSize[]): string {
	const width = Math.max(...sizes.map(({ page }) => page.length));
	const line = ({ page, kB, most, why }: PageSize) =>
		`${page.padEnd(width)}  ${kB.toFixed(1).padStart(6)} of ${String(most).padStart(3)} kB  ${why}${kB > most ? '  TOO MUCH' : ''}`;
	return sizes.map(line).join('\n');
}

if (import.meta.main) {
	const sizes = pageSizes().sort((a, b) => b.kB - a.kB);
	console.log(`JavaScript per page, gzip\n\n${table(sizes)}`);
	if (existsSync(path.join(client, 'service-worker.js')))
		console.log(`\nBeside the pages, once: service worker ${weightOf(['service-worker.js']).toFixed(1)} kB`);
	const over = sizes.filter(({ kB, most }) => kB > most);
	if (process.argv.includes('--check') && (over.length > 0 || sizes.length === 0)) {
		console.error(
			`\n${over.length === 0 ? 'There are no pages.' : `Over budget: ${over.map(({ page }) => page).join(', ')}`}`
		);
		process.exitCode = 1;
	}
}
