import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { vi } from 'vitest';

// Two runs of the program that draw the same: what differs between them then is no chance. Import it before the program,
// for Yjs takes its source of numbers along when it is loaded.

const draws = { bytes: 0, documents: 0, values: 0 };
const drawn = (size: number, from: string) =>
	crypto.createHash('shake128', { outputLength: size }).update(from).digest();

crypto.randomBytes = ((size: number) => drawn(size, `b${draws.bytes++}`)) as typeof crypto.randomBytes;
syncBuiltinESMExports();

crypto.webcrypto.getRandomValues = <T extends NodeJS.TypedArray>(into: T): T => {
	// Each copy of a document by the next number, all of one length.
	if (into instanceof Uint32Array && into.length === 1) into[0] = 0x4000_0000 + draws.documents++;
	else
		new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(
			drawn(into.byteLength, `v${draws.values++}`)
		);
	return into;
};

/** From here on all is as at the start of the other run, the day too. */
export function again(now: number): void {
	Object.assign(draws, { bytes: 0, documents: 0, values: 0 });
	vi.useFakeTimers({ toFake: ['Date'], now });
}
