import type { Began } from '#server/db/schema/people.ts';

/** Somebody who asks, and what their session opens (J12). */
export interface Who {
	person: string;
	/** By its hash; null: the program itself acts as this person. */
	session: string | null;
	/** By seat the notebook in which is written there; null: all that this person has, each with its first notebook. */
	seats: ReadonlyMap<string, string> | null;
	how: Began;
	/** What it began with (`session.link`). */
	link: string | null;
}

/** With everything that is theirs. */
export const whole = (person: string): Who => ({
	person,
	session: null,
	seats: null,
	how: 'code',
	link: null
});

/** The program and its tests name a person where pages have a session. */
export const asWho = (who: Who | string): Who => (typeof who === 'string' ? whole(who) : who);

/** All journeys are theirs to see, and their roles in the installation to use. */
export const isWhole = ({ seats }: Pick<Who, 'seats'>): boolean => seats === null;
