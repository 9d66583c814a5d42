import * as Y from 'yjs';
import type { Latencies } from './latencies.ts';
import { documentOf, type Member } from './member.ts';

const key = 'v1.means';
export const seedText =
	'Wij werken samen aan een regio waarin iedereen gezond en veilig oud kan worden. '.repeat(50);

/** One person who types: a document of their own that receives nothing, so each key press is one tick of its clock. */
export class Writer {
	readonly member: Member;
	/** When each key was pressed; the index is the clock of what it made. */
	readonly sentAt: number[] = [];
	readonly updates: Uint8Array[] = [];
	readonly client: number;
	readonly #text: Y.Text;
	#cursor: number;
	#update: Uint8Array | null = null;

	/** `share`: where in the text this person types, 0 to 1. */
	constructor(member: Member, stored: Uint8Array, share: number) {
		this.member = member;
		const doc = documentOf(stored);
		this.client = doc.clientID;
		this.#text = doc.getMap('texts').get(key) as Y.Text;
		this.#cursor = Math.floor(this.#text.length * share);
		doc.on('update', (update: Uint8Array) => (this.#update = update));
	}

	press(): void {
		const letter = 'abcdefghijklmnopqrstuvwxyz '[this.sentAt.length % 27]!;
		this.#text.insert(this.#cursor++, letter);
		this.updates.push(this.#update!);
		this.sentAt.push(performance.now());
		this.member.sendUpdate(this.#update!);
	}
}

/** What a frame brings: up to which clock of which writers. */
interface Brought {
	payload: Buffer;
	writers: number[];
	from: number[];
	to: number[];
	update: Uint8Array;
}

/**
 * One document of people who type and people who read, that counts what reaches whom. All get the same frames, so each is
 * decoded once; each update in it is one delivery to each who did not write it.
 */
export class TypingDocument {
	readonly members: Member[];
	readonly writers: Writer[];
	/** Deliveries so far: an update that reached somebody who did not write it. */
	delivered = 0;
	/** A frame left something out that never came before. */
	gaps = 0;
	/** Only updates that were sent from here on have their time counted. */
	countFrom = Infinity;
	readonly #latencies: Latencies;
	/** For each member, up to which clock of each writer they have. */
	readonly #reached: Uint32Array[];
	readonly #frames = new Map<number, Brought>();
	readonly #index: Map<number, number>;
	readonly #sampled: Y.Doc;
	readonly #stored: Uint8Array;
	#waiting: Uint8Array[] = [];

	/** The first `typing` members write; the last one applies all that it receives. */
	constructor(members: Member[], typing: number, latencies: Latencies, isTimed: (member: number) => boolean) {
		this.members = members;
		this.#latencies = latencies;
		this.#stored = members[0]!.stored;
		this.#sampled = documentOf(this.#stored);
		this.writers = members
			.slice(0, typing)
			.map((member, i) => new Writer(member, this.#stored, (i + 0.5) / typing));
		this.#index = new Map(this.writers.map(({ client }, i) => [client, i]));
		this.#reached = members.map(() => new Uint32Array(typing));
		members.forEach((member, i) => {
			const counts = isTimed(i);
			member.onFrame = (payload, at) => this.#onFrame(i, member, payload, at, counts);
		});
	}

	/** What should have been delivered by now, to the members that count. */
	expected(counts: (member: number) => boolean = () => true): number {
		let sum = 0;
		this.members.forEach((_, i) => {
			if (!counts(i)) return;
			this.writers.forEach(({ sentAt }, w) => (sum += w === i ? 0 : sentAt.length));
		});
		return sum;
	}

	/** What the members that count have of what others wrote. */
	reached(counts: (member: number) => boolean = () => true): number {
		let sum = 0;
		this.#reached.forEach((ofMember, i) => {
			if (counts(i)) ofMember.forEach((clock, w) => (sum += w === i ? 0 : clock));
		});
		return sum;
	}

	/** How much of what this writer wrote somebody else has. */
	seen(writer: number): number {
		return Math.max(...this.#reached.map((ofMember) => ofMember[writer]!));
	}

	/** null: the sampled client holds exactly what was sent; else what is wrong. */
	difference(): string | null {
		for (const update of this.#waiting.splice(0)) Y.applyUpdate(this.#sampled, update);
		const sent = documentOf(this.#stored);
		sent.transact(() => {
			for (const { updates } of this.writers) for (const update of updates) Y.applyUpdate(sent, update);
		});
		const text = (doc: Y.Doc) => String(doc.getMap('texts').get(key));
		if (text(sent) === text(this.#sampled)) return null;
		return `the sampled client has ${text(this.#sampled).length} characters, ${text(sent).length} were sent`;
	}

	#onFrame(i: number, member: Member, payload: Buffer, at: number, isTimed: boolean): boolean {
		const brought = this.#decode(member, payload);
		if (!brought) return false;
		if (i === this.members.length - 1) this.#waiting.push(brought.update);
		const reached = this.#reached[i]!;
		for (let n = 0; n < brought.writers.length; n++) {
			const w = brought.writers[n]!;
			// Some send a writer its own words back, some do not.
			if (w === i) continue;
			const known = reached[w]!;
			const to = brought.to[n]!;
			if (brought.from[n]! > known) this.gaps++;
			if (to <= known) continue;
			reached[w] = to;
			this.delivered += to - known;
			if (!isTimed) continue;
			const { sentAt } = this.writers[w]!;
			for (let clock = known; clock < to; clock++) {
				const sent = sentAt[clock]!;
				if (sent >= this.countFrom) this.#latencies.add(at - sent);
			}
		}
		return true;
	}

	/** null: no update. */
	#decode(member: Member, payload: Buffer): Brought | null {
		const { length } = payload;
		// Acknowledgements and keep-alives are shorter than any update.
		if (length < 20) return null;
		const middle = length >> 1;
		const hash =
			(payload.readInt32LE(length - 4) ^
				Math.imul(payload.readInt32LE(middle), 31) ^
				Math.imul(payload.readInt32LE(length - 12), 17) ^
				Math.imul(payload.readInt32LE(middle - 8), 7) ^
				length) |
			0;
		const known = this.#frames.get(hash);
		if (known && known.payload.length === length && known.payload.equals(payload)) return known;
		const said = member.dialect.read(payload);
		if (said.kind !== 'update' && said.kind !== 'step2') return null;
		const update = Uint8Array.from(said.update);
		const brought: Brought = { payload: Buffer.from(payload), writers: [], from: [], to: [], update };
		const { from, to } = Y.parseUpdateMeta(update);
		for (const [client, clock] of from) {
			const writer = this.#index.get(client);
			if (writer === undefined) continue;
			brought.writers.push(writer);
			brought.from.push(clock);
			brought.to.push(to.get(client)!);
		}
		this.#frames.set(hash, brought);
		if (this.#frames.size > 2000) this.#frames.delete(this.#frames.keys().next().value!);
		return brought;
	}
}
