import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { isWaiting, mayAdmit } from '#domain/journey/admitting.ts';
import { act, changed, unchanged, type At } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { beginAdmission, endAdmission } from './admissions.ts';
import { removeSeat } from './removal.ts';
import { seatOf, seatsOf, type KnownSeat } from './seats.ts';

// "Nieuw bij GGD: Anna, beleidsmedewerker. Klopt dat?" Who answers, and what becomes of it (J20, J21).

/** Ids of participants, with commas between them: one, or a hall. */
const several = v.pipe(
	v.string(),
	v.maxLength(20_000),
	v.transform((ids) => [...new Set(ids.split(',').filter(Boolean))])
);
const one = v.object({ participant: v.string() });

const admit = act({
	name: 'admit',
	who: 'participants',
	speaks: true,
	input: v.object({ participants: several }),
	/** They belong where they sat down. Who was admitted, or went, since this stood on a screen is passed over. */
	async run(tx, at, { participants }) {
		const asked = await newcomersAmong(tx, at, participants);
		if (!asked.ok) return asked;
		if (asked.waiting.length === 0) return unchanged();
		const facilitates = mayFacilitate(at.seat);
		// Somebody said no: now the facilitator says who is right.
		if (!facilitates && (await isAnyDoubted(tx, asked.waiting))) return refused('doubted');
		for (const newcomer of asked.waiting)
			await begin(tx, at, { ...newcomer, how: facilitates ? 'facilitator' : 'colleague' });
		return changed();
	}
});

const doubt = act({
	name: 'doubt',
	who: 'participants',
	speaks: true,
	input: v.object({ participant: v.string(), on: v.picklist(['yes', 'no']) }),
	/** A colleague says that somebody does not belong to them, or takes that back; the facilitator hears it. */
	async run(tx, at, { participant, on }) {
		const asked = await newcomersAmong(tx, at, [participant]);
		if (!asked.ok) return asked;
		if (asked.waiting.length === 0) return unchanged();
		const by = await doubtedBy(tx, participant);
		if (on === 'yes' ? by !== null : by === null) return unchanged();
		if (on === 'no' && by !== at.seat.participant) return refused('doubted');
		const doubted = on === 'yes' ? { doubted_at: at.now, doubted_by: at.seat.participant } : noDoubt;
		await tx.updateTable('participant').set(doubted).where('id', '=', participant).execute();
		return changed({ audit: { subject: participant, detail: { on } } });
	}
});

const noDoubt = { doubted_at: null, doubted_by: null };

const takeBackAdmission = act({
	name: 'take-back-admission',
	who: 'facilitators',
	input: one,
	/** The counter-act of `admit`: they wait again. What they said for their organisation stays said. */
	async run(tx, at, { participant }) {
		const theirs = await seatOf(tx, at.journey, participant);
		if (!theirs) return refused('participant-unknown');
		if (mayFacilitate(theirs)) return refused('facilitator-admitted');
		const ended = await endAdmission(tx, { participant, by: at.seat.participant, at: at.now });
		return ended ? changed({ audit: { subject: participant } }) : unchanged();
	}
});

const turnAway = act({
	name: 'turn-away',
	who: 'facilitators',
	rights: true,
	input: v.object({ participants: several }),
	/** Of a hall that strangers came into: those who wait leave the table. Each can be let back. */
	async run(tx, at, { participants }) {
		const asked = await newcomersAmong(tx, at, participants);
		if (!asked.ok) return asked;
		for (const { participant } of asked.waiting) {
			await removeSeat(tx, at, participant);
			await tell(tx, at, 'remove-person', participant);
		}
		return asked.waiting.length > 0 ? changed() : unchanged();
	}
});

export const admittingActs = { admit, doubt, takeBackAdmission, turnAway };

/** Whoever becomes a facilitator is known: nobody need say so again. */
export async function admitFacilitator(tx: Query, at: At, theirs: KnownSeat): Promise<void> {
	if (theirs.admittedAt === null) await begin(tx, at, { ...theirs, how: 'facilitator' });
}

async function begin(
	tx: Query,
	at: At,
	{
		participant,
		organisation,
		how
	}: Pick<KnownSeat, 'participant' | 'organisation'> & { how: 'facilitator' | 'colleague' }
): Promise<void> {
	const { journey, seat, now } = at;
	await beginAdmission(tx, { journey, participant, organisation, how, by: seat.participant, at: now });
	await tell(tx, at, 'admit', participant, { how, organisation });
}

const tell = (tx: Query, { journey, seat, now }: At, act: string, subject: string, detail = {}) =>
	append(tx, { journey, at: now, act, subject, detail, by: seat });

/** Those of them who wait, or why this person has no say about one of them. */
async function newcomersAmong(
	tx: Query,
	{ journey, seat }: At,
	participants: readonly string[]
): Promise<Outcome<{ waiting: KnownSeat[] }>> {
	const ids = new Set(participants);
	const named = (await seatsOf(tx, journey)).filter(({ participant }) => ids.has(participant));
	if (named.length === 0) return refused('participant-unknown');
	if (!named.every((newcomer) => mayAdmit(seat, newcomer))) return refused('not-your-colleague');
	return { ok: true, waiting: named.filter(isWaiting) };
}

async function doubtedBy(tx: Query, participant: string): Promise<string | null> {
	const row = await tx
		.selectFrom('participant')
		.select('doubted_by')
		.where('id', '=', participant)
		.executeTakeFirstOrThrow();
	return row.doubted_by;
}

async function isAnyDoubted(tx: Query, waiting: readonly KnownSeat[]): Promise<boolean> {
	const doubted = await tx
		.selectFrom('participant')
		.select('id')
		.where(
			'id',
			'in',
			waiting.map(({ participant }) => participant)
		)
		.where('doubted_by', 'is not', null)
		.executeTakeFirst();
	return doubted !== undefined;
}
