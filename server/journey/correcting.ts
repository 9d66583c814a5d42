import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { isWaiting } from '#domain/journey/admitting.ts';
import { decideRename } from '#domain/journey/facilitators.ts';
import { checkName } from '#domain/text/text.ts';
import { act, changed, unchanged, type At, type Done } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { beginAdmission, endAdmission } from './admissions.ts';
import { placeIn } from './organisations.ts';
import { linkedSeat } from './return-links.ts';
import { satAt, seatOf, type KnownSeat } from './seats.ts';
import { takeAlong } from './taking-along.ts';

// A wrong name, a wrong organisation: put right by the person or by a facilitator (J37–J39).

const renameMyself = act({
	name: 'rename-myself',
	who: 'anyone',
	input: v.object({ name: v.string() }),
	run: (tx, at, { name }) => rename(tx, at, at.seat, name)
});

const renamePerson = act({
	name: 'rename-person',
	who: 'facilitators',
	input: v.object({ participant: v.string(), name: v.string(), was }),
	async run(tx, at, { participant, ...given }) {
		const theirs = await linkedSeat(tx, at.journey, participant);
		if (!theirs) return refused('participant-unknown');
		const decision = decideRename(at.seat, theirs);
		if (!decision.ok) return refused(decision.reason);
		const changing = { subject: participant, acts: ['rename-person', 'rename-myself'] };
		const edit = await editing(tx, at, given, { name: await nameOf(tx, theirs.person) }, changing);
		return edit.ok ? rename(tx, at, theirs, edit.fields.name) : edit;
	}
});

const sitElsewhere = act({
	name: 'sit-elsewhere',
	who: 'participants',
	rights: true,
	input: v.object({ organisation: v.string() }),
	/** Who waits waits there from now on. What they laid on the table goes along: nobody said yet where they belong. */
	async run(tx, at, given) {
		if (!isWaiting(at.seat)) return refused('seat-admitted');
		const place = await placeIn(tx, at.journey, given.organisation);
		if (!place.ok) return place;
		return moveSeat(tx, at, at.seat, { to: place.organisation, along: true });
	}
});

const seatElsewhere = act({
	name: 'seat-elsewhere',
	who: 'facilitators',
	rights: true,
	input: v.object({
		participant: v.string(),
		organisation: v.string(),
		along: v.optional(v.picklist(['yes', 'no']), 'yes')
	}),
	/** Somebody belongs to another organisation, or comes as a guest, and is admitted there (J23, J37). */
	async run(tx, at, { participant, organisation, along }) {
		const theirs = await seatOf(tx, at.journey, participant);
		if (!theirs || theirs.removedAt !== null) return refused('participant-unknown');
		const place = await placeIn(tx, at.journey, organisation);
		if (!place.ok) return place;
		return moveSeat(tx, at, theirs, { to: place.organisation, along: along === 'yes' });
	}
});

export const correctingActs = { renameMyself, renamePerson, sitElsewhere, seatElsewhere };

async function nameOf(tx: Query, person: string): Promise<string> {
	const row = await tx.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow();
	return row.name;
}

async function rename(
	tx: Query,
	{ context, journey }: At,
	{ participant, person }: Pick<KnownSeat, 'participant' | 'person'>,
	given: string
): Promise<Done> {
	const name = checkName(given);
	if (!name.ok) return refused(name.reason, 'name');
	const renamed = await tx
		.updateTable('person')
		.set({ name: name.text })
		.where('id', '=', person)
		.where('name', '!=', name.text)
		.executeTakeFirst();
	if (renamed.numUpdatedRows === 0n) return unchanged();
	const write = async () => context.look(journey, participant);
	return changed({ audit: { subject: participant }, write });
}

/** An admission is for one organisation: the one that was ends, and a facilitator begins another (J23). */
async function moveSeat(
	tx: Query,
	at: At,
	{ participant, admittedAt }: Pick<KnownSeat, 'participant' | 'admittedAt'>,
	{ to, along }: { to: string | null; along: boolean }
): Promise<Done> {
	const { context, journey, seat, now } = at;
	const facilitates = mayFacilitate(seat);
	const from = await satAt(tx, participant);
	if (from === to && (admittedAt !== null || !facilitates)) return unchanged();
	if (admittedAt !== null) await endAdmission(tx, { participant, by: seat.participant, at: now });
	await tx
		.updateTable('participant')
		.set({ organisation_id: to, doubted_at: null, doubted_by: null })
		.where('id', '=', participant)
		.execute();
	if (facilitates)
		await beginAdmission(tx, {
			...{ journey, participant, organisation: to, at: now },
			...{ how: 'facilitator', by: seat.participant }
		});
	const project = along && from !== to ? await takeAlong(tx, { participant, from, to }) : [];
	return changed({
		audit: { subject: participant, detail: { from, organisation: to, along } },
		project,
		write: async () => context.look(journey, participant)
	});
}
