import { defineConfig, devices } from '@playwright/test';
import { browserPath, launchArguments } from './tests/browser.ts';

// No webServer: each test starts a server of its own on a database of its own, see tests/support/server.ts.
export default defineConfig({
	testDir: 'tests/e2e',
	globalSetup: './tests/e2e/moments.setup.ts',
	outputDir: 'test-results/e2e',
	fullyParallel: true,
	workers: 2,
	retries: 0,
	timeout: 120_000,
	// What is waited for comes at once or never; on a busy machine at once takes its time.
	expect: { timeout: 15_000 },
	forbidOnly: Boolean(process.env.CI),
	reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
	use: { trace: 'retain-on-failure' },
	projects: [
		{
			name: 'chromium',
			use: {
				...devices['Desktop Chrome'],
				launchOptions: { executablePath: browserPath(), args: launchArguments }
			}
		}
	]
});
