import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const unitReport = 'test-results/unit.json';
const browserReport = 'test-results/e2e.json';
/** A part that hangs is ended, so that the last line is always written. Busy machines took ten minutes for one part. */
const longestPart = 40 * 60_000;

export interface Count {
	passed: number;
	failed: number;
}

interface Part {
	name: string;
	title: string;
	run: () => Promise<Count>;
	/** It keeps one core busy and says little: all of these run side by side, each prints when it ends. */
	isBeside?: true;
}

const parts: Part[] = [
	{
		name: 'format',
		title: 'Format (prettier)',
		run: () => beside('prettier', '--check', '.'),
		isBeside: true
	},
	{ name: 'lint', title: 'Lint (eslint)', run: () => beside('eslint', '.'), isBeside: true },
	{
		name: 'check',
		title: 'Types (svelte-check)',
		run: () => beside('svelte-check', '--tsconfig', './tsconfig.json'),
		isBeside: true
	},
	{ name: 'unit', title: 'Unit and integration (vitest)', run: unit },
	{ name: 'build', title: 'Build (vite)', run: () => tool('node', 'server/build.ts') },
	{ name: 'size', title: 'Size per page', run: () => tool('npm', 'run', '-s', 'size', '--', '--check') },
	{ name: 'e2e', title: 'Browser (playwright)', run: browser }
];

/** Runs the named parts, or all: first those that go side by side, then the others in turn, whatever became of any. */
async function runParts(names: string[]): Promise<Count> {
	const chosen = parts.filter((part) => names.length === 0 || names.includes(part.name));
	// What all of them read is made before, once: messages and SvelteKit's types.
	if (!(await succeeds('npm', ['run', '-s', 'sync']))) return asOne(false);
	const aside = chosen.filter((part) => part.isBeside);
	const done = new Map(
		await Promise.all(aside.map(async (part) => [part, await runPart(part)] as [Part, Count]))
	);
	let built = true;
	for (const part of chosen.filter((part) => !part.isBeside)) {
		const count: Count = built || !needsBuild(part) ? await runPart(part) : skip(part);
		if (part.name === 'build') built = count.failed === 0;
		done.set(part, count);
	}
	console.log('');
	for (const [part, count] of done)
		console.log(`${count.failed === 0 ? 'good' : 'BAD '}  ${part.title}: ${inWords(count)}`);
	const counts = [...done.values()];
	return {
		passed: counts.reduce((sum, count) => sum + count.passed, 0),
		failed: counts.reduce((sum, count) => sum + count.failed, 0)
	};
}

function inWords({ passed, failed }: Count): string {
	return `${passed} passed, ${failed} failed`;
}

function needsBuild(part: Part): boolean {
	return part.name === 'size' || part.name === 'e2e';
}

function skip(part: Part): Count {
	console.log(`\n== ${part.title}\n-- not run, because the build failed`);
	return { passed: 0, failed: 1 };
}

async function runPart(part: Part): Promise<Count> {
	if (!part.isBeside) console.log(`\n== ${part.title}`);
	const started = Date.now();
	const count = await part.run();
	const took = ((Date.now() - started) / 1000).toFixed(1);
	console.log(`-- ${part.title}: ${inWords(count)}, ${took} s`);
	return count;
}

async function tool(command: string, ...words: string[]): Promise<Count> {
	return asOne(await succeeds(command, words));
}

const asOne = (good: boolean): Count => (good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** What it prints is kept together, apart from what runs beside it. */
async function beside(command: string, ...words: string[]): Promise<Count> {
	const printed: Buffer[] = [];
	const good = await succeeds(command, words, (piece) => printed.push(piece));
	process.stdout.write(Buffer.concat(printed));
	return asOne(good);
}

async function unit(): Promise<Count> {
	const { good, report } = await reporting(unitReport, 'vitest', ['run']);
	return atLeastOne(countUnit(report), good);
}

async function browser(): Promise<Count> {
	if (!(await succeeds('node', ['server/build.ts', '--if-changed']))) return { passed: 0, failed: 1 };
	const { good, report } = await reporting(browserReport, 'playwright', ['test']);
	return atLeastOne(countBrowser(report, Boolean(process.env.CI)), good);
}

/** Runs a test program that leaves a report; what an earlier run left is not looked at. */
async function reporting(file: string, command: string, words: string[]) {
	rmSync(root + file, { force: true });
	const good = await succeeds(command, words);
	const report: unknown = existsSync(root + file) ? JSON.parse(readFileSync(root + file, 'utf8')) : undefined;
	return { good, report };
}

interface UnitReport {
	numPassedTests: number;
	numFailedTests: number;
	testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** A file that could not even be loaded holds no failed test, and is one failure. */
export function countUnit(report: unknown): Count {
	if (!report) return { passed: 0, failed: 0 };
	const { numPassedTests, numFailedTests, testResults } = report as UnitReport;
	const unloaded = testResults.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
	);
	return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

interface BrowserReport {
	stats: { expected: number; unexpected: number; flaky: number };
	errors: unknown[];
}

/** A test that passed at the second try only is a failure where nobody watches. */
export function countBrowser(report: unknown, strict: boolean): Count {
	if (!report) return { passed: 0, failed: 0 };
	const { stats, errors } = report as BrowserReport;
	return {
		passed: stats.expected + (strict ? 0 : stats.flaky),
		failed: stats.unexpected + errors.length + (strict ? stats.flaky : 0)
	};
}

/** No test at all, or a program that ended badly with only good tests, is a failure too. */
export function atLeastOne(count: Count, good: boolean): Count {
	if (count.failed > 0 || (good && count.passed > 0)) return count;
	console.log(
		count.passed === 0 ? 'No tests were run.' : 'All tests passed, but the program that ran them failed.'
	);
	return { ...count, failed: 1 };
}

function succeeds(command: string, words: string[], hear?: (piece: Buffer) => void): Promise<boolean> {
	const out = hear ? 'pipe' : 'inherit';
	const child = spawn(command, words, {
		cwd: root,
		// Each test that opens the program starts a thread of it; what Node compiled for one serves all.
		env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/node`, ...process.env },
		stdio: ['ignore', out, out],
		timeout: longestPart
	});
	if (hear) for (const stream of [child.stdout, child.stderr]) stream!.on('data', hear);
	return new Promise((resolve) => {
		child.once('error', (error) => {
			console.error(error.message);
			resolve(false);
		});
		child.once('close', (code) => resolve(code === 0));
	});
}

if (import.meta.main) {
	const names = process.argv.slice(2);
	const unknown = names.filter((name) => !parts.some((part) => part.name === name));
	if (unknown.length > 0) {
		console.error(
			`There is no part "${unknown[0]}". There are: ${parts.map((part) => part.name).join(', ')}`
		);
		process.exitCode = 2;
	} else {
		mkdirSync(`${root}test-results`, { recursive: true });
		const total = await runParts(names);
		console.log(`\n${inWords(total)}`);
		process.exitCode = total.failed > 0 ? 1 : 0;
	}
}
