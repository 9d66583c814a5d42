import { describe, expect, test } from 'vitest';
import { atLeastOne, countBrowser, countUnit } from './run.ts';

const file = (status: string, ...tests: string[]) => ({
	status,
	assertionResults: tests.map((test) => ({ status: test }))
});

describe('the last line of npm test', () => {
	test('counts unit tests, and a file that could not be loaded as one failure', () => {
		const report = {
			numPassedTests: 3,
			numFailedTests: 1,
			testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed'), file('failed')]
		};
		expect(countUnit(report)).toEqual({ passed: 3, failed: 2 });
	});

	test('counts browser tests; one that passes at the second try fails where nobody watches', () => {
		const report = { stats: { expected: 4, unexpected: 1, flaky: 1 }, errors: [] };
		expect(countBrowser(report, false)).toEqual({ passed: 5, failed: 1 });
		expect(countBrowser(report, true)).toEqual({ passed: 4, failed: 2 });
	});

	test('counts what went wrong outside any test', () => {
		const report = { stats: { expected: 4, unexpected: 0, flaky: 0 }, errors: [{ message: 'no such file' }] };
		expect(countBrowser(report, false)).toEqual({ passed: 4, failed: 1 });
	});

	test('no test at all is a failure, and so is a bad end after good tests', () => {
		expect(atLeastOne(countUnit(undefined), true)).toEqual({ passed: 0, failed: 1 });
		expect(atLeastOne({ passed: 9, failed: 0 }, false)).toEqual({ passed: 9, failed: 1 });
		expect(atLeastOne({ passed: 9, failed: 0 }, true)).toEqual({ passed: 9, failed: 0 });
		expect(atLeastOne({ passed: 9, failed: 2 }, false)).toEqual({ passed: 9, failed: 2 });
	});
});
