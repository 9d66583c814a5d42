// A process of its own, in a copy of the tree: runs these test files in this order, up to the first that fails.
import { writeFileSync } from 'node:fs';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';

export interface Trial {
	/** Paths in the tree; none: all that there are. */
	tests: string[];
	/** Where the outcome goes. */
	outcome: string;
	/** Where each test file writes which functions it reached; it then runs to its end. */
	reached?: string;
}
export interface Outcome {
	/** Of the first test that failed. */
	failed: string | null;
	/** Test files and how long each took, ms. */
	took: Record<string, number>;
}

const { tests, outcome, reached } = JSON.parse(process.argv[2]!) as Trial;
if (reached) process.env.REACHED = reached;

class AsGiven extends BaseSequencer {
	override sort(files: TestSpecification[]) {
		const place = ({ moduleId }: TestSpecification) =>
			tests.findIndex((test) => moduleId.endsWith(`/${test}`));
		return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
	}
}

const vitest = await startVitest('test', tests, {
	watch: false,
	reporters: [],
	// What reads the tree itself, and runs none of it.
	exclude: ['tests/*.test.ts'],
	sequence: { sequencer: AsGiven },
	...(reached ? { setupFiles: ['tests/mutate/reached.ts'] } : { bail: 1, maxWorkers: 1 })
});
const modules = vitest.state.getTestModules();
const broken = modules.find((module) => module.state() === 'failed');
const test = broken && [...broken.children.allTests('failed')][0];
const told: Outcome = {
	failed: broken ? `${broken.relativeModuleId}${test ? `: ${test.fullName}` : ''}` : null,
	took: Object.fromEntries(modules.map((module) => [module.relativeModuleId, module.diagnostic().duration]))
};
writeFileSync(outcome, JSON.stringify(told));
await vitest.close();
