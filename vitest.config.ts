import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** State classes with runes and components: what they do in a browser, beside their code. */
const inBrowser = 'src/**/*.svelte.test.ts';

// Messages are compiled before (`npm run sync`): Paraglide's plugin keeps Vitest from ending.
export default defineConfig({
	test: {
		// A process for each file: SQLite, sockets and writer threads of one test can't disturb another.
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 60_000,
		allowOnly: !process.env.CI,
		reporters: ['default', 'json'],
		outputFile: { json: 'test-results/unit.json' },
		projects: [
			{
				extends: true,
				plugins: [sveltekit()],
				test: {
					name: 'node',
					setupFiles: 'tests/support/no-scans.ts',
					include: [
						'{src,server}/**/*.test.ts',
						'tests/*.test.ts',
						'tests/integration/**/*.test.ts',
						'tests/fuzz/**/*.test.ts',
						'tests/attack/**/*.test.ts'
					],
					exclude: [inBrowser],
					environment: 'node'
				}
			},
			{
				extends: true,
				plugins: [sveltekit()],
				// Else Svelte comes as it is on a server, where nothing is mounted and nothing reacts.
				resolve: { conditions: ['browser'] },
				test: { name: 'browser', include: [inBrowser], environment: 'happy-dom' }
			},
			// Against the built program in a process of its own, for minutes: `npm run attack`.
			...(process.env.SIROOP_ATTACK
				? [
						{
							extends: true as const,
							test: {
								name: 'attack',
								include: ['tests/attack/**/*.attack.ts'],
								environment: 'node',
								testTimeout: 300_000,
								hookTimeout: 300_000,
								fileParallelism: false
							}
						}
					]
				: [])
		]
	}
});
