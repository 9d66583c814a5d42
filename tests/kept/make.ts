// npm run keep: the databases of every moment of the demo, as this program makes them, for the programs of later.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '#server/db/migrations/migrations.ts';
import { keepDemo } from '../support/server.ts';
import { pack } from './archive.ts';

const file = path.join(import.meta.dirname, `schema-${migrations.at(-1)!.number}.br`);
const name = path.relative(process.cwd(), file);
if (existsSync(file)) {
	console.error(`${name} is there, and stays as the program of then made it.`);
	process.exit(1);
}

const { drop } = await keepDemo();
try {
	const folder = process.env.SIROOP_MOMENTS!;
	const found = globSync('*/*', { cwd: folder }).sort();
	const packed = pack(new Map(found.map((one) => [one, readFileSync(path.join(folder, one))])));
	writeFileSync(file, packed);
	console.log(`${found.length} files in ${name}, ${(packed.length / 1000).toFixed(0)} kB`);
} finally {
	drop();
}
