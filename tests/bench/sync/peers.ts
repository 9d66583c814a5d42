import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../peers/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const stamp = path.join(folder, 'node_modules', '.siroop');

/** Installs the servers that ours is measured against, when they are not there as the lock file says. */
export function installPeers(): void {
	const lock = createHash('sha256')
		.update(readFileSync(path.join(folder, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	console.log('Installing the other servers into tests/bench/peers, once.');
	// Their native parts come with the packages; nothing needs a compiler.
	const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
	const run = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
	if (run.status !== 0) throw new Error(`"npm ci" in tests/bench/peers failed:\n${run.stderr || run.error}`);
	writeFileSync(stamp, lock);
}

/** 'yjs 13.6.33' for each package that matters, ours and theirs. */
export function versions(): Record<'siroop' | 'peers', string[]> {
	const of = (place: string, names: string[]) =>
		names.map((name) => {
			const file = path.join(place, 'node_modules', name, 'package.json');
			const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
			return `${name} ${version}`;
		});
	const shared = ['yjs', 'y-protocols', 'lib0', 'ws', 'better-sqlite3'];
	const peers = ['@hocuspocus/server', '@hocuspocus/extension-sqlite', '@y/websocket-server'];
	return { siroop: of(root, shared), peers: of(folder, [...peers, ...shared]) };
}
