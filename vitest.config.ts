import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** State classes with runes and components: what they do in a browser, beside their code. */
const inBrowser = 'src/**/*.svelte.test.ts';

/** What measures memory or CPU, ends threads, or puts something in the place of the file system: a process for each file. */
const alone = [
	// What they put in the place of SvelteKit's own is in what they load.
	'src/lib/{parts/cards/given,connection/refresh,journey/following}.test.ts',
	'tests/*.test.ts',
	'tests/integration/*.test.ts',
	'tests/{fuzz,attack,integration/sync}/**/*.test.ts'
];

// Messages are compiled before (`npm run sync`): Paraglide's plugin keeps Vitest from ending.
export default defineConfig({
	test: {
		pool: 'forks',
		// Tests wait for the disk and for each other's sockets half of the time.
		maxWorkers: 3,
		restoreMocks: true,
		unstubGlobals: true,
		unstubEnvs: true,
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
					globalSetup: 'tests/support/empty-data.ts',
					setupFiles: 'tests/support/no-scans.ts',
					include: ['{src,server}/**/*.test.ts', 'tests/integration/*/**/*.test.ts'],
					exclude: [inBrowser, ...alone],
					environment: 'node',
					// The program is loaded once for many files: what a test changes in it, it puts back.
					isolate: false
				}
			},
			{
				extends: true,
				plugins: [sveltekit()],
				test: {
					name: 'alone',
					globalSetup: 'tests/support/empty-data.ts',
					setupFiles: 'tests/support/no-scans.ts',
					include: alone,
					environment: 'node'
				}
			},
			{
				extends: true,
				plugins: [sveltekit()],
				// Else Svelte comes as it is on a server, where nothing is mounted and nothing reacts.
				resolve: { conditions: ['browser'] },
				test: {
					name: 'browser',
					include: [inBrowser],
					environment: 'happy-dom',
					setupFiles: 'tests/support/site.ts'
				}
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
