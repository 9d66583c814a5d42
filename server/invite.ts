// npm run invite: a one-time link that makes a facilitator, for whoever may read the server's disk.
import { join } from 'node:path';
import { openDb } from './db/open.ts';
import { invite } from './people.ts';
import { settingsFrom } from './settings.ts';

const settings = settingsFrom(process.env);
const db = await openDb(join(settings.dataDir, 'siroop.db'));
const token = await invite(db, Date.now());
await db.destroy();
console.log(`${settings.origin ?? `http://localhost:${settings.port}`}/eerste/${token}`);
