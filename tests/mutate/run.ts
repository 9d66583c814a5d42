// npm run mutate [-- --only PATH] [--most N] [--seed N] [--tests PATH]: small changes of the source, one at a time, and
// which of them no test notices.
import { execFileSync } from 'node:child_process';
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
import { Runner } from './runner.ts';

const root = path.resolve(import.meta.dirname, '../..');
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
		only: { type: 'string', multiple: true, default: [''] },
		most: { type: 'string' },
		seed: { type: 'string', default: '1' },
		/** Only these test files, by a piece of their path: while one is being written. */
		tests: { type: 'string', multiple: true, default: [] }
	}
});

type Change = Mutant & { file: string };
/** By function, the tests that come there. */
type Reach = Map<string, { test: string; ms: number }[]>;
/** `noticed`: the test that failed, or null. */
type Result = Change & { noticed: string | null; isReached: boolean };

const sources = new Map(
	filesOf(given.only).map((file) => [file, readFileSync(path.join(root, file), 'utf8')])
);
const all = [...sources].flatMap(([file, source]) =>
	mutantsOf(source).map((mutant) => ({ ...mutant, file }))
);
const chosen = sample(all, Number(given.most ?? all.length), Number(given.seed));
if (chosen.length === 0) {
	console.error(`There is nothing to change in ${given.only.join(', ')}.`);
	process.exit(2);
}
console.log(`${chosen.length} of ${all.length} changes in ${sources.size} files, seed ${given.seed}.`);

const results: Result[] = [];
/** Where changes are tried; the tree itself is never touched. Gone when this ends, however that is. */
const tree = mkdtempSync(path.join(tmpdir(), 'siroop-mutate-'));
const runners = [new Runner(tree, 'marked'), new Runner(tree)] as const;
process.on('exit', () => {
	for (const runner of runners) runner.end();
	// What was ended a moment ago may still be writing.
	rmSync(tree, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.once(signal, () => {
		report();
		process.exit(1);
	});

copyTree();
const reach = await whatTestsReach(runners[0]);
for (const change of chosen) {
	const here = reach.get(`${change.file}:${change.within}`) ?? [];
	const noticed = await whoNotices(runners[1], change, here);
	results.push({ ...change, noticed, isReached: here.length > 0 });
	console.log(`${noticed === null ? 'SURVIVED' : 'killed  '} ${change.file}:${change.line}  ${change.what}`);
	if (noticed !== null) console.log(`           ${noticed}`);
}
report();
process.exit();

/** Of the usual files, or when none of those is meant, of all. */
function filesOf(only: readonly string[]): string[] {
	const begun = (globs: readonly string[]) =>
		globSync(globs, { cwd: root }).filter(
			(file) =>
				!/(\.test|\.d)\.ts$|^src\/lib\/paraglide\//.test(file) && only.some((begin) => file.startsWith(begin))
		);
	const files = begun(usual);
	return (files.length > 0 ? files : begun(['server/**/*.ts', 'src/**/*.ts'])).toSorted();
}

/** The same ones for a seed, in the order of the files. */
function sample<T>(from: readonly T[], most: number, seed: number): T[] {
	let state = seed >>> 0;
	const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
	const drawn = from.map((_, index) => ({ index, at: draw() })).toSorted((a, b) => a.at - b.at);
	const indices = drawn.slice(0, most).map(({ index }) => index);
	return indices.toSorted((a, b) => a - b).map((index) => from[index]!);
}

function copyTree(): void {
	const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root });
	const generated = ['.svelte-kit', 'src/lib/paraglide'];
	for (const file of [...String(listed).split('\0').filter(Boolean), ...generated])
		cpSync(path.join(root, file), path.join(tree, file), { recursive: true });
	symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
	mkdirSync(path.join(tree, 'test-results'), { recursive: true });
}

/** Every test runs once, on sources that say what is reached. One that fails without a change notices none. */
async function whatTestsReach(runner: Runner): Promise<Reach> {
	for (const [file, source] of sources) writeFileSync(path.join(tree, file), marked(file, source));
	const outcome = await runner.try({ tests: 'all', like: given.tests });
	runner.end();
	for (const [file, source] of sources) writeFileSync(path.join(tree, file), source);
	if (!outcome) throw new Error('the tests came to no end');
	const reach: Reach = new Map();
	const lines = readFileSync(path.join(tree, 'test-results/reached.jsonl'), 'utf8').trim().split('\n');
	for (const line of lines) {
		const { test, reached } = JSON.parse(line) as { test: string; reached: string[] };
		const ms = outcome.took[test];
		if (ms === undefined) console.log(`Left out, for it fails without a change: ${test}`);
		else for (const at of reached) reach.set(at, [...(reach.get(at) ?? []), { test, ms }]);
	}
	return reach;
}

/**
 * Of the tests that come here: first the ones that are named like the file or its folder, then the quick ones. What merely took too
 * long is tried again, for it may have been the machine.
 */
async function whoNotices(
	runner: Runner,
	change: Change,
	here: readonly { test: string; ms: number }[]
): Promise<string | null> {
	if (here.length === 0) return null;
	const { file } = change;
	const names = [path.basename(file).split('.')[0]!, path.basename(path.dirname(file))];
	const isOf = ({ test }: { test: string }) =>
		Number(names.some((name) => path.basename(test).startsWith(name)));
	const inTurn = here.toSorted((a, b) => isOf(b) - isOf(a) || a.ms - b.ms);
	const source = sources.get(file)!;
	writeFileSync(path.join(tree, file), mutated(source, change));
	const changed = [file, ...(results.length > 0 ? [results.at(-1)!.file] : [])];
	const trial = { tests: inTurn.map(({ test }) => test), changed };
	const most = patience + 3 * here.reduce((sum, { ms }) => sum + ms, 0);
	let outcome = await runner.try(trial, most);
	if (!outcome || outcome.hasWaited) outcome = await runner.try(trial, most);
	writeFileSync(path.join(tree, file), source);
	return outcome ? outcome.failed : 'it came to no end';
}

/** Also of what is known when it is stopped half-way. */
function report(): void {
	if (results.length === 0) return;
	const files = [...Map.groupBy(results, ({ file }) => file)];
	const wide = Math.max(...files.map(([file]) => file.length));
	const row = (file: string, ...cells: (string | number)[]) =>
		console.log([file.padEnd(wide), ...cells.map((cell) => String(cell).padStart(8))].join('  '));
	const isSurvivor = ({ noticed }: Result) => noticed === null;

	console.log();
	row('file', 'changes', 'killed', 'survived');
	for (const [file, ofFile] of files) {
		const survivors = ofFile.filter(isSurvivor);
		row(file, ofFile.length, ofFile.length - survivors.length, survivors.length);
		for (const { line, what, isReached } of survivors)
			console.log(`    ${line}  ${what}${isReached ? '' : '  (no test comes here)'}`);
	}
	const killed = results.length - results.filter(isSurvivor).length;
	console.log(`\n${killed} of ${results.length} killed, ${Math.round((100 * killed) / results.length)} %`);
}
