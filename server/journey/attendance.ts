import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { decideHandover, decideTakeover } from '#domain/journey/facilitators.ts';
import { checkName } from '#domain/text/text.ts';
import { act, changed, unchanged, type At, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { newPerson } from '#server/people/people.ts';
import { admitFacilitator } from './admitting.ts';
import { mergedInto } from './merging.ts';
import { placeIn } from './organisations.ts';
import { removeSeat } from './removal.ts';
import { newLink } from './screens.ts';
import { seatOf, type KnownSeat } from './seats.ts';
import { sitDown } from './sitting-down.ts';

// Who is at the table, and who facilitates (F-rules).

const participant = v.object({ participant: v.string() });

const seatWithoutDevice = act({
	name: 'seat-without-device',
	who: 'facilitators',
	rights: true,
	input: v.object({ name: v.string(), organisation: v.string() }),
	/** Somebody without a device. A return link can be printed for them at any time. */
	async run(tx, { journey, seat, now }, given) {
		const name = checkName(given.name);
		if (!name.ok) return refused(name.reason, 'name');
		const place = await placeIn(tx, journey, given.organisation);
		if (!place.ok) return place;
		const seated = await sitDown(tx, {
			journey,
			person: await newPerson(tx, name.text, '', now),
			organisation: place.organisation,
			role: 'participant',
			returnToken: newToken(),
			at: now,
			enteredBy: seat.participant,
			admitted: { how: 'facilitator', by: seat.participant }
		});
		return changed({ audit: { subject: seated } });
	}
});

const removePerson = act({
	name: 'remove-person',
	who: 'facilitators',
	rights: true,
	input: participant,
	/** Removes a person from the table: within a second their sockets close. Their cards stay (F5). */
	async run(tx, at, given) {
		const theirs = await seatOf(tx, at.journey, given.participant);
		if (!theirs) return refused('participant-unknown');
		if (theirs.role === 'lead') return refused('lead-stays');
		if (theirs.removedAt !== null) return unchanged();
		await removeSeat(tx, at, theirs.participant);
		return wentFrom(tx, at, theirs);
	}
});

const letBack = act({
	name: 'let-back',
	who: 'facilitators',
	rights: true,
	input: participant,
	/** The counter-act of `removePerson`. */
	async run(tx, { journey }, given) {
		const theirs = await seatOf(tx, journey, given.participant);
		if (!theirs) return refused('participant-unknown');
		if (theirs.removedAt === null) return unchanged();
		if (await mergedInto(tx, theirs.participant)) return refused('merged');
		await setSeat(tx, theirs.participant, { removed_at: null, removed_by: null });
		return changed({ audit: { subject: theirs.participant } });
	}
});

const makeCoFacilitator = act({
	name: 'make-co-facilitator',
	who: 'lead',
	rights: true,
	input: participant,
	async run(tx, at, given) {
		const theirs = await seatOf(tx, at.journey, given.participant);
		if (!theirs || theirs.removedAt !== null) return refused('participant-unknown');
		if (theirs.role === 'lead' || theirs.role === 'co-facilitator') return unchanged();
		await admitFacilitator(tx, at, theirs);
		await setSeat(tx, theirs.participant, { role: 'co-facilitator' });
		return changed({ audit: { subject: theirs.participant } });
	}
});

const makeParticipant = act({
	name: 'make-participant',
	who: 'lead',
	rights: true,
	input: participant,
	/** The counter-act of `makeCoFacilitator`. */
	async run(tx, at, given) {
		const theirs = await seatOf(tx, at.journey, given.participant);
		if (!theirs || theirs.role === 'lead') return refused('participant-unknown');
		if (theirs.role === 'participant') return unchanged();
		await setSeat(tx, theirs.participant, { role: 'participant' });
		return wentFrom(tx, at, theirs);
	}
});

const handOver = act({
	name: 'hand-over',
	who: 'lead',
	rights: true,
	input: participant,
	async run(tx, at, given) {
		const { journey, seat } = at;
		const theirs = await seatOf(tx, journey, given.participant);
		if (!theirs) return refused('participant-unknown');
		const decision = decideHandover(seat, theirs);
		if (!decision.ok) return refused(decision.reason);
		await admitFacilitator(tx, at, theirs);
		await setSeat(tx, seat.participant, { role: 'co-facilitator' });
		await setSeat(tx, theirs.participant, { role: 'lead' });
		return changed({ audit: { subject: theirs.participant } });
	}
});

const takeOver = act({
	name: 'take-over',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	/** A co-facilitator takes the lead, only when the lead has been away for a minute (F3). */
	async run(tx, { context, journey, seat, now }) {
		const lead = await tx
			.selectFrom('participant')
			.select('id')
			.where('journey_id', '=', journey)
			.where('role', '=', 'lead')
			.executeTakeFirst();
		const offlineSince = lead ? context.awaySince(journey, lead.id) : 0;
		const decision = decideTakeover({ me: seat, lead: { offlineSince } }, now);
		if (!decision.ok) return refused(decision.reason);
		if (lead) await setSeat(tx, lead.id, { role: 'co-facilitator' });
		await setSeat(tx, seat.participant, { role: 'lead' });
		return changed({ audit: { subject: seat.participant } });
	}
});

export const attendanceActs = {
	seatWithoutDevice,
	removePerson,
	letBack,
	makeCoFacilitator,
	makeParticipant,
	handOver,
	takeOver
};

/** Whoever facilitated until now had the link of the beamer (A17). What their sessions open is looked at again. */
async function wentFrom(
	tx: Query,
	at: At,
	{ participant: subject, person, ...before }: KnownSeat
): Promise<Done> {
	const beamer = mayFacilitate({ participant: subject, ...before }) ? await newLink(tx, at) : null;
	const write = async () => {
		await beamer?.write();
		at.context.sync.reidentify(person);
	};
	return changed({ audit: { subject, ...(beamer && { detail: { screens: beamer.screens } }) }, write });
}

async function setSeat(
	tx: Query,
	participant: string,
	seat: { role: KnownSeat['role'] } | { removed_at: number | null; removed_by: string | null }
): Promise<void> {
	await tx.updateTable('participant').set(seat).where('id', '=', participant).execute();
}
