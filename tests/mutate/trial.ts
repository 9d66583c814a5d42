// A process of its own, in a copy of the tree: runs test files when it is told to, and keeps what it has read between.
import path from 'node:path';
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from 'vitest/node';

export interface Trial {
	/** Paths in the tree, in the order in which they run, up to the first that fails; 'all': every one, to the end. */
	tests: readonly string[] | 'all';
	/** Of 'all', those with one of these in their path; none: every one. */
	like?: readonly string[];
	/** Sources that are other ones than before. */
	changed?: readonly string[];
}
export interface Outcome {
	/** The first test that failed. */
	failed: string | null;
	/** It waited for something that did not come in time: on a busy machine that may be the machine. */
	hasWaited: boolean;
	/** Test files that were good, and how long each took, ms. */
	took: Record<string, number>;
}

/** Longer than in the tests themselves, ms: a change that lets nothing happen is noticed all the same. */
const patience = 60_000;
const inVain = /timed out|^waited \d+ ms/i;

const isMarked = process.argv[2] === 'marked';
let ended: TestModule[] = [];
let order: readonly string[] = [];

class AsGiven extends BaseSequencer {
	override sort(files: TestSpecification[]) {
		const place = ({ moduleId }: TestSpecification) => order.indexOf(path.relative('.', moduleId));
		return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
	}
}

const vitest = await createVitest('test', {
	watch: false,
	// Of this trial alone: what Vitest returns has test files of earlier ones too.
	reporters: [{ onTestModuleEnd: (module) => void ended.push(module) }],
	sequence: { sequencer: AsGiven },
	...(!isMarked && { bail: 1, maxWorkers: 1 })
});
for (const { config } of vitest.projects) {
	config.testTimeout = config.hookTimeout = patience;
	if (isMarked) config.setupFiles.push(path.resolve('tests/mutate/reached.ts'));
}

process.on('message', async ({ tests, like = [], changed = [] }: Trial) => {
	for (const file of changed) vitest.invalidateFile(path.resolve(file));
	order = tests === 'all' ? [] : tests;
	const found = await vitest.globTestSpecifications([...(tests === 'all' ? like : tests)]);
	ended = [];
	await vitest.runTestSpecifications(found.filter(({ moduleId }) => !readsTheTree(moduleId)));
	process.send!(outcomeOf(ended));
});

/** What stands beside no file reads the tree, and runs none of it. */
const readsTheTree = (test: string) => path.dirname(path.relative('.', test)) === 'tests';

function outcomeOf(ended: readonly TestModule[]): Outcome {
	const broken = ended.find((module) => module.state() === 'failed');
	const test = broken && [...broken.children.allTests('failed')][0];
	const good = ended.filter((module) => module.state() === 'passed');
	const stray = vitest.state.getUnhandledErrors().length > 0 ? 'an error that nobody caught' : null;
	return {
		failed: broken ? [broken.relativeModuleId, test?.fullName].filter(Boolean).join(': ') : stray,
		hasWaited: test?.result().errors?.some(({ message }) => inVain.test(message)) ?? false,
		took: Object.fromEntries(good.map((module) => [module.relativeModuleId, module.diagnostic().duration]))
	};
}
