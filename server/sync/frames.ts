import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { message, type Policy, type Refusal } from '#wire/protocol.ts';
import type { Facts } from '#wire/journey/facts.ts';

/** y-protocols' own numbers inside message 0. */
const sync = { step1: 0, step2: 1, update: 2 } as const;

export type Incoming =
	| { kind: 'step1'; vector: Uint8Array }
	/** `isStep2`: a client sends step 2 only after our step 1. */
	| { kind: 'update'; data: Uint8Array; isStep2: boolean }
	| { kind: 'awareness'; data: Uint8Array }
	| { kind: 'query-awareness' }
	| { kind: 'hello' }
	| { kind: 'writing'; writing: boolean };

/**
 * What a client says. Throws on anything that is not exactly one message that we know. What waits for its turn, an
 * update or a question, is copied out of the memory of the socket, so that a few bytes hold on to no more than that.
 */
export function readFrame(bytes: Uint8Array): Incoming {
	const decoder = decoding.createDecoder(bytes);
	const incoming = readMessage(decoder);
	if (decoding.hasContent(decoder)) throw new Error('bytes after the message');
	return incoming;
}

function readMessage(decoder: decoding.Decoder): Incoming {
	const type = decoding.readVarUint(decoder);
	switch (type) {
		case message.sync:
			return readSync(decoder);
		case message.awareness:
			return { kind: 'awareness', data: decoding.readVarUint8Array(decoder) };
		case message.queryAwareness:
			return { kind: 'query-awareness' };
		case message.hello:
			return { kind: 'hello' };
		case message.writing:
			return { kind: 'writing', writing: readFlag(decoder) };
		default:
			throw new Error(`unknown message ${type}`);
	}
}

function readSync(decoder: decoding.Decoder): Incoming {
	const type = decoding.readVarUint(decoder);
	const data = decoding.readVarUint8Array(decoder).slice();
	switch (type) {
		case sync.step1:
			return { kind: 'step1', vector: data };
		case sync.step2:
			return { kind: 'update', data, isStep2: true };
		case sync.update:
			return { kind: 'update', data, isStep2: false };
		default:
			throw new Error(`unknown sync message ${type}`);
	}
}

function readFlag(decoder: decoding.Decoder): boolean {
	const value = decoding.readVarUint(decoder);
	if (value > 1) throw new Error('neither 0 nor 1');
	return value === 1;
}

export type FrameKind =
	keyof typeof sync | Exclude<keyof typeof message, 'sync' | 'queryAwareness' | 'hello' | 'writing'>;

/**
 * What the server says, as it goes on the wire, with the header of its WebSocket frame (RFC 6455 §5.2): made once,
 * however many it is for.
 */
export interface Frame {
	readonly kind: FrameKind;
	readonly bytes: Buffer;
}

export const step1 = (vector: Uint8Array) => syncFrame('step1', vector);
export const step2 = (update: Uint8Array) => syncFrame('step2', update);
export const update = (data: Uint8Array) => syncFrame('update', data);
export const awareness = (data: Uint8Array) =>
	frame('awareness', message.awareness, (encoder) => encoding.writeVarUint8Array(encoder, data));
export const ack = (count: number) =>
	frame('ack', message.ack, (encoder) => encoding.writeVarUint(encoder, count));
export const policy = (value: Policy) => jsonFrame('policy', value);
export const refusal = (value: Refusal) => jsonFrame('refusal', value);
export const facts = (value: Facts) => jsonFrame('facts', value);

/** Awareness of nobody: the smallest message that a stock client counts as a sign of life. */
export const keepAlive = awareness(Uint8Array.of(0));

function syncFrame(kind: keyof typeof sync, data: Uint8Array): Frame {
	return frame(kind, message.sync, (encoder) => {
		encoding.writeVarUint(encoder, sync[kind]);
		encoding.writeVarUint8Array(encoder, data);
	});
}

function jsonFrame(kind: 'policy' | 'refusal' | 'facts', value: unknown): Frame {
	return frame(kind, message[kind], (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)));
}

function frame(kind: FrameKind, type: number, write: (encoder: encoding.Encoder) => void): Frame {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, type);
	write(encoder);
	return { kind, bytes: Buffer.concat([header(encoding.length(encoder)), encoding.toUint8Array(encoder)]) };
}

/** Of a whole binary message in one frame, unmasked as all that a server sends. */
function header(length: number): Buffer {
	const wholeBinary = 0x82;
	if (length < 126) return Buffer.of(wholeBinary, length);
	const [bytes, marker] = length < 2 ** 16 ? ([2, 126] as const) : ([8, 127] as const);
	const header = Buffer.alloc(2 + bytes);
	header[0] = wholeBinary;
	header[1] = marker;
	// Six bytes hold any length that a message can have here.
	header.writeUIntBE(length, 2 + bytes - Math.min(bytes, 6), Math.min(bytes, 6));
	return header;
}
