import * as v from 'valibot';
import { invitedMost } from '#domain/bounds.ts';
import { isAbout, readInvited, type InvitedLine } from '#domain/journey/invited.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { organisationsOf } from './organisations.ts';

// Whom each organisation said that it would send (J22). Facilitators alone see it.

const invite = act({
	name: 'invite',
	who: 'facilitators',
	input: v.object({ organisation: v.string(), lines: v.string() }),
	/** Adds lines to the list of an organisation; who stands on it already is not added again. */
	async run(tx, { journey }, { organisation, lines }) {
		if (!(await organisationsOf(tx, journey)).some(({ id }) => id === organisation))
			return refused('organisation-unknown');
		const read = readInvited(lines, invitedMost);
		if (!read.ok) return refused(read.reason, 'lines');
		const there = await listOf(tx, organisation);
		const fresh = withoutDoubles(read.lines, there);
		if (fresh.length === 0) return unchanged();
		if (there.length + fresh.length > invitedMost) return refused('invited-too-many', 'lines');
		const from = (there.at(-1)?.position ?? 0) + 1;
		await tx
			.insertInto('invited')
			.values(
				fresh.map((line, index) => ({
					...{ id: newId(), organisation_id: organisation, ...line, position: from + index },
					participant_id: null
				}))
			)
			.execute();
		return changed({ audit: { subject: organisation, detail: { people: fresh.length } } });
	}
});

const takeOffList = act({
	name: 'take-off-list',
	who: 'facilitators',
	input: v.object({ id: v.string() }),
	/** The counter-act. Nothing stays: whoever was not coming is nobody here. Who came for it keeps the seat. */
	async run(tx, { journey }, { id }) {
		const line = await tx
			.selectFrom('invited')
			.innerJoin('organisation', 'organisation.id', 'invited.organisation_id')
			.select('organisation.id as organisation')
			.where('invited.id', '=', id)
			.where('organisation.journey_id', '=', journey)
			.executeTakeFirst();
		if (!line) return unchanged();
		await tx.deleteFrom('invited').where('id', '=', id).execute();
		return changed({ audit: { subject: line.organisation } });
	}
});

export const invitedActs = { invite, takeOffList };

/** The lists of all organisations of a journey, with who came, for who facilitates it. */
export const listsOf = (db: Query, journey: string) =>
	db
		.selectFrom('organisation')
		.innerJoin('invited', 'invited.organisation_id', 'organisation.id')
		.leftJoin('participant', 'participant.id', 'invited.participant_id')
		.leftJoin('person', 'person.id', 'participant.person_id')
		.select(['invited.id', 'organisation.id as organisation', 'invited.name', 'invited.email'])
		.select('person.name as cameAs')
		.where('organisation.journey_id', '=', journey)
		.orderBy('organisation.position')
		.orderBy('invited.position')
		.execute();

/** In the order in which they were written down, with who came. */
export const listOf = (db: Query, organisation: string) =>
	db
		.selectFrom('invited')
		.select(['id', 'name', 'email', 'position', 'participant_id as came'])
		.where('organisation_id', '=', organisation)
		.orderBy('position')
		.execute();

/** The line that this person comes for, for which nobody came yet; null: they wait like anybody. */
export async function invitedAs(
	tx: Query,
	organisation: string,
	who: { name: string; email: string }
): Promise<string | null> {
	const free = (await listOf(tx, organisation)).filter(({ came }) => came === null);
	return free.find((line) => isAbout(line, who))?.id ?? null;
}

export async function cameFor(tx: Query, line: string, participant: string): Promise<void> {
	await tx.updateTable('invited').set({ participant_id: participant }).where('id', '=', line).execute();
}

function withoutDoubles(lines: readonly InvitedLine[], there: readonly InvitedLine[]): InvitedLine[] {
	const keyOf = ({ name, email }: InvitedLine) => email || name.toLowerCase();
	const known = new Set(there.map(keyOf));
	return lines.filter((line) => !known.has(keyOf(line)) && known.add(keyOf(line)));
}
