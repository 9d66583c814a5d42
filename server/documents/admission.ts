import { access, isEmbargoed, type RoomFacts, type Seat } from '#domain/journey/access.ts';
import { ownRooms } from '#domain/parts/anonymity/anonymity.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { close } from '#wire/protocol.ts';
import type { Room } from '#wire/rooms.ts';
import type { Db } from '#server/db/open.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymity.ts';
import type { Admission, Denial, Visitor } from '#server/sync/server.ts';

interface Snapshot {
	seats: Map<string, Seat & { name: string; organisation: string | null }>;
	owners: Set<string>;
	steps: Map<
		string,
		{
			kind: string;
			stage: string;
			anonymous: boolean;
			locked_at: number | null;
			removed_at: number | null;
		}
	>;
	pausedAt: number | null;
	/** The step where the room is. */
	at: string | null;
	beamer: string;
}

const codes: Record<string, number> = {
	'signed-out': close.signedOut,
	removed: close.forbidden,
	'not-yours': close.forbidden,
	'not-open-yet': close.forbidden,
	embargoed: close.forbidden,
	revealed: close.forbidden
};

/**
 * Who may be in which room. The facts of a journey are read once and kept until the next act: hundreds of open
 * sockets are looked at again after each one.
 */
export function openAdmission(db: Db) {
	const snapshots = new Map<string, Promise<Snapshot>>();
	const journeyOfStep = new Map<string, string>();

	function snapshot(journey: string): Promise<Snapshot> {
		const known = snapshots.get(journey);
		if (known) return known;
		const reading = readSnapshot(db, journey);
		snapshots.set(journey, reading);
		reading.catch(() => snapshots.delete(journey));
		return reading;
	}

	async function journeyOf(room: Room): Promise<string | null> {
		if (room.kind === 'journey') return room.journey;
		const known = journeyOfStep.get(room.step);
		if (known) return known;
		const row = await db
			.selectFrom('step')
			.select('journey_id')
			.where('id', '=', room.step)
			.executeTakeFirst();
		if (row) journeyOfStep.set(room.step, row.journey_id);
		return row?.journey_id ?? null;
	}

	return {
		/** Call after each act, before the sockets are looked at again. */
		changed(journey: string): void {
			snapshots.delete(journey);
		},

		async admit(visitor: Visitor, room: Room): Promise<Admission | Denial> {
			if (visitor.person === null && visitor.beamer === null)
				return { ok: false, code: close.signedOut, reason: 'signed-out' };
			const journey = await journeyOf(room);
			const facts = journey && (await snapshot(journey).catch(() => null));
			if (!journey || !facts) return { ok: false, code: close.unknownRoom, reason: 'room-unknown' };
			const beamer = visitor.beamer === facts.beamer;
			// On the facilitator's own laptop the beamer comes with her session, and is still a screen and nobody (A5).
			const seat = visitor.person === null || beamer ? undefined : facts.seats.get(visitor.person);
			const roomFacts = factsOf(room, facts);
			if (!roomFacts) return { ok: false, code: close.unknownRoom, reason: 'room-unknown' };
			const decision = access({ seat: seat ?? null, beamer, known: true }, roomFacts);
			if (!decision.ok)
				return { ok: false, code: codes[decision.reason] ?? close.forbidden, reason: decision.reason };
			return {
				ok: true,
				journey,
				participant: seat?.participant ?? null,
				name: seat?.name ?? '',
				organisation: seat?.organisation ?? null,
				write: decision.write
			};
		}
	};
}

export type AdmissionDesk = ReturnType<typeof openAdmission>;

function factsOf(room: Room, facts: Snapshot): RoomFacts | null {
	if (room.kind === 'journey') return { kind: 'journey' };
	const step = facts.steps.get(room.step);
	if (!step) return null;
	if (room.kind === 'own') {
		if (!facts.owners.has(room.participant)) return null;
		const stands = step.anonymous ? ownRooms(step.kind, step.stage) : 'open';
		return { kind: 'own', owner: room.participant, closed: stands === 'open' ? null : stands };
	}
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

async function readSnapshot(db: Db, journey: string): Promise<Snapshot> {
	const { beamer_token } = await db
		.selectFrom('journey')
		.select('beamer_token')
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	const { paused_at, step_id } = await db
		.selectFrom('room')
		.select(['paused_at', 'step_id'])
		.where('journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	const people = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'participant.id as participant',
			'participant.person_id as person',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.organisation_id as organisation',
			'person.name'
		])
		.where('journey_id', '=', journey)
		.execute();
	const steps = await db
		.selectFrom('step')
		.select(['id', 'kind', 'stage', 'settings', 'locked_at', 'removed_at'])
		.where('journey_id', '=', journey)
		.execute();
	return {
		seats: new Map(people.map(({ person, ...seat }) => [person, seat])),
		owners: new Set(people.map((p) => p.participant)),
		steps: new Map(
			steps.map(({ id, settings, ...step }) => [
				id,
				{ ...step, anonymous: isAnonymousStep({ kind: step.kind, settings }) }
			])
		),
		pausedAt: paused_at,
		at: step_id,
		beamer: beamer_token
	};
}
