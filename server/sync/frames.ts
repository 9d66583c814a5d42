import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { message, type Policy, type Refusal } from '#wire/protocol.ts';
import type { Facts } from '#wire/facts.ts';

/** y-protocols' own numbers inside message 0. */
const sync = { step1: 0, step2: 1, update: 2 } as const;

export type Incoming =
	| { kind: 'step1'; vector: Uint8Array }
	/** `answer`: step 2, which a client sends only after our step 1. */
	| { kind: 'update'; data: Uint8Array; answer: boolean }
	| { kind: 'awareness'; data: Uint8Array }
	| { kind: 'query-awareness' }
	| { kind: 'hello' }
	| { kind: 'writing'; writing: boolean };

/** What a client says. Throws on anything that is not exactly one message that we know. */
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
	const data = decoding.readVarUint8Array(decoder);
	switch (type) {
		case sync.step1:
			return { kind: 'step1', vector: data };
		case sync.step2:
			return { kind: 'update', data, answer: true };
		case sync.update:
			return { kind: 'update', data, answer: false };
		default:
			throw new Error(`unknown sync message ${type}`);
	}
}

function readFlag(decoder: decoding.Decoder): boolean {
	const value = decoding.readVarUint(decoder);
	if (value > 1) throw new Error('neither 0 nor 1');
	return value === 1;
}

export const step1 = (vector: Uint8Array) => syncFrame(sync.step1, vector);
export const step2 = (update: Uint8Array) => syncFrame(sync.step2, update);
export const update = (data: Uint8Array) => syncFrame(sync.update, data);
export const policy = (value: Policy) => jsonFrame(message.policy, value);
export const refusal = (value: Refusal) => jsonFrame(message.refusal, value);
export const facts = (value: Facts) => jsonFrame(message.facts, value);

export function awareness(data: Uint8Array): Uint8Array {
	return frame(message.awareness, (encoder) => encoding.writeVarUint8Array(encoder, data));
}

export function ack(count: number): Uint8Array {
	return frame(message.ack, (encoder) => encoding.writeVarUint(encoder, count));
}

/** Awareness of nobody: the smallest message that a stock client counts as a sign of life. */
export const keepAlive = awareness(Uint8Array.of(0));

function syncFrame(type: number, data: Uint8Array): Uint8Array {
	return frame(message.sync, (encoder) => {
		encoding.writeVarUint(encoder, type);
		encoding.writeVarUint8Array(encoder, data);
	});
}

function jsonFrame(type: number, value: unknown): Uint8Array {
	return frame(type, (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)));
}

function frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, type);
	write(encoder);
	return encoding.toUint8Array(encoder);
}
