import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { ValidationContext } from './context.ts';
import { malformed, tooLarge, type Refuse } from './refusal.ts';

export type Struct = Y.Item | Y.GC;
export type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** More structs than a long offline session makes. */
const mostStructs = 20_000;
/** The number of ContentDoc on the wire: each would make a whole Y.Doc while it is read. */
const subdocument = 9;

class TooManyStructs extends Error {}

/** Stops reading where going on would cost more than it is worth. */
class StrictDecoder extends Y.UpdateDecoderV1 {
	/** Yjs makes the decoder and keeps it to itself. */
	static latest: StrictDecoder;
	readonly #clients = new Set<number>();
	#structs = 0;

	constructor(decoder: decoding.Decoder) {
		super(decoder);
		StrictDecoder.latest = this;
	}

	get isAtEnd(): boolean {
		return !decoding.hasContent(this.restDecoder);
	}

	/** Yjs keeps only the last of two blocks of one client, and what built on the first would wait for ever. */
	override readClient(): number {
		const client = super.readClient();
		if (this.#clients.has(client)) throw new Error('two blocks of one client');
		this.#clients.add(client);
		return client;
	}

	override readInfo(): number {
		const info = super.readInfo();
		if (++this.#structs > mostStructs) throw new TooManyStructs();
		if ((info & 0b11111) === subdocument) throw new Error('a document in a document');
		return info;
	}
}

/** Lengths are not trusted: it reads on until the bytes end (F2). */
export function decode(update: Uint8Array): Decoded | Refuse {
	try {
		const decoded = Y.decodeUpdateV2(update, StrictDecoder);
		return StrictDecoder.latest.isAtEnd ? decoded : malformed;
	} catch (error) {
		return error instanceof TooManyStructs ? tooLarge : malformed;
	}
}

/** These structs alone, as an update. */
export function encode(structs: readonly Struct[]): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	const byClient = Map.groupBy(structs, ({ id }) => id.client);
	encoding.writeVarUint(encoder.restEncoder, byClient.size);
	for (const [client, ofClient] of byClient) {
		encoding.writeVarUint(encoder.restEncoder, ofClient.length);
		encoder.writeClient(client);
		encoding.writeVarUint(encoder.restEncoder, ofClient[0]!.id.clock);
		for (const struct of ofClient) struct.write(encoder, 0);
	}
	const noDeletions = 0;
	encoding.writeVarUint(encoder.restEncoder, noDeletions);
	return encoder.toUint8Array();
}

export const isSound = (struct: Decoded['structs'][number]) => struct.length >= 1;

export function isRootKnown(struct: Decoded['structs'][number], { shapes }: ValidationContext): boolean {
	const root = struct instanceof Y.Item ? rootNameOf(struct) : null;
	return root === null || shapes.has(root);
}

/** Before it is integrated, the parent of an item may be the name of a root. */
export function rootNameOf({ parent }: { parent: unknown }): string | null {
	return typeof parent === 'string' ? parent : null;
}
