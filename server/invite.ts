// npm run invite: a one-time link that makes a facilitator, or `-- --administrator` the administrator of the
// installation, for whoever may read the server's disk.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDb } from './db/open.ts';
import { invite } from './people/invitations.ts';
import { settingsFrom } from './app/settings.ts';

const { values: given } = parseArgs({ options: { administrator: { type: 'boolean', default: false } } });
const settings = settingsFrom(process.env);
const file = join(settings.dataDir, 'siroop.db');
if (existsSync(file)) {
	const db = await openDb(file);
	const token = await invite(db, given.administrator ? 'administrator' : 'facilitator', Date.now());
	await db.destroy();
	console.log(`${settings.origin ?? `http://localhost:${settings.port}`}/eerste/${token}`);
} else {
	console.error(`${file} is not there: name its folder with DATA_DIR, or start the program once (npm start)`);
	process.exitCode = 1;
}
