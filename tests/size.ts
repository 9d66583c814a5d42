import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '..');
const client = path.join(root, '.svelte-kit/output/client');
const generated = '.svelte-kit/generated/client-optimized';
const appEntry = `${generated}/app.js`;
const startEntry = 'node_modules/@sveltejs/kit/src/runtime/client/entry.js';

/** Most kB (1000 bytes) of gzipped JavaScript for a page; the first line that fits counts. */
const budgets: { pages: RegExp; most: number; why: string }[] = [
	{ pages: /^\/(meedoen(\/.*)?)?$/, most: 50, why: 'join' },
	{ pages: /\/regie(\/|$)/, most: 150, why: 'console' },
	{ pages: /\/(inrichten|nieuw)(\/|$)/, most: 150, why: 'set-up' },
	{ pages: /^\/scherm\//, most: 150, why: 'beamer' },
	{ pages: /^\/stijl$/, most: 150, why: 'every part at once' },
	{ pages: /./, most: 110, why: 'phone' }
];

/**
 * Parts of a step that come when the room gets there: the table, its dots, its texts, and steps of another kind. The
 * page is measured without them, and once more with all of them.
 */
const later = {
	files:
		/src\/lib\/board\/(Sorting|Weighing|Values)\.svelte$|connection\/board-room\.ts$|src\/lib\/steps\/check-in\//,
	most: 150,
	why: 'board'
};

interface Chunk {
	file: string;
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
		const first = kilobytes(filesOf(manifest, nodes, later.files));
		const all = kilobytes(filesOf(manifest, nodes));
		return [
			{ page, kB: first, most: budget.most, why: budget.why },
			...(all > first ? [{ page, kB: all, most: later.most, why: later.why }] : [])
		];
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

function filesOf(manifest: Manifest, nodes: number[], without?: RegExp): Set<string> {
	const files = new Set<string>();
	const follow = (key: string, dynamic: boolean) => {
		const chunk = manifest[key];
		if (!chunk) throw new Error(`the manifest has no ${key}: SvelteKit changed its output`);
		if (files.has(chunk.file) || without?.test(key)) return;
		files.add(chunk.file);
		for (const next of [...(chunk.imports ?? []), ...(dynamic ? (chunk.dynamicImports ?? []) : [])])
			follow(next, true);
	};
	follow(startEntry, true);
	// All pages are dynamic imports of the app; a page pays for its own only.
	follow(appEntry, false);
	for (const node of nodes) follow(`${generated}/nodes/${node}.js`, true);
	return files;
}

function kilobytes(files: Iterable<string>): number {
	let bytes = 0;
	for (const file of files)
		if (file.endsWith('.js')) bytes += gzipSync(readFileSync(path.join(client, file)), { level: 9 }).length;
	return bytes / 1000;
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
		console.log(`\nBeside the pages, once: service worker ${kilobytes(['service-worker.js']).toFixed(1)} kB`);
	const over = sizes.filter(({ kB, most }) => kB > most);
	if (process.argv.includes('--check') && (over.length > 0 || sizes.length === 0)) {
		console.error(
			`\n${over.length === 0 ? 'There are no pages.' : `Over budget: ${over.map(({ page }) => page).join(', ')}`}`
		);
		process.exitCode = 1;
	}
}
