import { access, isEmbargoed, type RoomFacts } from '#domain/journey/access.ts';
import { ownRooms } from '#domain/parts/anonymity/anonymity.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { close } from '#wire/protocol.ts';
import type { Room } from '#wire/rooms.ts';
import type { Db } from '#server/db/open.ts';
import { createReading, type Reading } from '#server/journey/reading.ts';
import type { Admission as Admitted, Denial, Visitor } from '#server/sync/visitors.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

const codes: Record<string, number> = {
	'signed-out': close.signedOut,
	removed: close.forbidden,
	'not-yours': close.forbidden,
	'not-open-yet': close.forbidden,
	embargoed: close.forbidden,
	revealed: close.forbidden
};

const denied = (code: number, reason: string): Denial => ({ ok: false, code, reason });

/**
 * Who may be in which room. What says so is read once for a journey and kept until the next act that changes it:
 * hundreds of open sockets are looked at again after each one.
 */
export class Admission {
	readonly #db: Db;
	readonly #now: () => number;
	readonly #snapshots = new Map<string, Promise<Snapshot>>();
	readonly #journeyOfStep = new Map<string, string>();

	constructor(db: Db, now: () => number) {
		this.#db = db;
		this.#now = now;
	}

	/** Call after each act that changes rights, before the sockets are looked at again; the reading began after it. */
	changed(reading: Reading): void {
		this.#keep(reading);
	}

	async admit(visitor: Visitor, room: Room): Promise<Admitted | Denial> {
		if (visitor.person === null && visitor.beamer === null) return denied(close.signedOut, 'signed-out');
		const journey = await this.#journeyOf(room);
		const snapshot = journey && (await this.#snapshot(journey).catch(() => null));
		if (!journey || !snapshot) return denied(close.unknownRoom, 'room-unknown');
		const beamer = visitor.beamer === snapshot.beamer;
		// On the facilitator's own laptop the beamer comes with her session, and is still a screen and nobody (A5).
		const seat = visitor.person === null || beamer ? undefined : snapshot.seats.get(visitor.person);
		const facts = factsOf(room, snapshot);
		if (!facts) return denied(close.unknownRoom, 'room-unknown');
		const decision = access({ seat: seat ?? null, beamer, known: true }, facts);
		if (!decision.ok) return denied(codes[decision.reason] ?? close.forbidden, decision.reason);
		return {
			ok: true,
			journey,
			participant: seat?.participant ?? null,
			name: seat?.name ?? '',
			organisation: seat?.organisation ?? null,
			write: decision.write
		};
	}

	#snapshot(journey: string): Promise<Snapshot> {
		return this.#snapshots.get(journey) ?? this.#keep(createReading(this.#db, journey, this.#now()));
	}

	#keep(reading: Reading): Promise<Snapshot> {
		const { journey } = reading;
		const snapshot = readSnapshot(reading);
		this.#snapshots.set(journey, snapshot);
		snapshot.catch(() => {
			if (this.#snapshots.get(journey) === snapshot) this.#snapshots.delete(journey);
		});
		return snapshot;
	}

	async #journeyOf(room: Room): Promise<string | null> {
		if (room.kind === 'journey') return room.journey;
		const known = this.#journeyOfStep.get(room.step);
		if (known) return known;
		const row = await this.#db
			.selectFrom('step')
			.select('journey_id')
			.where('id', '=', room.step)
			.executeTakeFirst();
		if (row) this.#journeyOfStep.set(room.step, row.journey_id);
		return row?.journey_id ?? null;
	}
}

function factsOf(room: Room, facts: Snapshot): RoomFacts | null {
	if (room.kind === 'journey') return { kind: 'journey' };
	const step = facts.steps.get(room.step);
	if (!step) return null;
	if (room.kind === 'own') {
		if (!facts.owners.has(room.participant)) return null;
		const stands = step.anonymous ? ownRooms(step.kind, step.stage) : 'open';
		return { kind: 'own', owner: room.participant, closed: stands === 'open' ? null : stands };
	}
	// What somebody wrote alone stays theirs (A3); the table of a step that was taken out is on no screen (D11).
	if (step.removed_at !== null) return null;
	return {
		kind: 'board',
		opens: stageOf(step.kind, step.stage).opens,
		lockedAt: step.locked_at,
		pausedAt: facts.pausedAt,
		embargoed: isEmbargoed(
			step.kind,
			[...facts.steps]
				.filter(([, { removed_at }]) => removed_at === null)
				.map(([id, { kind, stage }]) => ({ kind, stage, here: id === facts.at }))
		)
	};
}
