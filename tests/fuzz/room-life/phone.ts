import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Frame } from '#server/sync/frames.ts';
import type { Member } from '#server/sync/audience.ts';
import type { LiveRoom } from '#server/sync/room.ts';
import { close, message } from '#wire/protocol.ts';
import { idsIn } from '#wire/documents.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { Simulation } from './simulation.ts';
import { newDoc } from './stored-docs.ts';

const fromServer = Symbol('from the server');
export type Rudeness = 'bad-vector' | 'not-asked' | 'bad-update' | 'unknown-root' | 'bad-awareness';

/** A device with its copy of one room. What it writes while it is not connected waits in the copy. */
export class Phone {
	readonly simulation: Simulation;
	readonly room: string;
	readonly name: string;
	readonly number: number;
	connection: Connection | null = null;
	#doc: Y.Doc | null = null;
	/** Of the copy; null before it was ever connected. */
	epoch: number | null = null;
	isReader: boolean;
	/** Updates that overtake what is written meanwhile. */
	#held: Uint8Array[] | null = null;
	#edits = 0;

	constructor(simulation: Simulation, room: string, name: string, number: number, isReader: boolean) {
		this.simulation = simulation;
		this.room = room;
		this.name = name;
		this.number = number;
		this.isReader = isReader;
	}

	get doc(): Y.Doc {
		return (this.#doc ??= this.#newDoc());
	}

	/** The server said that this copy is of no use. */
	throwAway(): void {
		this.epoch = null;
		this.#doc = null;
	}

	join(greets: boolean): void {
		if (this.connection) return;
		const connection = new Connection(this, greets);
		this.connection = connection;
		this.simulation.visit(connection);
	}

	leave(): void {
		this.connection?.leave();
	}

	edit(size: number): void {
		if (this.room.startsWith('journey/') || this.isReader) return;
		const map = this.doc.getMap(this.room.startsWith('own/') ? 'cards' : 'place');
		const key = this.#edits++ % 3 === 0 ? `shared${size % 2}` : `${this.name}-${this.#edits}`;
		map.set(key, 'x'.repeat(size));
	}

	/** The second of two edits comes first: it builds on what the server does not have. */
	overtake(): void {
		this.#held = [];
		this.edit(1);
		this.edit(2);
		const held = this.#held.reverse();
		this.#held = null;
		if (this.connection) this.connection.hasOvertaken = true;
		for (const update of held) this.connection?.sendUpdate(update, false);
	}

	#newDoc(): Y.Doc {
		const doc = newDoc();
		doc.clientID = this.simulation.nextClient();
		doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin === fromServer) return;
			if (this.#held) this.#held.push(update);
			else this.connection?.sendUpdate(update, false, true);
		});
		return doc;
	}
}

/** One connection of a phone, as a room sees it: it does what a client does, at the moments that the schedule says. */
export class Connection implements Member {
	readonly phone: Phone;
	readonly participant: string | null;
	readonly name: string;
	readonly organisation = null;
	live: LiveRoom | null = null;
	isLagging = false;
	isSlow = false;
	refused = false;
	isOver = false;
	isRude = false;
	/** What it sent may have been asked for again. */
	hasOvertaken = false;
	/** How many lives of the room had ended before their time when it came in. */
	endsBefore = 0;
	/** Updates that it sent, and how many of them it was told are on disk. */
	readonly sent: Uint8Array[] = [];
	acknowledged = 0;
	/** As awareness knows it, and what it last said of itself there. */
	readonly id: number;
	said: number | null = null;
	/** What it knows of who is here, by awareness id. */
	readonly sees = new Map<number, { clock: number; state: { said: number } | null }>();
	#greets: boolean;
	/** Edits that it sent after something for which it must be refused. */
	readonly #barred: Uint8Array[] = [];
	#clock = 0;
	#hasGreeted = false;
	#inbox: Uint8Array[] = [];
	/** Appends of the room when it was first sent something while it was lagging. */
	#laggingSince: number | null = null;

	constructor(phone: Phone, greets: boolean) {
		this.phone = phone;
		this.#greets = greets;
		// Some readers are screens, the others people who may be given write access.
		const isScreen = phone.isReader && phone.number % 2 === 0;
		const [, owner] = idsIn(ownDocument, phone.room) ?? [];
		this.participant = isScreen ? null : (owner ?? phone.name);
		this.name = phone.name;
		this.id = phone.simulation.nextClient();
	}

	get simulation(): Simulation {
		return this.phone.simulation;
	}

	get mayWriteSomething(): boolean {
		return !this.phone.isReader && !this.phone.room.startsWith('journey/');
	}

	get hasReceivedAll(): boolean {
		return this.#inbox.length === 0;
	}

	mayWrite(root: string): boolean {
		return this.mayWriteSomething && root !== (this.phone.room.startsWith('board/') ? 'cards' : '');
	}

	/** As the server does it: a copy of another epoch stays out. */
	enter(live: LiveRoom): void {
		const { epoch } = this.phone;
		if (epoch !== null && epoch !== live.epoch)
			return this.refuse(close.diverged, epoch < live.emptied ? 'emptied' : 'epoch');
		this.phone.epoch = live.epoch;
		this.live = live;
		this.endsBefore = this.simulation.ends(this.phone.room);
		live.join(this);
		if (this.#greets) this.greet();
	}

	/** Asks for everything, as soon as it is in. */
	greet(): void {
		this.#greets = true;
		if (!this.live || this.#hasGreeted) return;
		this.#hasGreeted = true;
		this.live.onMessage(this, { kind: 'step1', vector: Y.encodeStateVector(this.phone.doc) });
	}

	/** `isEdit`: made here just now, so that nobody else can have sent it to the server. */
	sendUpdate(data: Uint8Array, isStep2: boolean, isEdit = false): void {
		if (!this.live) return;
		this.sent.push(data);
		if (this.isRude && isEdit) this.#barred.push(data);
		this.live.onMessage(this, { kind: 'update', data, isStep2 });
	}

	sendAwareness(said: number | null): void {
		if (!this.live) return;
		if (this.participant !== null) this.said = said;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, this.id);
		encoding.writeVarUint(encoder, ++this.#clock);
		encoding.writeVarString(encoder, JSON.stringify(said === null ? null : { said }));
		this.live.onMessage(this, { kind: 'awareness', data: encoding.toUint8Array(encoder) });
	}

	queryAwareness(): void {
		this.live?.onMessage(this, { kind: 'query-awareness' });
	}

	/** What no client of ours does; it has to be refused, and nothing of it may stay. */
	beRude(how: Rudeness): void {
		if (!this.live) return;
		// Where there is no awareness, nobody looks at what it says.
		if (how !== 'bad-awareness' || this.phone.room.startsWith('board/')) this.isRude = true;
		const bad = Uint8Array.of(255, 255, 255);
		if (how === 'bad-vector') this.live.onMessage(this, { kind: 'step1', vector: bad });
		else if (how === 'bad-awareness') this.live.onMessage(this, { kind: 'awareness', data: bad });
		else if (how === 'bad-update') this.sendUpdate(bad, false);
		else if (how === 'not-asked') for (let i = 0; i < 50; i++) this.sendUpdate(Uint8Array.of(0, 0), true);
		else this.sendUpdate(this.#strange(), false);
	}

	clog(): void {
		this.isLagging = this.isSlow = true;
	}

	drain(): void {
		if (!this.isSlow) return;
		this.isLagging = this.isSlow = false;
		this.#laggingSince = null;
		this.live?.onDrain(this);
	}

	/** Takes in what came, the first so many frames. Returns whether there was any. */
	receive(most = Infinity): boolean {
		const frames = this.#inbox.splice(0, most);
		for (const frame of frames) if (!this.isOver) this.#take(frame);
		return frames.length > 0;
	}

	send(frame: Frame): void {
		if (this.isOver) return;
		const { simulation, live } = this;
		if (!live) return simulation.fault(`${this.name} is sent ${frame.kind} before the room is loaded`);
		const payload = payloadOf(frame.bytes);
		simulation.checkFrame(this, frame, payload);
		if (this.isLagging && frame.kind === 'update') this.#checkRestraint();
		this.#inbox.push(payload);
	}

	acknowledge(count: number): void {
		if (this.isOver) return;
		if (count > this.sent.length)
			return this.simulation.fault(`${this.name}: ${count} saved of ${this.sent.length} that it sent`);
		if (count <= this.acknowledged)
			return this.simulation.fault(`${this.name}: ${count} saved after ${this.acknowledged}`);
		for (const update of this.sent.slice(this.acknowledged, count))
			if (!this.simulation.holds(this.phone.room, update))
				this.simulation.fault(`${this.name}: ${count} saved, but not all of it is on disk`);
		this.acknowledged = count;
	}

	refuse(code: number, reason: string): void {
		if (this.isOver) return;
		this.refused = true;
		this.simulation.checkRefusal(this, code, reason);
		if (code === close.malformed) this.simulation.noteBarred(this.phone.room, this.#barred);
		this.#end();
		if (code >= 4400 && code < 4500) this.phone.throwAway();
	}

	leave(): void {
		if (this.isOver) return;
		this.simulation.noteLeft(this);
		this.#end();
	}

	#end(): void {
		this.isOver = true;
		this.phone.connection = null;
		this.live?.leave(this);
	}

	/** A socket that takes nothing more gets the rest of this turn and no other. */
	#checkRestraint(): void {
		const commits = this.simulation.commits(this.phone.room);
		this.#laggingSince ??= commits;
		if (commits > this.#laggingSince)
			this.simulation.fault(`${this.name} is lagging and is sent more and more`);
	}

	#take(frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame);
		const type = decoding.readVarUint(decoder);
		if (type === message.awareness) return this.#see(decoding.readVarUint8Array(decoder));
		const step = decoding.readVarUint(decoder);
		const data = decoding.readVarUint8Array(decoder);
		const { doc } = this.phone;
		if (step === 0) return this.sendUpdate(Y.encodeStateAsUpdate(doc, data), true);
		Y.applyUpdate(doc, data, fromServer);
		if (doc.store.pendingStructs || doc.store.pendingDs)
			this.simulation.fault(`${this.name} is sent something that builds on what it was not sent`);
	}

	/** As y-protocols: newer, or gone at the same clock. */
	#see(changes: Uint8Array): void {
		const decoder = decoding.createDecoder(changes);
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const id = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const state = JSON.parse(decoding.readVarString(decoder)) as { said: number } | null;
			const known = this.sees.get(id);
			const isNewer = !known || clock > known.clock || (clock === known.clock && state === null);
			if (isNewer) this.sees.set(id, { clock, state });
		}
	}

	#strange(): Uint8Array {
		const doc = newDoc();
		doc.clientID = this.simulation.nextClient();
		doc.getMap('strange').set('a', 1);
		return Y.encodeStateAsUpdate(doc);
	}
}

/** Without the header of the WebSocket frame. */
function payloadOf(bytes: Uint8Array): Uint8Array {
	const length = bytes[1]!;
	return bytes.subarray(length < 126 ? 2 : length === 126 ? 4 : 10);
}

/** The update or state vector in a message of y-protocols' sync. */
export function bodyOf(payload: Uint8Array): Uint8Array {
	const decoder = decoding.createDecoder(payload);
	decoding.readVarUint(decoder);
	decoding.readVarUint(decoder);
	return decoding.readVarUint8Array(decoder);
}
