import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Written and taken away again. SQLite writes for a while into room that its logs have; this takes room of its own. */
const probeBytes = 256 * 1024;
/** How a file of SQLite begins. */
const magic = 'SQLite format 3\0';

/**
 * Throws while nothing can be added to the folder, or a database in it is gone or is none any more. Waits for the disk,
 * and lets nothing else wait.
 */
export async function checkDisk(folder: string, databases: readonly string[]): Promise<void> {
	await Promise.all(databases.map(checkDatabase));
	const probe = join(folder, 'probe.tmp');
	try {
		await writeFile(probe, Buffer.alloc(probeBytes));
	} finally {
		await rm(probe, { force: true });
	}
}

async function checkDatabase(path: string): Promise<void> {
	const file = await open(path);
	try {
		const { buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
		if (buffer.toString('latin1') !== magic) throw new Error(`${path} is no database`);
	} finally {
		await file.close();
	}
}
