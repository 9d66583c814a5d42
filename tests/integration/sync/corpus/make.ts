import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { attacks, type Attack } from './attacks.ts';

// The attacks as files, for tools in any language: each frame as it goes into the socket, and what should become of
// it in manifest.json. `node tests/integration/sync/corpus/make.ts` makes them anew; a test sees that they are so.

/** Larger ones are made when they are needed, from attacks.ts. */
const largestFile = 100_000;

export const folder = import.meta.dirname;
export const frameOf = ({ frame }: Attack): Buffer => Buffer.from(frame);

/** Names and contents of all files. */
export function files(): Map<string, Buffer> {
	const made = new Map<string, Buffer>();
	for (const attack of attacks) {
		const name = fileOf(attack);
		if (name) made.set(name, frameOf(attack));
	}
	made.set('manifest.json', Buffer.from(`${JSON.stringify(attacks.map(entry), null, '\t')}\n`));
	return made;
}

/** null: made when needed. */
export function fileOf(attack: Attack): string | null {
	return frameOf(attack).length > largestFile ? null : `${attack.name}.bin`;
}

function entry(attack: Attack) {
	const { name, failure, about, document, who, times, outcome, isBomb, frame } = attack;
	const bytes = frameOf(attack);
	return {
		name,
		failure,
		about,
		file: fileOf(attack),
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		isText: typeof frame === 'string',
		document,
		who,
		times,
		isBomb,
		outcome
	};
}

function write(): void {
	for (const name of readdirSync(folder)) if (name.endsWith('.bin')) rmSync(path.join(folder, name));
	for (const [name, content] of files()) writeFileSync(path.join(folder, name), content);
}

if (process.argv[1] === import.meta.filename) write();
