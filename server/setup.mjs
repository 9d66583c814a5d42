// Makes a fresh clone ready: packages, and the Node that this project was tried with.
// Runs on any Node from 20 on with nothing installed, so it is plain JavaScript and imports no package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const lockFile = path.join(root, 'package-lock.json');
const stamp = path.join(modules, '.siroop');
const pinnedNode = path.join(modules, 'node', 'bin', 'node');

class SetupError extends Error {}

/** @param {string[]} wishes `--browser`: also a browser for the tests */
function setUp(wishes) {
	if (process.platform === 'win32') throw new SetupError('On Windows, run this inside WSL.');
	requireNode(20);
	if (!isReady()) {
		if (!hasPackages()) installPackages();
		if (!hasPinnedNode()) installNode();
		writeFileSync(stamp, JSON.stringify(wanted()));
	}
	if (wishes.includes('--browser')) requireBrowser();
}

/** @param {number} least */
function requireNode(least) {
	if (Number(process.versions.node.split('.')[0]) >= least) return;
	throw new SetupError(
		`This is Node ${process.versions.node}. Install Node ${least} or newer: https://nodejs.org`
	);
}

function isReady() {
	return stamped()?.lock === wanted().lock && isForThisMachine() && existsSync(pinnedNode);
}

/** Packages hold binaries, so a node_modules that came from another kind of machine is of no use. */
function isForThisMachine() {
	const found = stamped();
	return !found || found.machine === wanted().machine;
}

/** @returns {{ lock: string, machine: string } | undefined} */
function stamped() {
	return existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : undefined;
}

function wanted() {
	const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
	return { lock, machine: `${process.platform} ${process.arch}` };
}

/**
 * Whether exactly the packages of the lock file are there, perhaps through an `npm install` of somebody's own.
 * npm writes its hidden lock file last, so a half-made node_modules has none.
 */
function hasPackages() {
	const written = path.join(modules, '.package-lock.json');
	if (!existsSync(written) || !isForThisMachine()) return false;
	const found = packagesIn(written);
	return Object.entries(packagesIn(lockFile)).every(
		([place, locked]) =>
			place === '' || (found[place] ? found[place].version === locked.version : locked.optional === true)
	);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(file) {
	return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Without install scripts: npm 10 would run those of every package, and one wants a C++ compiler for nothing. */
function installPackages() {
	say('Installing the packages of package-lock.json, one or two minutes the first time.');
	const started = Date.now();
	try {
		npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
	} catch (error) {
		rmSync(modules, { recursive: true, force: true, maxRetries: 3 });
		throw error;
	}
	say(`Packages are there, ${seconds(started)}.`);
}

/** The package `node` has the one install script that is needed: it fetches the binary for this machine. */
function installNode() {
	const version = pinnedVersion();
	say(`Fetching Node ${version} for this project only, about 45 MB.`);
	const started = Date.now();
	npm('rebuild', 'node', '--prefer-offline', '--loglevel=error');
	if (!hasPinnedNode())
		throw new SetupError(`npm did not bring Node ${version} for ${process.platform} on ${process.arch}.`);
	say(`Node ${version} is there, ${seconds(started)}.`);
}

function hasPinnedNode() {
	if (!existsSync(pinnedNode)) return false;
	const told = spawnSync(pinnedNode, ['-v'], { encoding: 'utf8' });
	return told.stdout?.trim() === `v${pinnedVersion()}`;
}

function pinnedVersion() {
	return packagesIn(lockFile)['node_modules/node']?.version;
}

/** @param {string[]} words */
function npm(...words) {
	const run = spawnSync('npm', words, {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {
			...process.env,
			PATH: pathWithoutModules(),
			npm_config_fetch_retry_mintimeout: '1000',
			npm_config_fetch_retry_maxtimeout: '5000',
			npm_config_update_notifier: 'false'
		}
	});
	if (run.status !== 0) throw new SetupError(whyNpmFailed(run.error, run.stderr ?? '', words.join(' ')));
}

/** npm replaces node_modules, so it must not run on the Node that lives in there. */
function pathWithoutModules() {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders.filter((folder) => !folder.startsWith(modules)).join(path.delimiter);
}

/**
 * @param {Error | undefined} error
 * @param {string} told what npm wrote
 * @param {string} command
 */
function whyNpmFailed(error, told, command) {
	if (error && 'code' in error && error.code === 'ENOENT')
		return 'There is no npm on this machine. It comes with Node: https://nodejs.org';
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.test(told))
		return 'The package registry cannot be reached. Check the network (or the proxy settings of npm) and try again.';
	return `"npm ${command}" failed:\n${told || error}`;
}

function requireBrowser() {
	const found = spawnSync(pinnedNode, [path.join('tests', 'browser.ts')], { cwd: root, stdio: 'inherit' });
	if (found.status !== 0) throw new SetupError('The browser tests need a browser.');
}

/** @param {number} started */
function seconds(started) {
	return `${((Date.now() - started) / 1000).toFixed(0)} s`;
}

/** @param {string} words */
function say(words) {
	console.log(`[set-up] ${words}`);
}

try {
	setUp(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof SetupError)) throw error;
	console.error(`[set-up] ${error.message}`);
	process.exitCode = 1;
}
