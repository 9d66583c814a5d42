import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Somebody } from './somebody.ts';

/** One person of Wilgenmeer, played by the program. */
export interface Player {
	/** 'wel-b', as wilgenmeer.json calls them. */
	key: string;
	/** 'wel', or null for a resident. */
	organisation: string | null;
	/** Participant id. */
	participant: string;
	somebody: Somebody;
}

/** The simulated people of one journey. The facilitator is not one of them, and not everybody need be there. */
export class Cast {
	readonly people: readonly Player[];
	/** Organisation ids by key, 'wel'. */
	readonly organisations: ReadonlyMap<string, string>;
	/** Begins every id that they make, so that two journeys in one database never make the same. */
	readonly #mark: string;

	constructor(people: readonly Player[], organisations: ReadonlyMap<string, string>, mark: string) {
		this.people = people;
		this.organisations = organisations;
		this.#mark = mark;
	}

	/** The id of something of the story, `idOf('nv07')`. */
	idOf(key: string): string {
		return `${this.#mark}${key}`;
	}

	/** Who says here what this person said: themselves, else somebody of the same organisation, else anyone. */
	playing(key: string): Player {
		const organisation = wilgenmeer.people.find((person) => person.key === key)?.organisation ?? null;
		const of = this.people.filter((player) => player.organisation === organisation);
		const all = of.length > 0 ? of : this.people;
		const index = wilgenmeer.people.findIndex((person) => person.key === key);
		return this.people.find((player) => player.key === key) ?? all[index % all.length]!;
	}

	/** Who speaks for an organisation, by its key; undefined where nobody of it is there. */
	speakingFor(organisation: string): Player | undefined {
		return this.people.find((player) => player.organisation === organisation);
	}

	/** Everybody of an organisation who is there, by its key. */
	of(organisation: string): readonly Player[] {
		return this.people.filter((player) => player.organisation === organisation);
	}

	/** The key of an organisation by its id. */
	keyOf(id: string): string | undefined {
		return [...this.organisations].find(([, other]) => other === id)?.[0];
	}

	/** The same cast without these people. */
	without(keys: ReadonlySet<string>): Cast {
		const there = this.people.filter(({ key }) => !keys.has(key));
		return there.length === this.people.length ? this : new Cast(there, this.organisations, this.#mark);
	}

	async leave(): Promise<void> {
		await Promise.all(this.people.map(({ somebody }) => somebody.leave()));
	}
}
