import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}build/.sources`;
/** Everything that SvelteKit's build reads. server/ is not among it: it runs as it is. */
const sources = [
	'src/**',
	'static/**',
	'messages/*.json',
	'project.inlang/settings.json',
	'svelte.config.js',
	'vite.config.ts',
	'server/languages.ts',
	'package-lock.json'
];

/** Builds the app into build/, or only if it would become another one. Returns whether build/ is good. */
export function build(when: 'always' | 'if changed'): boolean {
	const fingerprint = sourcesNow();
	if (when === 'if changed' && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return true;
	console.log('[build] Building the app, about half a minute.');
	const started = Date.now();
	const vite = `${root}node_modules/vite/bin/vite.js`;
	const words = [vite, 'build', '--configLoader', 'native', '--logLevel', 'warn'];
	if (spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status !== 0) return false;
	writeFileSync(stamp, fingerprint);
	console.log(`[build] Built in ${Math.round((Date.now() - started) / 1000)} s.`);
	return true;
}

function sourcesNow(): string {
	const hash = createHash('sha256');
	const files = globSync(sources, {
		cwd: root,
		withFileTypes: true,
		exclude: ['src/lib/paraglide/**', '**/*.test.ts']
	})
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.parentPath}/${entry.name}`)
		.sort();
	for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
	return hash.digest('hex');
}

if (import.meta.main && !build(process.argv.includes('--if-changed') ? 'if changed' : 'always'))
	process.exitCode = 1;
