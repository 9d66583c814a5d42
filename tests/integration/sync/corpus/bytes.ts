import * as encoding from 'lib0/encoding';

// Frames and updates byte by byte, as no Yjs would write them.

type Write = (encoder: encoding.Encoder) => void;
export type Id = readonly [client: number, clock: number];

const { writeVarUint, writeVarString, writeUint8, writeVarUint8Array } = encoding;

export const bytes = (write: Write): Uint8Array => encoding.encode(write);
const raw = (encoder: encoding.Encoder, ...numbers: number[]) =>
	numbers.forEach((number) => writeUint8(encoder, number));

/** Message 0 of y-websocket: 0 a question, 1 an answer, 2 an update. */
export const sync = (kind: 0 | 1 | 2, body: Uint8Array): Uint8Array =>
	bytes((encoder) => {
		raw(encoder, 0, kind);
		writeVarUint8Array(encoder, body);
	});

export const awareness = (entries: Write, count = 1): Uint8Array =>
	bytes((encoder) => {
		raw(encoder, 1);
		writeVarUint8Array(
			encoder,
			bytes((inner) => {
				writeVarUint(inner, count);
				entries(inner);
			})
		);
	});

/** What somebody says of an id, as text that should be JSON. */
export const saying =
	(id: number, clock: number, state: string): Write =>
	(encoder) => {
		writeVarUint(encoder, id);
		writeVarUint(encoder, clock);
		writeVarString(encoder, state);
	};

export const numbers =
	(...all: number[]): Write =>
	(encoder) =>
		all.forEach((number) => writeVarUint(encoder, number));

export const rawly =
	(...all: number[]): Write =>
	(encoder) =>
		raw(encoder, ...all);

export interface Block {
	client: number;
	clock?: number;
	parts: Write[];
}

/** One update: blocks of parts, then what it deletes, per client. */
export function update(blocks: Block[], deletes: [number, ...Id[]][] = []): Uint8Array {
	return bytes((encoder) => {
		writeVarUint(encoder, blocks.length);
		for (const { client, clock = 0, parts } of blocks) {
			numbers(parts.length, client, clock)(encoder);
			for (const part of parts) part(encoder);
		}
		writeVarUint(encoder, deletes.length);
		for (const [client, ...ranges] of deletes) {
			numbers(client, ranges.length)(encoder);
			for (const [clock, length] of ranges) numbers(clock, length)(encoder);
		}
	});
}

export const gc =
	(length: number): Write =>
	(encoder) => {
		raw(encoder, 0);
		writeVarUint(encoder, length);
	};

export const skip =
	(length: number): Write =>
	(encoder) => {
		raw(encoder, 10);
		writeVarUint(encoder, length);
	};

export interface Content {
	/** The number of its kind on the wire. */
	kind: number;
	write: Write;
}

/** Where a part says that it hangs: beside its neighbours, or else in a root or in another part. */
export interface Spot {
	origin?: Id;
	right?: Id;
	parent?: string | Id;
	key?: string | Uint8Array;
}

export const part =
	({ origin, right, parent, key }: Spot, { kind, write }: Content): Write =>
	(encoder) => {
		const hasKey = key !== undefined && !origin && !right;
		raw(encoder, kind | (origin ? 0x80 : 0) | (right ? 0x40 : 0) | (hasKey ? 0x20 : 0));
		for (const id of [origin, right]) if (id) numbers(...id)(encoder);
		if (!origin && !right) writeParent(encoder, parent ?? 'groups');
		if (hasKey) writeText(encoder, key);
		write(encoder);
	};

function writeParent(encoder: encoding.Encoder, parent: string | Id): void {
	writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
	if (typeof parent === 'string') writeVarString(encoder, parent);
	else numbers(...parent)(encoder);
}

/** Also bytes that are no UTF-8. */
function writeText(encoder: encoding.Encoder, text: string | Uint8Array): void {
	if (typeof text === 'string') writeVarString(encoder, text);
	else writeVarUint8Array(encoder, text);
}

export const deleted = (length: number): Content => ({ kind: 1, write: numbers(length) });
export const json = (...texts: string[]): Content => ({
	kind: 2,
	write: (encoder) => {
		writeVarUint(encoder, texts.length);
		for (const text of texts) writeVarString(encoder, text);
	}
});
export const binary = (...all: number[]): Content => ({
	kind: 3,
	write: (encoder) => writeVarUint8Array(encoder, Uint8Array.from(all))
});
export const string = (text: string | Uint8Array): Content => ({
	kind: 4,
	write: (encoder) => writeText(encoder, text)
});
export const embed = (text: string): Content => ({
	kind: 5,
	write: (encoder) => writeVarString(encoder, text)
});
export const format = (key: string, text: string): Content => ({
	kind: 6,
	write: (encoder) => [key, text].forEach((each) => writeVarString(encoder, each))
});
/** 0 a list, 1 a map, 2 a text. */
export const type = (number: number): Content => ({ kind: 7, write: numbers(number) });
export const any = (...values: Write[]): Content => anyOf(values);
export const anyOf = (values: Write[]): Content => ({
	kind: 8,
	write: (encoder) => {
		writeVarUint(encoder, values.length);
		for (const value of values) value(encoder);
	}
});
export const subdocument = (guid: string): Content => ({
	kind: 9,
	write: (encoder) => {
		writeVarString(encoder, guid);
		encoding.writeAny(encoder, {});
	}
});
/** Content of which only the beginning is there. */
export const begun = (kind: number, write: Write): Content => ({ kind, write });

/** A value as Yjs writes it. */
export const value =
	(it: unknown): Write =>
	(encoder) =>
		encoding.writeAny(encoder, it as Parameters<typeof encoding.writeAny>[1]);

/** An object as it goes over the wire, with keys that no literal can have, and twice if need be. */
export const object =
	(...entries: [key: string, value: Write][]): Write =>
	(encoder) => {
		raw(encoder, 118);
		writeVarUint(encoder, entries.length);
		for (const [key, write] of entries) {
			writeVarString(encoder, key);
			write(encoder);
		}
	};

/** A text that is no UTF-8. */
export const brokenText =
	(...all: number[]): Write =>
	(encoder) => {
		raw(encoder, 119);
		writeVarUint8Array(encoder, Uint8Array.from(all));
	};

/** `[[[…null…]]]` */
export const nest =
	(depth: number): Write =>
	(encoder) => {
		for (let i = 0; i < depth; i++) raw(encoder, 117, 1);
		raw(encoder, 126);
	};

/** A kind of value that promises so many, and gives none. */
export const promise =
	(kind: number, count: number): Write =>
	(encoder) => {
		raw(encoder, kind);
		writeVarUint(encoder, count);
	};
