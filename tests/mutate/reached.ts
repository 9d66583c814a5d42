import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect } from 'vitest';

// What the functions of a marked tree tell: one line for each test file.
const reached = new Set<string>();
Object.assign(globalThis, { reached });

afterAll(() => {
	const test = path.relative(process.cwd(), expect.getState().testPath!);
	appendFileSync('test-results/reached.jsonl', `${JSON.stringify({ test, reached: [...reached] })}\n`);
});
