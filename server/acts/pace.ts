import { networkOf } from '#server/app/address.ts';
import { Bucket } from '#server/sync/limits.ts';

/** Who is remembered before those who rest are forgotten. */
const mostRemembered = 1000;

/** How fast each of many does something. In memory alone: a restart is a rest. */
export class Pace {
	readonly #perSecond: number;
	readonly #burst: number;
	readonly #clock: (() => number) | undefined;
	readonly #buckets = new Map<string, Bucket>();

	/** `clock`: ms, from whenever. */
	constructor(perSecond: number, burst: number, clock?: () => number) {
		this.#perSecond = perSecond;
		this.#burst = burst;
		this.#clock = clock;
	}

	/** Counts once more for this one; false: it came too fast after the others. */
	allows(who: string): boolean {
		if (this.#buckets.size > mostRemembered) this.#forgetRested();
		const bucket = this.#buckets.get(who) ?? new Bucket(this.#perSecond, this.#burst, this.#clock);
		this.#buckets.set(who, bucket);
		return bucket.allows();
	}

	#forgetRested(): void {
		for (const [who, bucket] of this.#buckets) if (bucket.full) this.#buckets.delete(who);
	}
}

/** The paces of one program: acts (BN9), and what people ask for that is no act (BN11). */
export function createPaces() {
	/** As fast as hands are for hours, and a table's cards sorted by form in one go. */
	const acts = new Pace(10, 300);
	/** Every act comes as a form, and says better why not: so it is refused first. */
	const forms = new Pace(20, 600);
	/** What costs the program most for one click: a journey, a rehearsal, a report. */
	const works = new Pace(0.1, 30);
	/** Two hundred people who come in from one hall in the same minute, with a slip of the thumb each. */
	const networks = new Pace(20, 1000);

	return {
		act: (person: string): boolean => acts.allows(person),
		/** A form of a person or, of nobody that we know, of the network that it comes from. */
		form: (person: string | null, address: string): boolean =>
			person === null ? networks.allows(networkOf(address)) : forms.allows(person),
		work: (person: string): boolean => works.allows(person)
	};
}

export type Paces = ReturnType<typeof createPaces>;
