import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { WrittenDemo } from '#server/demo.ts';

/** Contents by path, 'lobby/siroop.db'. */
export type Files = ReadonlyMap<string, Buffer>;

/** Stands in front, as JSON: the files in their order. */
type List = { file: string; bytes: number }[];

/** Of the number that says how long the list is. */
const lengthBytes = 4;

/** Files with the moments of the demo as they were kept, of the newest schema last. */
export const archives = globSync('*.br', { cwd: import.meta.dirname }).sort((a, b) =>
	a.localeCompare(b, 'en', { numeric: true })
);

export const readArchive = (archive: string): Files =>
	unpack(readFileSync(path.join(import.meta.dirname, archive)));

/** Writes the databases of a moment into a folder. Returns who is in them. */
export function writeMoment(files: Files, moment: string, folder: string): WrittenDemo {
	const contentOf = (name: string) => files.get(`${moment}/${name}`)!;
	for (const name of ['siroop.db', 'sync.db']) writeFileSync(path.join(folder, name), contentOf(name));
	return JSON.parse(contentOf('demo.json').toString()) as WrittenDemo;
}

/**
 * Many files in one, compressed as a whole: the databases of one evening differ little, and what is the same in them
 * costs nothing the second time.
 */
export function pack(files: Files): Buffer {
	const list: List = [...files].map(([file, { length }]) => ({ file, bytes: length }));
	const head = Buffer.from(JSON.stringify(list));
	const length = Buffer.alloc(lengthBytes);
	length.writeUInt32BE(head.length);
	return brotliCompressSync(Buffer.concat([length, head, ...files.values()]), {
		params: {
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			// The best, 11, takes 25 s and saves half a per cent.
			[constants.BROTLI_PARAM_QUALITY]: 9
		}
	});
}

function unpack(packed: Buffer): Files {
	const all = brotliDecompressSync(packed);
	let at = lengthBytes + all.readUInt32BE();
	const list = JSON.parse(all.toString('utf8', lengthBytes, at)) as List;
	return new Map(list.map(({ file, bytes }) => [file, all.subarray(at, (at += bytes))]));
}
