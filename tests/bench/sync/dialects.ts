import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { message } from '#wire/protocol.ts';

export const serverNames = ['siroop', 'hocuspocus', 'y-websocket'] as const;
export type ServerName = (typeof serverNames)[number];

/** What one message of a server says, as far as the load counts it. */
export type Said =
	| { kind: 'step1'; vector: Uint8Array }
	| { kind: 'step2'; update: Uint8Array }
	| { kind: 'update'; update: Uint8Array }
	| { kind: 'awareness'; update: Uint8Array }
	/** So many updates of this connection are safe, by the word of the server. `total`: since it connected. */
	| { kind: 'ack'; total: number }
	| { kind: 'ack-one' }
	| { kind: 'admitted' }
	| { kind: 'other' };

/** How to talk with one of the servers: the messages are y-protocols', their envelopes differ. */
export interface Dialect {
	path(document: string): string;
	headers(person: string): Record<string, string>;
	/** What a client says first. */
	greeting(document: string): Uint8Array[];
	/** Wait for `admitted` before step 1. */
	asksFirst: boolean;
	/** Tells its writers what it has taken. */
	acknowledges: boolean;
	wrap(document: string, body: (encoder: encoding.Encoder) => void): Uint8Array;
	read(payload: Uint8Array): Said;
}

const hocuspocus = { auth: 2, syncReply: 4, syncStatus: 8 } as const;

export const dialects: Record<ServerName, Dialect> = {
	siroop: {
		path: (document) => `/sync/${document}`,
		headers: (person) => ({ Cookie: `person=${person}` }),
		// As our own pages do, so that the acknowledgements are part of what is measured.
		greeting: () => [write((encoder) => encoding.writeVarUint(encoder, message.hello))],
		asksFirst: false,
		acknowledges: true,
		wrap: (_document, body) => write(body),
		read: (payload) => readInner(decoding.createDecoder(payload))
	},
	'y-websocket': {
		path: (document) => `/${document}`,
		headers: () => ({}),
		greeting: () => [],
		asksFirst: false,
		acknowledges: false,
		wrap: (_document, body) => write(body),
		read: (payload) => readInner(decoding.createDecoder(payload))
	},
	hocuspocus: {
		path: () => '/',
		headers: () => ({}),
		greeting: (document) => [
			write((encoder) => {
				encoding.writeVarString(encoder, document);
				encoding.writeVarUint(encoder, hocuspocus.auth);
				encoding.writeVarUint(encoder, 0);
				encoding.writeVarString(encoder, 'anybody');
			})
		],
		asksFirst: true,
		acknowledges: true,
		wrap: (document, body) =>
			write((encoder) => {
				encoding.writeVarString(encoder, document);
				body(encoder);
			}),
		read: (payload) => {
			const decoder = decoding.createDecoder(payload);
			decoding.readVarUint8Array(decoder);
			return readInner(decoder);
		}
	}
};

function readInner(decoder: decoding.Decoder): Said {
	const type = decoding.readVarUint(decoder);
	switch (type) {
		case message.sync:
		case hocuspocus.syncReply:
			return readSync(decoder);
		case message.awareness:
			return { kind: 'awareness', update: decoding.readVarUint8Array(decoder) };
		case message.ack:
			return { kind: 'ack', total: decoding.readVarUint(decoder) };
		case hocuspocus.syncStatus:
			return decoding.readVarUint(decoder) === 1 ? { kind: 'ack-one' } : { kind: 'other' };
		case hocuspocus.auth:
			return decoding.readVarUint(decoder) === 2 ? { kind: 'admitted' } : { kind: 'other' };
		default:
			return { kind: 'other' };
	}
}

function readSync(decoder: decoding.Decoder): Said {
	const type = decoding.readVarUint(decoder);
	const data = decoding.readVarUint8Array(decoder);
	if (type === 0) return { kind: 'step1', vector: data };
	return type === 1 ? { kind: 'step2', update: data } : { kind: 'update', update: data };
}

export function syncBody(type: 0 | 1 | 2, data: Uint8Array) {
	return (encoder: encoding.Encoder) => {
		encoding.writeVarUint(encoder, message.sync);
		encoding.writeVarUint(encoder, type);
		encoding.writeVarUint8Array(encoder, data);
	};
}

export function awarenessBody(update: Uint8Array) {
	return (encoder: encoding.Encoder) => {
		encoding.writeVarUint(encoder, message.awareness);
		encoding.writeVarUint8Array(encoder, update);
	};
}

function write(body: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	body(encoder);
	return encoding.toUint8Array(encoder);
}
