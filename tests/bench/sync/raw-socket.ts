import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** One buffer for what comes in on all sockets: a read is over before the next begins. */
const landing = Buffer.alloc(256 * 1024);

const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Listener {
	/** One message. The bytes are only good until this returns. */
	message(payload: Buffer, at: number): void;
	/** Once, whoever hung up. `code`: of the close frame, or 1006. */
	closed?(code: number): void;
}

/**
 * A WebSocket client with nothing that costs: no events for each message, no copies, no masks (a key of zeros is
 * legal), so that hundreds fit in one core and what is measured is the server.
 */
export class RawSocket {
	/** Messages and bytes that came in. */
	messages = 0;
	bytes = 0;
	isOpen = false;
	readonly opened: Promise<void>;
	readonly #socket: Socket;
	readonly #listener: Listener;
	#rest: Buffer | null = null;
	/** Parts of a message that came in several frames. */
	#parts: Buffer[] = [];
	#welcome!: () => void;
	#isUpgraded = false;
	#closeCode = 1006;

	constructor(port: number, path: string, headers: Record<string, string>, listener: Listener) {
		this.#listener = listener;
		this.#socket = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: landing,
				callback: (size) => {
					this.#receive(landing.subarray(0, size));
					return true;
				}
			}
		});
		this.opened = new Promise((resolve, reject) => {
			this.#socket.once('connect', () => this.#socket.write(handshake(port, path, headers)));
			this.#socket.on('error', reject);
			this.#socket.once('close', () => {
				reject(new Error(`the server hung up, ${this.#closeCode}`));
				this.isOpen = false;
				this.#listener.closed?.(this.#closeCode);
			});
			this.#welcome = resolve;
		});
		this.opened.catch(() => {});
	}

	send(payload: Uint8Array): void {
		if (this.isOpen) this.#socket.write(frame(opcode.binary, payload));
	}

	/** Reads nothing any more: a phone in a pocket. */
	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	vanish(): void {
		this.#socket.destroy();
	}

	#receive(chunk: Buffer): void {
		const at = performance.now();
		this.bytes += chunk.length;
		const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
		let from = this.#isUpgraded ? 0 : this.#upgrade(bytes);
		for (;;) {
			const next = this.#isUpgraded ? this.#readFrame(bytes, from, at) : 0;
			if (next === 0) break;
			from = next;
		}
		this.#rest = from < bytes.length ? Buffer.from(bytes.subarray(from)) : null;
	}

	/** Returns where the first frame begins; 0: not all of the head is here. */
	#upgrade(bytes: Buffer): number {
		const end = bytes.indexOf('\r\n\r\n');
		if (end < 0) return 0;
		const status = bytes.subarray(0, bytes.indexOf('\r\n')).toString('latin1');
		if (!status.includes(' 101 ')) {
			this.#closeCode = Number(status.split(' ')[1]);
			this.#socket.destroy();
			return bytes.length;
		}
		this.#isUpgraded = true;
		this.isOpen = true;
		this.#welcome();
		return end + 4;
	}

	/** Returns where the next frame begins; 0: this one is not whole. */
	#readFrame(bytes: Buffer, from: number, at: number): number {
		if (bytes.length - from < 2) return 0;
		const first = bytes[from]!;
		let length = bytes[from + 1]! & 0x7f;
		let start = from + 2;
		if (length === 126) {
			if (bytes.length - from < 4) return 0;
			length = bytes.readUInt16BE(start);
			start += 2;
		} else if (length === 127) {
			if (bytes.length - from < 10) return 0;
			length = Number(bytes.readBigUInt64BE(start));
			start += 8;
		}
		const end = start + length;
		if (bytes.length < end) return 0;
		this.#onFrame(first & 0x0f, (first & 0x80) !== 0, bytes.subarray(start, end), at);
		return end;
	}

	#onFrame(code: number, isLast: boolean, payload: Buffer, at: number): void {
		if (code === opcode.ping) return void this.#socket.write(frame(opcode.pong, payload));
		if (code === opcode.close) {
			this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
			this.#socket.end();
			return;
		}
		if (code > opcode.binary) return;
		if (!isLast || code === opcode.continuation) {
			this.#parts.push(Buffer.from(payload));
			if (!isLast) return;
			payload = Buffer.concat(this.#parts.splice(0));
		}
		this.messages++;
		this.#listener.message(payload, at);
	}
}

function handshake(port: number, path: string, headers: Record<string, string>): string {
	const lines = [
		`GET ${path} HTTP/1.1`,
		`Host: 127.0.0.1:${port}`,
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
	];
	return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Masked with zeros: what a client must do, without the work. */
function frame(code: number, payload: Uint8Array): Buffer {
	const { length } = payload;
	const lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
	const start = 2 + lengthBytes + 4;
	const bytes = Buffer.alloc(start + length);
	bytes[0] = 0x80 | code;
	if (lengthBytes === 0) bytes[1] = 0x80 | length;
	else if (lengthBytes === 2) {
		bytes[1] = 0x80 | 126;
		bytes.writeUInt16BE(length, 2);
	} else {
		bytes[1] = 0x80 | 127;
		bytes.writeBigUInt64BE(BigInt(length), 2);
	}
	bytes.set(payload, start);
	return bytes;
}
