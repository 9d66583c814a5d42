import { Duplex } from 'node:stream';

/** Bytes; limits on what waits in a line lie above it. */
export const lowWater = 64;

/** A line on which what the server sends can be kept back: a phone in a lift, from where the server sits. */
export class Narrow extends Duplex {
	readonly #socket: Duplex;
	#isStalled = false;
	#waiting: (() => void) | null = null;

	constructor(socket: Duplex) {
		// Low, for the server hears that it may go on when what waits has been above it and is gone.
		super({ allowHalfOpen: false, writableHighWaterMark: lowWater });
		this.#socket = socket;
		socket.on('data', (chunk: Buffer) => {
			if (!this.push(chunk)) socket.pause();
		});
		socket.on('end', () => this.push(null));
		socket.on('error', () => this.destroy());
		socket.on('close', () => this.destroy());
	}

	stall(): void {
		this.#isStalled = true;
	}

	flow(): void {
		this.#isStalled = false;
		const waiting = this.#waiting;
		this.#waiting = null;
		waiting?.();
	}

	/** What a socket of `node:net` has besides, and a server sets. */
	setNoDelay(): void {}
	setTimeout(): void {}

	override _read(): void {
		this.#socket.resume();
	}

	override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
		const write = () => void this.#socket.write(chunk, done);
		if (this.#isStalled) this.#waiting = write;
		else write();
	}

	override _final(done: () => void): void {
		this.#socket.end(done);
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.#socket.destroy();
		done(error);
	}
}
