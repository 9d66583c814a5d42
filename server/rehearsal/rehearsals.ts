import {
	decideCrowd,
	decideRehearsal,
	decideThrowAway,
	resting,
	type CrowdState,
	type Pace
} from '#domain/rehearsal/rehearsal.ts';
import { perform } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { mayHost } from '#server/people/people.ts';
import { returnLink } from '#server/journey/return-links.ts';
import { seatIn, type SeatOf } from '#server/journey/seats.ts';
import { copyJourney, organisationKeys, simulatedIn } from './copy.ts';
import { Crowd } from './crowd.ts';
import { Somebody, type Address } from './somebody.ts';
import { Cast } from './cast.ts';
import { documentsOf, dropJourney } from './throw-away.ts';

/** Letters of a journey's id that begin the ids of what simulated people make in it. */
const markLength = 10;

/** Practising alone, with simulated people (Y-rules). */
export class Rehearsals {
	readonly #context: Context;
	readonly #crowds: Map<string, Crowd>;
	#address: Address | null = null;

	/** `crowds`: by journey; whoever tells the facts reads them too. */
	constructor(context: Context, crowds: Map<string, Crowd>) {
		this.#context = context;
		this.#crowds = crowds;
	}

	/** Since the program listens, simulated people know where it is. */
	reachedAt(where: Address): void {
		this.#address = where;
	}

	/** A rehearsal of a journey. `id` is made by the form: a second tap finds the first one's (Y1). */
	async begin(
		by: SeatOf,
		journey: string,
		given: { id: string; place: string }
	): Promise<Outcome<{ journey: string }>> {
		const { db, now } = this.#context;
		const may = decideRehearsal(by, await mayHost(db, by.by), await rehearsalAt(db, journey));
		if (!may.ok) return refused(may.reason);
		const at = now();
		await db.transaction().execute(async (tx) => {
			if (await seatIn(tx, given.id, by.person)) return;
			await copyJourney(tx, journey, { ...given, person: by.person, now: at });
			const { person } = by;
			await append(tx, { journey: given.id, at, act: 'begin-rehearsal', subject: journey, by: { person } });
		});
		return { ok: true, journey: given.id };
	}

	/** What the simulated people of a journey do; before they first came nothing, at the usual pace. */
	stateOf(journey: string): CrowdState {
		return this.#crowds.get(journey)?.state ?? resting;
	}

	start(by: SeatOf, journey: string): Promise<Outcome> {
		return this.#direct(by, journey, (crowd) => crowd.start());
	}

	/** The counter-act of `start`. */
	stop(by: SeatOf, journey: string): Promise<Outcome> {
		return this.#direct(by, journey, (crowd) => crowd.stop());
	}

	keepPace(by: SeatOf, journey: string, pace: Pace): Promise<Outcome> {
		return this.#direct(by, journey, (crowd) => crowd.keepPace(pace));
	}

	/** With the pace `asked`: what there is to do now is done (Y4). */
	ask(by: SeatOf, journey: string): Promise<Outcome> {
		return this.#direct(by, journey, (crowd) => crowd.ask());
	}

	/** For good: every row and every word of every document (Y6). What was thrown away has no counter-act. */
	async throwAway(by: SeatOf, journey: string): Promise<Outcome> {
		const { db, log, sync } = this.#context;
		const may = decideThrowAway(by, await rehearsalAt(db, journey));
		if (!may.ok) return refused(may.reason);
		await this.#crowds.get(journey)?.leave();
		this.#crowds.delete(journey);
		// Documents first: who is killed in between finds the rehearsal still there, and throws it away again.
		const documents = await documentsOf(db, journey);
		await Promise.all(documents.map((document) => sync.remove(document, 'rehearsal-over')));
		await db.transaction().execute((tx) => dropJourney(tx, journey));
		log.info({ journey }, 'a rehearsal was thrown away');
		return { ok: true };
	}

	async close(): Promise<void> {
		await Promise.all([...this.#crowds.values()].map((crowd) => crowd.leave()));
	}

	async #direct(
		by: SeatOf,
		journey: string,
		change: (crowd: Crowd) => void | Promise<void>
	): Promise<Outcome> {
		const found = await this.#crowdOf(by, journey);
		if (!found.ok) return found;
		await change(found.crowd);
		this.#context.announce(journey, 'facts');
		return { ok: true };
	}

	/** The crowd of a rehearsal, if this facilitator may say what it does. */
	async #crowdOf(by: SeatOf, journey: string): Promise<Outcome<{ crowd: Crowd }>> {
		const { db, log, announce } = this.#context;
		const may = decideCrowd(by, await rehearsalAt(db, journey));
		if (!may.ok) return refused(may.reason);
		const to = this.#address;
		if (to === null) return refused('crowd-not-here');
		const gather = () => this.#castOf(to, journey);
		const crowd = this.#crowds.get(journey) ?? new Crowd(gather, () => announce(journey, 'facts'), log);
		this.#crowds.set(journey, crowd);
		return { ok: true, crowd };
	}

	/** Everybody comes back with a personal link of their own, as people do. */
	async #castOf(to: Address, journey: string): Promise<Cast> {
		const { db } = this.#context;
		const organisations = await organisationKeys(db, journey);
		const seats = await simulatedIn(db, journey);
		const players = seats.map(async ({ participant, person, key, organisation }) => {
			const seat = (await seatIn(db, journey, person))!;
			const made = await perform(this.#context, { journey, seat }, returnLink, { participant });
			if (!made.ok) throw new Error(`a simulated person could not come: ${made.reason}`);
			const somebody = await Somebody.returning(to, made.token);
			const of = [...organisations].find(([, id]) => id === organisation)?.[0] ?? null;
			return { key, organisation: of, participant, somebody };
		});
		return new Cast(await Promise.all(players), organisations, journey.slice(0, markLength));
	}
}

/** Since when the journey is a rehearsal; null: it is none, or there is no such journey. */
async function rehearsalAt(db: Query, journey: string): Promise<number | null> {
	const found = await db
		.selectFrom('journey')
		.select('rehearsal_at')
		.where('id', '=', journey)
		.executeTakeFirst();
	return found?.rehearsal_at ?? null;
}
