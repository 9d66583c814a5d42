import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Latencies } from './latencies.ts';
import type { Member } from './member.ts';

/** One state of one person in an awareness message, and its bytes. */
interface Entry {
	who: number;
	clock: number;
	bytes: Uint8Array;
}

const firstClient = 1_000_000;

/**
 * A document in which everyone moves a card, in y-protocols' awareness. One state of one person at one other is one
 * delivery; a state that a newer one overtook before it arrived is none.
 */
export class PointerDocument {
	readonly members: Member[];
	delivered = 0;
	countFrom = Infinity;
	/** When each person moved; the index is the clock. */
	readonly #sentAt: number[][];
	/** For each member, the clock of each person as last received. */
	readonly #received: Uint32Array[];
	readonly #latencies: Latencies;
	readonly #echoes: boolean;
	readonly #frames = new Map<number, { payload: Buffer; entries: Entry[] | null }>();

	/** `echoes`: tells the server what it just received from it, as the stock provider does. */
	constructor(members: Member[], latencies: Latencies, echoes: boolean) {
		this.members = members;
		this.#latencies = latencies;
		this.#echoes = echoes;
		this.#sentAt = members.map(() => [0]);
		this.#received = members.map(() => new Uint32Array(members.length));
		members.forEach((member, i) => {
			member.onFrame = (payload, at) => this.#onFrame(i, member, payload, at);
		});
	}

	get sent(): number {
		return this.#sentAt.reduce((sum, moves) => sum + moves.length - 1, 0);
	}

	move(who: number): void {
		const moves = this.#sentAt[who]!;
		const clock = moves.length;
		moves.push(performance.now());
		const state = {
			user: { name: 'Anna', organisation: 'ggd' },
			holds: { card: `card${String(who).padStart(8, '0')}`, x: (clock * 7) % 1000, y: (clock * 13) % 1000 }
		};
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, firstClient + who);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, JSON.stringify(state));
		this.members[who]!.sendAwareness(encoding.toUint8Array(encoder));
	}

	#onFrame(i: number, member: Member, payload: Buffer, at: number): boolean {
		const entries = this.#decode(member, payload);
		if (!entries) return false;
		const received = this.#received[i]!;
		const changes: Entry[] = [];
		for (const entry of entries) {
			if (entry.who === i || entry.clock <= received[entry.who]!) continue;
			received[entry.who] = entry.clock;
			changes.push(entry);
			this.delivered++;
			const sent = this.#sentAt[entry.who]![entry.clock]!;
			if (sent >= this.countFrom) this.#latencies.add(at - sent);
		}
		if (this.#echoes && changes.length > 0) member.sendAwareness(write(changes));
		return true;
	}

	/** null: no awareness. */
	#decode(member: Member, payload: Buffer): Entry[] | null {
		const { length } = payload;
		if (length < 20) return null;
		const hash =
			(Math.imul(payload.readInt32LE(length >> 1), 31) ^
				Math.imul(payload.readInt32LE(length >> 2), 17) ^
				Math.imul(payload.readInt32LE(length - 6), 7) ^
				length) |
			0;
		const known = this.#frames.get(hash);
		if (known?.payload.equals(payload)) return known.entries;
		const said = member.dialect.read(payload);
		const entries = said.kind === 'awareness' ? read(Uint8Array.from(said.update)) : null;
		this.#frames.set(hash, { payload: Buffer.from(payload), entries });
		if (this.#frames.size > 2000) this.#frames.delete(this.#frames.keys().next().value!);
		return entries;
	}
}

function read(update: Uint8Array): Entry[] {
	const decoder = decoding.createDecoder(update);
	const entries: Entry[] = [];
	for (let left = decoding.readVarUint(decoder); left > 0; left--) {
		const from = decoder.pos;
		const who = decoding.readVarUint(decoder) - firstClient;
		const clock = decoding.readVarUint(decoder);
		decoding.readVarString(decoder);
		entries.push({ who, clock, bytes: update.subarray(from, decoder.pos) });
	}
	return entries;
}

function write(entries: Entry[]): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, entries.length);
	for (const { bytes } of entries) encoding.writeUint8Array(encoder, bytes);
	return encoding.toUint8Array(encoder);
}
