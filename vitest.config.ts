import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// Messages are compiled before (`npm run sync`): Paraglide's plugin keeps Vitest from ending.
export default defineConfig({
	plugins: [sveltekit()],
	test: {
		include: [
			'{src,server}/**/*.test.ts',
			'tests/*.test.ts',
			'tests/integration/**/*.test.ts',
			'tests/fuzz/**/*.test.ts'
		],
		environment: 'node',
		// A process for each file: SQLite, sockets and writer threads of one test can't disturb another.
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 20_000,
		allowOnly: !process.env.CI,
		reporters: ['default', 'json'],
		outputFile: { json: 'test-results/unit.json' }
	}
});
