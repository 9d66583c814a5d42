import * as v from 'valibot';
import { isWaiting } from '#domain/journey/admitting.ts';
import type { Missing } from '#domain/journey/gates.ts';
import { nobodyNamed, speakerRoles, speaksFor, type Named } from '#domain/parts/consent/speaking.ts';
import { act, changed, unchanged, type At } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { newId } from '#server/app/secrets.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { Reading } from './reading.ts';
import { isAtTable, seatOf, seatsAt, type KnownSeat, type SeatOf } from './seats.ts';

// Who answers for an organisation, from its seat: a holder, and a deputy (I14 to I17).

/** Everybody who is named now, also who left the table or their organisation since. */
export const speakersIn = (db: Query, journey: string) =>
	db
		.selectFrom('speaker')
		.select([
			'id',
			'organisation_id as organisation',
			'participant_id as participant',
			'role',
			'left_at as leftAt'
		])
		.where('journey_id', '=', journey)
		.where('ended_at', 'is', null)
		.execute();

/** Whether somebody can answer for their organisation. */
const mayBeNamed = (seat: KnownSeat): seat is KnownSeat & { organisation: string } =>
	isAtTable(seat) && !isWaiting(seat) && seat.organisation !== null;

/** By organisation: who answers for it. Who left it, or is not admitted any more, is nobody. */
export async function namedIn(reading: Reading): Promise<ReadonlyMap<string, Named>> {
	const people = new Map((await reading.people()).map((seat) => [seat.participant, seat]));
	const named = new Map<string, Named>();
	for (const { organisation, participant, role, leftAt } of await reading.rows(speakersIn, reading.journey)) {
		const seat = people.get(participant);
		if (!seat || !mayBeNamed(seat) || seat.organisation !== organisation) continue;
		const before = named.get(organisation) ?? nobodyNamed;
		const isLeft = role === 'holder' ? leftAt !== null : before.isLeft;
		named.set(organisation, { ...before, [role]: participant, isLeft });
	}
	return named;
}

/** Whether what this person says is the answer of their organisation (I14, I15). */
export async function isSpeaker(
	reading: Reading,
	context: Pick<Context, 'present'>,
	{ participant, organisation }: Pick<SeatOf, 'participant' | 'organisation'>
): Promise<boolean> {
	const named = (await namedIn(reading)).get(organisation ?? '') ?? nobodyNamed;
	const { holder } = named;
	const isHolderHere = holder !== null && context.present(reading.journey, [holder]).size > 0;
	return speaksFor(participant, named, isHolderHere);
}

/** Organisations of which nobody was named yet, for the gate of consent (G7). */
export async function unnamed(reading: Reading): Promise<Missing[]> {
	const named = await namedIn(reading);
	const names = (await reading.organisations()).filter(({ id }) => !named.has(id)).map(({ name }) => name);
	return names.length > 0 ? [{ reason: 'speakers-none', names }] : [];
}

const nameSpeaker = act({
	name: 'name-speaker',
	who: 'facilitators',
	input: v.object({ participant: v.string(), role: v.picklist(speakerRoles) }),
	/** Somebody answers for their organisation from now on, in place of whoever did. */
	async run(tx, at, { participant, role }) {
		const theirs = await seatOf(tx, at.journey, participant);
		if (!theirs) return refused('participant-unknown');
		if (!mayBeNamed(theirs)) return refused('speaker-elsewhere');
		const { organisation } = theirs;
		const now = (await speakersIn(tx, at.journey)).filter(
			(one) => one.participant === participant || (one.organisation === organisation && one.role === role)
		);
		if (now.some((one) => one.participant === participant && one.role === role && now.length === 1))
			return unchanged();
		await end(tx, at, now);
		await tx
			.insertInto('speaker')
			.values({
				...{
					id: newId(),
					journey_id: at.journey,
					organisation_id: organisation,
					participant_id: participant
				},
				...{ role, at: at.now, by_id: at.seat.participant, left_at: null, ended_at: null, ended_by: null }
			})
			.execute();
		const audit = { subject: participant, detail: { organisation, role } };
		return changed({ audit, write: await lookAgain(tx, at, organisation) });
	}
});

const unnameSpeaker = act({
	name: 'unname-speaker',
	who: 'facilitators',
	input: v.object({ participant: v.string() }),
	/** The counter-act: they are a colleague again. What they said for their organisation stays said. */
	async run(tx, at, { participant }) {
		const theirs = (await speakersIn(tx, at.journey)).filter((one) => one.participant === participant);
		if (theirs.length === 0) return unchanged();
		await end(tx, at, theirs);
		const audit = { subject: participant };
		return changed({ audit, write: await lookAgain(tx, at, theirs[0]!.organisation) });
	}
});

export const speakerActs = { nameSpeaker, unnameSpeaker };

/** Pages of an organisation's people say who answers, and who advises. */
export async function lookAgain(tx: Query, { context, journey }: At, organisation: string) {
	const people = await seatsAt(tx, journey, organisation);
	return async () => {
		for (const { participant } of people) context.look(journey, participant);
	};
}

async function end(tx: Query, { seat, now }: At, all: readonly { id: string }[]): Promise<void> {
	for (const { id } of all)
		await tx
			.updateTable('speaker')
			.set({ ended_at: now, ended_by: seat.participant })
			.where('id', '=', id)
			.execute();
}
