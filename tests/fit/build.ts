import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview, type PreviewServer } from 'vite';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const root = here('page');
const outDir = path.resolve(here('../..'), 'test-results/fit/page');

const inPlaceOf = {
	vitest: here('page/vitest.ts'),
	...Object.fromEntries(
		['app/state', 'app/forms', 'app/navigation', 'app/environment'].map((name) => [
			`$${name}`,
			here('page/kit.ts')
		])
	)
};

/** The pictures of the beamer on a page of their own, outside of what is shipped: serves it, and says where. */
export async function serveFitPage(): Promise<{ url: string; server: PreviewServer }> {
	const shared = {
		root,
		configFile: false as const,
		logLevel: 'warn' as const,
		publicDir: here('../../static')
	};
	await build({
		...shared,
		plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
		resolve: { alias: inPlaceOf },
		build: {
			outDir,
			emptyOutDir: true,
			minify: false,
			target: 'es2022',
			rolldownOptions: { checks: { pluginTimings: false } }
		}
	});
	const server = await preview({ ...shared, build: { outDir }, preview: { port: 0 } });
	return { url: server.resolvedUrls!.local[0]!, server };
}
