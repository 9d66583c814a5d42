import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserPath } from './browser.ts';

/** Stands in for npm: notes how it was called, and does to node_modules what npm would. */
const npm = `#!/bin/sh
echo "$@" >> calls
case "$1" in
	ci)
		rm -rf node_modules
		mkdir -p node_modules/yjs
		[ -z "$OFFLINE" ] || { echo "npm error code ENOTFOUND" >&2; exit 1; }
		cp package-lock.json node_modules/.package-lock.json ;;
	rebuild)
		mkdir -p node_modules/node/bin
		printf '#!/bin/sh\\necho v24.1.0\\n' > node_modules/node/bin/node
		chmod +x node_modules/node/bin/node ;;
esac
`;

function lock(yjs: string): string {
	return JSON.stringify({
		packages: {
			'': { name: 'siroop' },
			'node_modules/node': { version: '24.1.0' },
			'node_modules/yjs': { version: yjs },
			'node_modules/for-another-machine': { version: '1.0.0', optional: true }
		}
	});
}

describe('set-up', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'siroop-setup-'));
		for (const name of ['server', 'bin', 'nothing']) mkdirSync(path.join(folder, name));
		copyFileSync(path.resolve(import.meta.dirname, '../server/setup.mjs'), at('server/setup.mjs'));
		writeFileSync(at('package-lock.json'), lock('13.6.0'));
		writeFileSync(at('bin/npm'), npm);
		chmodSync(at('bin/npm'), 0o755);
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	const at = (file: string) => path.join(folder, file);

	function setUp(env: Record<string, string> = {}) {
		rmSync(at('calls'), { force: true });
		const run = spawnSync(process.execPath, [at('server/setup.mjs')], {
			encoding: 'utf8',
			env: { PATH: `${at('bin')}:/usr/bin:/bin`, ...env }
		});
		const calls = existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : [];
		return { ...run, calls: calls.map((call) => call.split(' --').slice(0, 2).join(' --')) };
	}

	test('installs without install scripts, then the pinned Node, and says so', () => {
		const { status, calls, stdout } = setUp();
		expect(status).toBe(0);
		expect(calls).toEqual(['ci --ignore-scripts', 'rebuild node --prefer-offline']);
		expect(stdout).toContain('Installing the packages of package-lock.json');
		expect(stdout).toContain('Node 24.1.0 is there');
	});

	test('has nothing to do the second time', () => {
		setUp();
		expect(setUp()).toMatchObject({ status: 0, calls: [], stdout: '' });
	});

	test('installs anew when the lock file changed', () => {
		setUp();
		writeFileSync(at('package-lock.json'), lock('13.7.0'));
		expect(setUp().calls).toContain('ci --ignore-scripts');
		expect(setUp().calls).toEqual([]);
	});

	test('takes over what somebody installed from the same lock file', () => {
		mkdirSync(at('node_modules'));
		copyFileSync(at('package-lock.json'), at('node_modules/.package-lock.json'));
		expect(setUp().calls).toEqual(['rebuild node --prefer-offline']);
	});

	test('does not believe a half-made node_modules', () => {
		mkdirSync(at('node_modules/yjs'), { recursive: true });
		expect(setUp().calls).toContain('ci --ignore-scripts');
	});

	test('does not believe a node_modules of another kind of machine', () => {
		setUp();
		const stamp = JSON.parse(readFileSync(at('node_modules/.siroop'), 'utf8'));
		writeFileSync(at('node_modules/.siroop'), JSON.stringify({ ...stamp, machine: 'plan9 mips' }));
		expect(setUp().calls).toContain('ci --ignore-scripts');
	});

	test('offline: one sentence, and no half-made node_modules', () => {
		const { status, stderr } = setUp({ OFFLINE: 'yes' });
		expect(status).toBe(1);
		expect(stderr).toBe(
			'[set-up] The package registry cannot be reached. Check the network (or the proxy settings of npm) and try again.\n'
		);
		expect(existsSync(at('node_modules'))).toBe(false);
		expect(setUp().status).toBe(0);
	});

	test('without npm: one sentence that says where it comes from', () => {
		const { status, stderr } = setUp({ PATH: at('nothing') });
		expect(status).toBe(1);
		expect(stderr).toContain('There is no npm on this machine.');
	});
});

describe('the browser of the machine', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'siroop-browser-'));
		vi.stubEnv('PATH', folder);
		vi.stubEnv('CHROMIUM_PATH', undefined);
	});

	afterEach(() => {
		vi.unstubAllEnvs();
		rmSync(folder, { recursive: true });
	});

	function put(name: string, exit: number): string {
		writeFileSync(path.join(folder, name), `#!/bin/sh\nexit ${exit}\n`);
		chmodSync(path.join(folder, name), 0o755);
		return path.join(folder, name);
	}

	test('is the first on the path that starts, not one that only says to install it elsewhere', () => {
		put('chromium-browser', 1);
		const chrome = put('google-chrome', 0);
		expect(browserPath()).toBe(chrome);
	});

	test('is the one that CHROMIUM_PATH names', () => {
		put('chromium', 0);
		const mine = put('mine', 0);
		vi.stubEnv('CHROMIUM_PATH', mine);
		expect(browserPath()).toBe(mine);
	});

	test('a wrong CHROMIUM_PATH is said, not passed over', () => {
		put('chromium', 0);
		vi.stubEnv('CHROMIUM_PATH', put('mine', 1));
		expect(() => browserPath()).toThrow('no browser starts from there');
	});
});
