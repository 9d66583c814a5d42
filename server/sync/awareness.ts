import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** States in one document; who comes after them is there, but not seen. */
const mostPeople = 500;
/** Bytes of one person's state. */
const longestState = 4096;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whose awareness it is. One object per connection. */
export interface Person {
	/** null: a screen that is nobody has no awareness. */
	readonly participant: string | null;
	readonly name: string;
	readonly organisation: string | null;
}

interface ClientState {
	clock: number;
	/** JSON; 'null' when this person left. */
	state: string;
}

interface Entry extends ClientState {
	person: Person;
}

/** The newest state of each client id. */
export type AwarenessChanges = Map<number, ClientState>;

/**
 * Who is in a document and what they are at, in y-protocols' format but without its Awareness class: that one believes
 * any client id and any name. Here an id belongs to the connection that introduced it (F18), what the stock client
 * echoes of others is dropped unread (F16), and the name comes from the session.
 */
export class AwarenessStates {
	readonly #entries = new Map<number, Entry>();
	readonly #ids = new Map<Person, number>();
	readonly #changed = new Map<number, Entry>();

	/**
	 * Takes what this person says about themselves; what it repeats of others is passed over without a look. Throws on
	 * bytes that are no awareness update.
	 */
	accept(person: Person, update: Uint8Array): void {
		const entries = readEntries(update);
		if (person.participant === null) return;
		if (entries.length === 1 && !this.#ids.has(person)) this.#introduce(person, entries[0]!.id);
		const id = this.#ids.get(person);
		if (id === undefined) return;
		for (const { id: about, clock, state } of entries)
			if (about === id) this.#put(person, id, clock, readState(state));
	}

	/** With the same clock: one higher would hide this person when they are back in a second (F17). */
	leave(person: Person): void {
		const id = this.#ids.get(person);
		this.#ids.delete(person);
		if (id === undefined) return;
		const entry = this.#entries.get(id);
		if (entry?.person !== person) return;
		this.#entries.delete(id);
		if (entry.state !== 'null') this.#changed.set(id, { ...entry, state: 'null' });
	}

	/** Everyone who is here, or null when that is nobody. */
	all(): Uint8Array | null {
		const here = new Map([...this.#entries].filter(([, { state }]) => state !== 'null'));
		return here.size > 0 ? encodeChanges(here) : null;
	}

	get hasChanges(): boolean {
		return this.#changed.size > 0;
	}

	/** What changed since this was last called. */
	takeChanges(): AwarenessChanges {
		const changes = new Map(this.#changed);
		this.#changed.clear();
		return changes;
	}

	/** An id of one's own other connection may be taken over: the old socket has not noticed yet that it is dead. */
	#introduce(person: Person, id: number): void {
		const holder = this.#entries.get(id)?.person;
		if (holder && holder.participant !== person.participant) return;
		if (!holder && this.#ids.size >= mostPeople) return;
		if (holder) this.#ids.delete(holder);
		this.#ids.set(person, id);
	}

	/** A clock that is not newer is an echo, and passing it on would never end. */
	#put(person: Person, id: number, clock: number, state: string): void {
		const held = this.#entries.get(id);
		const isNewer = !held || clock > held.clock || held.person !== person;
		if (!isNewer && !(clock === held.clock && state === 'null')) return;
		const entry = { person, clock, state: withName(person, state) };
		this.#entries.set(id, entry);
		this.#changed.set(id, entry);
	}
}

/** `state` as bytes, for most of what comes in is an echo that nobody reads. */
function readEntries(update: Uint8Array): { id: number; clock: number; state: Uint8Array }[] {
	const decoder = decoding.createDecoder(update);
	const entries = [];
	const count = decoding.readVarUint(decoder);
	// Everyone who is here, and as many who left: nobody has more to say again.
	if (count > 2 * mostPeople) throw new Error('more people than a document holds');
	for (let left = count; left > 0; left--) {
		const id = decoding.readVarUint(decoder);
		const clock = decoding.readVarUint(decoder);
		entries.push({ id, clock, state: decoding.readVarUint8Array(decoder) });
	}
	return entries;
}

function readState(bytes: Uint8Array): string {
	if (bytes.length > longestState) throw new Error('a state of more than 4 kB');
	return utf8.decode(bytes);
}

/** The state with the name that the session gives, whatever it said itself. */
function withName({ name, organisation }: Person, json: string): string {
	const state: unknown = JSON.parse(json);
	if (state === null) return 'null';
	if (typeof state !== 'object' || Array.isArray(state)) throw new Error('awareness is an object or null');
	return JSON.stringify({ ...state, user: { name, organisation } });
}

export function encodeChanges(changes: AwarenessChanges): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, changes.size);
	for (const [id, { clock, state }] of changes) {
		encoding.writeVarUint(encoder, id);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	}
	return encoding.toUint8Array(encoder);
}
