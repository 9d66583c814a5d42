import { access } from '#domain/journey/access.ts';
import { close } from '#wire/protocol.ts';
import type { Db } from '#server/db/open.ts';
import { createReading, type Reading } from '#server/journey/reading.ts';
import { notebookOf } from '#server/journey/seats.ts';
import type { Admission as Admitted, Denial, Visitor } from '#server/sync/visitors.ts';
import { findDocument, type DocumentKind } from './kinds.ts';
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
 * Who may be in which document. What says so is read once for a journey and kept until the next act that changes it:
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

	async admit(visitor: Visitor, document: string): Promise<Admitted | Denial> {
		const { person, beamer: token, seats = null } = visitor;
		if (person === null && token === null) return denied(close.signedOut, 'signed-out');
		const found = findDocument(document);
		const journey = found && (await this.#journeyOf(found.kind.of, found.ids[0]!));
		const snapshot = journey && (await this.#snapshot(journey).catch(() => null));
		const rule = snapshot && found.kind.access(snapshot, ...found.ids);
		if (!rule) return denied(close.unknownDocument, 'room-unknown');
		const beamer = token === snapshot.beamer;
		// On the facilitator's own laptop the beamer comes with her session, and is still a screen and nobody (A5), also
		// once its link is over.
		const isScreen = token !== null;
		const known = person === null || isScreen ? undefined : snapshot.seats.get(person);
		const notebook = known ? notebookOf({ person: known.person, seats }, known) : null;
		const seat = known && notebook !== null ? { ...known, notebook } : null;
		const decision = access({ seat, beamer, known: true }, rule);
		if (!decision.ok) return denied(codes[decision.reason] ?? close.forbidden, decision.reason);
		return {
			ok: true,
			journey,
			participant: seat?.participant ?? null,
			notebook: seat?.notebook ?? null,
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

	async #journeyOf(of: DocumentKind['of'], id: string): Promise<string | null> {
		if (of === 'journey') return id;
		const known = this.#journeyOfStep.get(id);
		if (known) return known;
		const row = await this.#db
			.selectFrom('step')
			.select('journey_id')
			.where('id', '=', id)
			.executeTakeFirst();
		if (row) this.#journeyOfStep.set(id, row.journey_id);
		return row?.journey_id ?? null;
	}
}
