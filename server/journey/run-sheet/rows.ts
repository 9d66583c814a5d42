import type { Form, MeetingStep } from '#domain/journey/run-sheet.ts';
import { inOrder } from '#domain/journey/run-sheet.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';

// The rows of a run-sheet, as templates and facilitators write them. All of it inside the transaction of an act.

/** People a meeting has room for, unless the facilitator says otherwise. */
const usualRoom = 250;

/** A meeting as a template or a form has it. */
export interface MeetingWords {
	name: string;
	place: string;
	/** `2026-11-12` */
	date: string;
	/** `09:30` */
	startsAt: string;
}

/** A step as a template has it. */
export interface StepTemplate {
	kind: string;
	name: string;
	question: string;
	minutes: number;
	form: Form;
	script: string;
	settings: Record<string, unknown>;
}

/** At the end; `arrange` puts it where it belongs. */
export async function insertMeeting(
	tx: Query,
	id: string,
	journey: string,
	meeting: MeetingWords
): Promise<void> {
	await tx
		.insertInto('meeting')
		.values({
			id,
			journey_id: journey,
			name: meeting.name,
			place: meeting.place,
			date: meeting.date,
			starts_at: meeting.startsAt,
			removed_at: null,
			position: await nextPosition(tx, 'meeting', journey),
			code: null,
			opened_at: null,
			closed_at: null,
			room_for: usualRoom
		})
		.execute();
}

/** At the end of its meeting, in its first stage; `arrange` numbers it. Throws on a kind that this program does not know. */
export async function insertStep(
	tx: Query,
	id: string,
	at: { journey: string; meeting: string; now: number },
	step: StepTemplate
): Promise<void> {
	await tx
		.insertInto('step')
		.values({
			id,
			journey_id: at.journey,
			meeting_id: at.meeting,
			kind: step.kind,
			name: step.name,
			question: step.question,
			script: step.script,
			minutes: step.minutes,
			form: step.form,
			entered_at: null,
			deadline: null,
			removed_at: null,
			position: await nextPosition(tx, 'step', at.journey),
			stage: kindOf(step.kind).stages[0].name,
			stage_at: at.now,
			stage_by: null,
			locked_at: null,
			locked_by: null,
			settings: JSON.stringify(step.settings),
			note: ''
		})
		.execute();
}

async function nextPosition(tx: Query, table: 'meeting' | 'step', journey: string): Promise<number> {
	const { last } = await tx
		.selectFrom(table)
		.select((eb) => eb.fn.max('position').as('last'))
		.where('journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	return Number(last ?? 0) + 1;
}

/** The meetings that are on the run-sheet, in order. */
export function meetingsOf(db: Query, journey: string) {
	return db
		.selectFrom('meeting')
		.select(['id', 'name', 'place', 'date', 'starts_at', 'position', 'opened_at', 'closed_at'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
}

/** A meeting of this journey, also one that was taken out. */
export function meetingIn(db: Query, journey: string, meeting: string) {
	return db
		.selectFrom('meeting')
		.select(['id', 'name', 'place', 'date', 'starts_at', 'opened_at', 'removed_at'])
		.where('id', '=', meeting)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
}

export async function meetingOnSheet(db: Query, journey: string, meeting: string) {
	const row = await meetingIn(db, journey, meeting);
	return row?.removed_at === null ? row : undefined;
}

/** The steps on the run-sheet, in order. */
export async function stepsOnSheet(db: Query, journey: string): Promise<MeetingStep[]> {
	return (await stepsOf(db, journey)).map(({ id, meeting }) => ({ id, meeting }));
}

function stepsOf(db: Query, journey: string) {
	return db
		.selectFrom('step')
		.select(['id', 'meeting_id as meeting', 'position'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
}

/**
 * Numbers meetings by date and time, and steps in the order of their meetings, from 1 and without gaps (D10, D13);
 * `steps`: the same ones, in another order than they have.
 */
export async function arrange(tx: Query, journey: string, steps?: readonly MeetingStep[]): Promise<void> {
	const meetings = await arrangeMeetings(tx, journey);
	const before = await stepsOf(tx, journey);
	const order = inOrder(meetings, steps ?? before);
	const was = new Map(before.map((step) => [step.id, step]));
	for (const [index, { id, meeting }] of order.entries()) {
		const step = was.get(id);
		if (step?.position === index + 1 && step.meeting === meeting) continue;
		await tx
			.updateTable('step')
			.set({ position: index + 1, meeting_id: meeting })
			.where('id', '=', id)
			.execute();
	}
}

/** Returns them in their order. */
async function arrangeMeetings(tx: Query, journey: string): Promise<string[]> {
	const meetings = (await meetingsOf(tx, journey)).toSorted(
		(a, b) => compare(a.date, b.date) || compare(a.starts_at, b.starts_at) || a.position - b.position
	);
	for (const [index, { id, position }] of meetings.entries())
		if (position !== index + 1)
			await tx
				.updateTable('meeting')
				.set({ position: index + 1 })
				.where('id', '=', id)
				.execute();
	return meetings.map(({ id }) => id);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
