import { mayFacilitate } from '#domain/journey/access.ts';
import { drawTables, tableForLate, tableSize, type Sitter } from '#domain/journey/tables.ts';
import type { TableFacts } from '#wire/journey/facts.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import type { StepRow } from './step-rows.ts';

// Tables of pairs and fours (D6–D8).

export interface Tables {
	/** When they were drawn. */
	drawnAt: number;
	tables: TableFacts[];
}

/** Who sits where in a step, without who was removed; null while nothing is drawn, or where nobody sits at tables. */
export async function tablesOf(db: Query, step: Pick<StepRow, 'id' | 'form'>): Promise<Tables | null> {
	if (tableSize(step.form) === null) return null;
	const rows = await db
		.selectFrom('seating')
		.innerJoin('participant', 'participant.id', 'seating.participant_id')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'seating.table_number as number',
			'seating.drawn_at as drawnAt',
			'participant.id',
			'participant.organisation_id as organisation',
			'person.name'
		])
		.where('seating.step_id', '=', step.id)
		.where('participant.removed_at', 'is', null)
		.orderBy('seating.table_number')
		.orderBy('person.name')
		.execute();
	if (!rows[0]) return null;
	const tables = [...Map.groupBy(rows, (row) => row.number)].map(([number, here]) => ({
		number,
		people: here.map(({ id, name, organisation }) => ({ id, name, organisation }))
	}));
	return { drawnAt: rows[0].drawnAt, tables };
}

/**
 * Draws the tables of a step anew, in the transaction of the act. Returns how many; 0 when there are not two people to
 * seat, and then nothing changes.
 */
export async function drawTablesOf(tx: Query, context: Context, step: StepRow): Promise<number> {
	const size = tableSize(step.form);
	const sitters = await sittersOf(tx, step.journey_id);
	const present = context.present(
		step.journey_id,
		sitters.map((sitter) => sitter.id)
	);
	const here = sitters.filter((sitter) => present.has(sitter.id) || sitter.withoutDevice);
	if (size === null || here.length < 2) return 0;
	const tables = drawTables(here, size, context.random);
	const drawn_at = context.now();
	await clearTables(tx, step.id);
	await tx
		.insertInto('seating')
		.values(
			tables.flatMap((table, index) =>
				table.map((participant_id) => ({
					step_id: step.id,
					participant_id,
					table_number: index + 1,
					drawn_at
				}))
			)
		)
		.execute();
	return tables.length;
}

export async function clearTables(tx: Query, step: string): Promise<void> {
	await tx.deleteFrom('seating').where('step_id', '=', step).execute();
}

/** Who came after the draw gets a place where the room is (D8). Returns how many did. */
export async function seatLate(
	tx: Query,
	journey: string,
	isHere: (participant: string) => boolean
): Promise<number> {
	const step = await tx
		.selectFrom('room')
		.innerJoin('step', 'step.id', 'room.step_id')
		.select(['step.id', 'step.form', 'step.journey_id'])
		.where('room.journey_id', '=', journey)
		.executeTakeFirst();
	return step ? seatAt(tx, step, isHere) : 0;
}

/**
 * Somebody who was away at the draw finds a table when they are back. Many come at once: while one look is under way
 * the next one waits, for all who came meanwhile.
 */
export function createLateSeats(context: Context, changed: (journey: string) => void) {
	const looking = new Map<string, Promise<void>>();
	const again = new Set<string>();

	async function look(journey: string): Promise<void> {
		try {
			do {
				again.delete(journey);
				const seated = await context.db
					.transaction()
					.execute((tx) => seatLate(tx, journey, (id) => context.present(journey, [id]).size > 0));
				if (seated > 0) changed(journey);
			} while (again.has(journey));
		} catch (error) {
			// The next one who comes makes us look again; until then the facilitator can draw anew.
			context.log.error({ error, journey }, 'who came late could not be seated');
		} finally {
			looking.delete(journey);
		}
	}

	return {
		/** Who is there has changed. */
		came(journey: string): void {
			if (looking.has(journey)) again.add(journey);
			else looking.set(journey, look(journey));
		},
		async close(): Promise<void> {
			await Promise.all(looking.values());
		}
	};
}

/** The room comes to a step whose tables were drawn before everybody was there. */
export async function seatWhoIsHere(tx: Query, context: Context, step: StepRow): Promise<void> {
	await seatAt(tx, step, (participant) => context.present(step.journey_id, [participant]).size > 0);
}

async function seatAt(
	tx: Query,
	step: Pick<StepRow, 'id' | 'form' | 'journey_id'>,
	isHere: (participant: string) => boolean
): Promise<number> {
	const drawn = await tablesOf(tx, step);
	if (!drawn) return 0;
	const known = await seatedAt(tx, step.id);
	const late = (await sittersOf(tx, step.journey_id)).filter(({ id }) => !known.has(id) && isHere(id));
	const tables = drawn.tables.map(({ number, people }): { number: number; people: Sitter[] } => ({
		number,
		people: [...people]
	}));
	for (const sitter of late) {
		const at = tableForLate(
			tables.map(({ people }) => people),
			sitter
		);
		const table = tables[at ?? 0]!;
		table.people.push(sitter);
		await tx
			.insertInto('seating')
			.values({
				step_id: step.id,
				participant_id: sitter.id,
				table_number: table.number,
				drawn_at: drawn.drawnAt
			})
			.execute();
	}
	return late.length;
}

/** Whoever has a table, who was removed too. */
async function seatedAt(tx: Query, step: string): Promise<Set<string>> {
	const rows = await tx.selectFrom('seating').select('participant_id').where('step_id', '=', step).execute();
	return new Set(rows.map((row) => row.participant_id));
}

/** Everybody who takes part in the talk at a table: no observer, and no facilitator who sits there for nobody. */
async function sittersOf(db: Query, journey: string): Promise<(Sitter & { withoutDevice: boolean })[]> {
	const rows = await db
		.selectFrom('participant')
		.select(['id', 'role', 'organisation_id as organisation', 'entered_by'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('role', '!=', 'observer')
		.orderBy('id')
		.execute();
	return rows
		.filter(
			({ id, role, organisation }) =>
				organisation !== null || !mayFacilitate({ participant: id, role, removedAt: null })
		)
		.map(({ id, organisation, entered_by }) => ({ id, organisation, withoutDevice: entered_by !== null }));
}
