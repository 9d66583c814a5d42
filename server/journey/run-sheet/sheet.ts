import { closedAt } from '#domain/journey/joining.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { tablesOf } from '#server/journey/seating.ts';
import { stepOnSheet, type StepRow } from '#server/journey/step-rows.ts';
import { builtIn, readTemplate } from '#server/journey/templates.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';
import { meetingsOf, type StepTemplate } from './rows.ts';
import { editable, settingsOf } from './settings.ts';

/** The run-sheet as its editor shows it. */
export const createRunSheet = ({ db, now }: Context) => ({
	sheet: (journey: string) => sheet(db, journey, now()),
	kinds: kindsToAdd,

	/** Who sits where, and when that was drawn; null while no tables are drawn. */
	async tables(journey: string, step: string) {
		const row = await stepOnSheet(db, journey, step);
		return row ? tablesOf(db, row) : null;
	}
});

/** All of it, with what was taken out. */
async function sheet(db: Query, journey: string, now: number) {
	const room = await db
		.selectFrom('room')
		.select('step_id')
		.where('journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	const steps = await stepRows(db, journey);
	const meetings = await meetingsOf(db, journey);
	return {
		meetings: meetings.map((meeting) => ({
			id: meeting.id,
			name: meeting.name,
			place: meeting.place,
			date: meeting.date,
			startsAt: meeting.starts_at,
			openedAt: meeting.opened_at,
			isOpen: meeting.opened_at !== null && closedAt(meeting, now) === null,
			steps: steps
				.filter((step) => step.meeting_id === meeting.id && step.removed_at === null)
				.map((step) => ({ ...inEditor(step), isHere: step.id === room.step_id }))
		})),
		removed: {
			steps: steps.filter((step) => step.removed_at !== null).map(({ id, name }) => ({ id, name })),
			meetings: await removedMeetings(db, journey)
		}
	};
}

const removedMeetings = (db: Query, journey: string) =>
	db
		.selectFrom('meeting')
		.select(['id', 'name'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is not', null)
		.orderBy('removed_at')
		.execute();

/** Kinds of step that can be added, each as the built-in template has it. */
function kindsToAdd(locale: 'nl' | 'en') {
	const known = stepTemplates(locale);
	return kinds.flatMap(({ kind }) => {
		const step = known.get(kind);
		return step ? [{ kind, name: step.name, minutes: step.minutes }] : [];
	});
}

/** The first step of each kind that the built-in template has. */
export function stepTemplates(locale: 'nl' | 'en'): Map<string, StepTemplate> {
	const steps = readTemplate(builtIn, locale).meetings.flatMap((meeting) => meeting.steps);
	return new Map(steps.toReversed().map((step) => [step.kind, step]));
}

function inEditor(step: SheetRow) {
	const settings = settingsOf(step);
	return {
		id: step.id,
		kind: step.kind,
		name: step.name,
		question: step.question,
		minutes: step.minutes,
		form: step.form,
		script: step.script,
		settings: editable(settings),
		/** Null in a kind that asks nothing on cards. */
		prompts: Array.isArray(settings.prompts) ? promptsOf(step) : null
	};
}

const columns = [
	'id',
	'meeting_id',
	'kind',
	'name',
	'question',
	'minutes',
	'form',
	'script',
	'settings',
	'removed_at'
] as const;

type SheetRow = Pick<StepRow, (typeof columns)[number]>;

function stepRows(db: Query, journey: string): Promise<SheetRow[]> {
	return db
		.selectFrom('step')
		.select(columns)
		.where('journey_id', '=', journey)
		.orderBy('position')
		.orderBy('removed_at')
		.execute();
}
