import { Bucket } from '#server/sync/limits.ts';

/** Acts of one person: as fast as hands are for hours, and a table's cards sorted by form in one go. */
const actsPerSecond = 10;
const actsBurst = 300;
/** People whose pace is remembered before those who rest are forgotten. */
const mostRemembered = 1000;

/** How fast people act (BN9). In memory alone: a restart is a rest. */
export class Pace {
	readonly #people = new Map<string, Bucket>();

	/** Counts an act of this person; false: it came too fast after the others. */
	allows(person: string): boolean {
		if (this.#people.size > mostRemembered) this.#forgetRested();
		const bucket = this.#people.get(person) ?? new Bucket(actsPerSecond, actsBurst);
		this.#people.set(person, bucket);
		return bucket.allows();
	}

	#forgetRested(): void {
		for (const [person, bucket] of this.#people) if (bucket.full) this.#people.delete(person);
	}
}
