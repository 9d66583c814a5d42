// A process of its own, in a copy of the tree: runs test files when it is told to, and keeps what it has read between.
import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';

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

let order: readonly string[] = [];
class AsGiven extends BaseSequencer {
	override sort(files: TestSpecification[]) {
		const place = ({ moduleId }: TestSpecification) =>
			order.findIndex((test) => moduleId.endsWith(`/${test}`));
		return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
	}
}

const isMarked = process.argv[2] === 'marked';
const vitest = await createVitest('test', {
	watch: false,
	reporters: [],
	// What reads the tree itself, and runs none of it.
	exclude: ['tests/*.test.ts'],
	sequence: { sequencer: AsGiven },
	testTimeout: patience,
	hookTimeout: patience,
	...(isMarked ? { setupFiles: ['tests/mutate/reached.ts'] } : { bail: 1, maxWorkers: 1 })
});

process.on('message', async ({ tests, like = [], changed = [] }: Trial) => {
	for (const file of changed) vitest.invalidateFile(`${process.cwd()}/${file}`);
	order = tests === 'all' ? [] : tests;
	const found = await vitest.globTestSpecifications(tests === 'all' ? [...like] : [...tests]);
	const { testModules } = await vitest.runTestSpecifications(found);
	const broken = testModules.find((module) => module.state() === 'failed');
	const test = broken && [...broken.children.allTests('failed')][0];
	const outcome: Outcome = {
		failed: broken ? `${broken.relativeModuleId}${test ? `: ${test.fullName}` : ''}` : null,
		hasWaited: test?.result().errors?.some(({ message }) => inVain.test(message)) ?? false,
		took: Object.fromEntries(
			testModules
				.filter((module) => module.state() === 'passed')
				.map((module) => [module.relativeModuleId, module.diagnostic().duration])
		)
	};
	process.send!(outcome);
});
