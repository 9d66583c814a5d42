// npm run mutate [-- --only PATH] [--most N] [--seed N] [--tests PATH]: small changes of the source, one at a time, and
// which of them no test notices.
import { execFileSync, spawn } from 'node:child_process';
import {
	cpSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { marked, mutantsOf, mutated, type Mutant } from './mutants.ts';
import type { Outcome, Trial } from './trial.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Looked at unless `--only` names something else. */
const usual = [
	'server/parts/**/*.ts',
	'server/kinds/**/*.ts',
	'src/lib/**/*.svelte.ts',
	'src/lib/connection/**/*.ts'
];
/** A change that makes the program go round for ever is noticed too, ms on top of three times what its tests took. */
const patience = 60_000;

const { values: given } = parseArgs({
	options: {
		/** Source files whose path begins so. */
		only: { type: 'string' },
		most: { type: 'string' },
		seed: { type: 'string', default: '1' },
		/** Only these test files, by a piece of their path: while one is being written. */
		tests: { type: 'string', multiple: true, default: [] }
	}
});
const sources = new Map(
	filesOf(given.only).map((file) => [file, readFileSync(path.join(root, file), 'utf8')])
);
const all = [...sources].flatMap(([file, source]) =>
	mutantsOf(source).map((mutant) => ({ ...mutant, file }))
);
const chosen = sample(all, Number(given.most ?? all.length), Number(given.seed));
if (chosen.length === 0) {
	console.error(`Nothing to change in ${given.only}.`);
	process.exit(2);
}
console.log(`${chosen.length} of ${all.length} changes in ${sources.size} files, seed ${given.seed}.`);

const results: { mutant: In<Mutant>; noticed: string | null }[] = [];
const tree = copyOfTree();
const tests = await whatTestsReach();
for (const mutant of chosen) {
	const noticed = await whoNotices(mutant);
	results.push({ mutant, noticed });
	console.log(
		`${noticed ? 'killed  ' : 'SURVIVED'} ${inWords(mutant)}${noticed ? `\n           ${noticed}` : ''}`
	);
}
report();

type In<T> = T & { file: string };

function filesOf(only: string | undefined): string[] {
	const globs = only === undefined ? usual : ['server/**/*.ts', 'src/**/*.ts'];
	return globSync(globs, { cwd: root })
		.filter((file) => !/(\.test|\.d)\.ts$|^src\/lib\/paraglide\//.test(file) && file.startsWith(only ?? ''))
		.toSorted();
}

/** The same ones for a seed, in the order of the files. */
function sample<T>(from: readonly T[], most: number, seed: number): T[] {
	let state = seed >>> 0;
	const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
	const drawn = from.map((_, index) => ({ index, at: draw() })).toSorted((a, b) => a.at - b.at);
	return drawn
		.slice(0, most)
		.map(({ index }) => index)
		.toSorted((a, b) => a - b)
		.map((index) => from[index]!);
}

/** Where changes are tried; the tree itself is never touched. Gone when this ends, however that is. */
function copyOfTree(): string {
	const copy = mkdtempSync(path.join(tmpdir(), 'siroop-mutate-'));
	process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.once(signal, () => {
			report();
			process.exit(1);
		});
	const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8'
	});
	const generated = ['.svelte-kit', 'src/lib/paraglide'];
	for (const file of [...files.split('\0').filter(Boolean), ...generated])
		cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
	return copy;
}

/** By function, the tests that come there, quick ones first. Every test runs once, unchanged: they must be good. */
async function whatTestsReach(): Promise<Map<string, { test: string; ms: number }[]>> {
	for (const [file, source] of sources) writeFileSync(path.join(tree, file), marked(file, source));
	const reached = path.join(tree, 'test-results/reached.jsonl');
	mkdirSync(path.dirname(reached), { recursive: true });
	const outcome = await attempt({ tests: given.tests, reached }, Number.POSITIVE_INFINITY);
	if (!outcome || outcome.failed)
		throw new Error(`without a change already: ${outcome?.failed ?? 'no outcome'}`);
	const tests = new Map<string, { test: string; ms: number }[]>();
	for (const line of readFileSync(reached, 'utf8').trim().split('\n')) {
		const { test, reached } = JSON.parse(line) as { test: string; reached: string[] };
		for (const at of reached)
			tests.set(at, [...(tests.get(at) ?? []), { test, ms: outcome.took[test] ?? 0 }]);
	}
	for (const [file, source] of sources) writeFileSync(path.join(tree, file), source);
	return tests;
}

/** The test that fails now, or null: of those that come to its function, first the ones named like its file. */
async function whoNotices(mutant: In<Mutant>): Promise<string | null> {
	const { file, within } = mutant;
	const name = path.basename(file).split('.')[0]!;
	const isOf = (test: string) => path.basename(test).startsWith(name);
	const here = (tests.get(`${file}:${within}`) ?? []).toSorted(
		(a, b) => Number(isOf(b.test)) - Number(isOf(a.test)) || a.ms - b.ms
	);
	if (here.length === 0) return null;
	const source = sources.get(file)!;
	writeFileSync(path.join(tree, file), mutated(source, mutant));
	const most = patience + 3 * here.reduce((sum, { ms }) => sum + ms, 0);
	const outcome = await attempt({ tests: here.map(({ test }) => test) }, most);
	writeFileSync(path.join(tree, file), source);
	return outcome ? outcome.failed : 'it came to no end';
}

/** null: it took too long, or ended without a word. */
async function attempt(trial: Omit<Trial, 'outcome'>, most: number): Promise<Outcome | null> {
	const outcome = path.join(tree, 'test-results/outcome.json');
	rmSync(outcome, { force: true });
	// A group of its own: a test's process that hangs ends with it.
	const child = spawn(process.execPath, ['tests/mutate/trial.ts', JSON.stringify({ ...trial, outcome })], {
		cwd: tree,
		stdio: ['ignore', 'ignore', 'inherit'],
		detached: true
	});
	const end = () => {
		try {
			process.kill(-child.pid!, 'SIGKILL');
		} catch {
			// It has ended.
		}
	};
	process.on('exit', end);
	const timer = most === Number.POSITIVE_INFINITY ? undefined : setTimeout(end, most);
	await new Promise((resolve) => child.once('close', resolve));
	clearTimeout(timer);
	process.off('exit', end);
	try {
		return JSON.parse(readFileSync(outcome, 'utf8')) as Outcome;
	} catch {
		return null;
	}
}

function inWords({ file, line, what }: In<Mutant>): string {
	return `${file}:${line}  ${what}`;
}

/** Also of what is known when it is stopped half-way. */
function report(): void {
	if (results.length === 0) return;
	const percent = (part: number, of: number) => `${Math.round((100 * part) / of)} %`;
	const rows = [...Map.groupBy(results, ({ mutant }) => mutant.file)].map(([file, ofFile]) => {
		const survived = ofFile.filter(({ noticed }) => noticed === null);
		return { file, changes: ofFile.length, killed: ofFile.length - survived.length, survived };
	});
	const wide = Math.max(...rows.map(({ file }) => file.length));
	console.log(`\n${'file'.padEnd(wide)}  changes  killed  survived`);
	for (const { file, changes, killed, survived } of rows) {
		const numbers = [
			String(changes).padStart(7),
			String(killed).padStart(6),
			String(survived.length).padStart(8)
		];
		console.log(`${file.padEnd(wide)}  ${numbers.join('  ')}`);
		for (const { mutant } of survived) {
			const isReached = tests.has(`${file}:${mutant.within}`);
			console.log(`    ${mutant.line}  ${mutant.what}${isReached ? '' : '  (no test comes here)'}`);
		}
	}
	const killed = results.filter(({ noticed }) => noticed !== null).length;
	console.log(`\n${killed} of ${results.length} killed, ${percent(killed, results.length)}`);
}
