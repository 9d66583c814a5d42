import { onTheClock } from '#domain/journey/moments.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { createReading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { csvOf } from './csv.ts';
import type { Report, Say, StepExport } from './shapes.ts';
import type { Sheet } from './sheet.ts';
import { cardRows, exportStep, stepCsv, type CardColumns } from './step-export.ts';

/** Columns of the one sheet that has every card of the journey. */
const cardColumns = ['step', 'prompt', 'card', 'organisation', 'group', 'on', 'dots', 'share', 'harvest'];

/** What was made in a journey, to take along. */
export const createReports = (context: Context) => ({
	/** One step, or null. */
	step: (journey: string, step: string): Promise<StepExport | null> => exportStep(context, journey, step),

	/** Its cards as a table, or null. */
	async stepCsv(journey: string, step: string, columns: CardColumns): Promise<string | null> {
		const found = await exportStep(context, journey, step);
		return found && stepCsv(found, columns);
	},

	journey: (journey: string): Promise<Report> => report(context, journey),

	/** The names of the tables that there are, for links. */
	sheets: async (journey: string): Promise<string[]> =>
		sheetsOf(await report(context, journey)).map((sheet) => sheet.name),

	/** One table, or null when there is none of that name. */
	async csv(journey: string, name: string, say: Say): Promise<string | null> {
		const sheet = sheetsOf(await report(context, journey)).find((found) => found.name === name);
		if (!sheet) return null;
		return csvOf([sheet.columns.map((column) => say(`column_${column}`)), ...sheet.rows]);
	},

	/** The whole journey as a Word file. What makes it is loaded when somebody asks for it. */
	async docx(journey: string, locale: 'nl' | 'en', say: Say): Promise<{ journey: string; file: Buffer }> {
		const { docxOf } = await import('./docx.ts');
		const found = await report(context, journey);
		return { journey: found.journey, file: await docxOf(found, locale, say) };
	}
});

export type Reports = ReturnType<typeof createReports>;

async function report(context: Context, journey: string): Promise<Report> {
	const { db, now } = context;
	const { name } = await db
		.selectFrom('journey')
		.select('name')
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	const steps: Report['steps'] = [];
	for (const { meeting, date, ...step } of await stepsOf(db, journey)) {
		const found = await exportStep(context, journey, step.id);
		if (!found) continue;
		const { journey: _, ...rest } = found;
		const links = await linksIn(db, step.id);
		steps.push({ meeting, date, ...rest, links, sheets: await stepSheets(context, step) });
	}
	const organisations = await organisationsOf(db, journey);
	return {
		journey: name,
		madeAt: new Date(now()).toISOString(),
		organisations: organisations.map(({ name, short }) => ({ name, short })),
		steps
	};
}

/** The tables of a step beside its cards: those of its kind, and its gates. */
async function stepSheets({ db, now }: Context, step: StepRow): Promise<Sheet[]> {
	const reading = createReading(db, step.journey_id, now());
	const sheets = [
		...((await kindServer(step.kind).sheets?.(reading, step)) ?? []),
		...(await gateSheets(db, step))
	];
	return sheets.filter((sheet) => sheet.rows.length > 0);
}

/** Every table of the journey: one with all cards, and of each step what its kind adds. */
function sheetsOf({ steps }: Report): Sheet[] {
	const byName = Map.groupBy(
		steps.flatMap(({ step, sheets }) => sheets.map((sheet) => ({ step: step.name, sheet }))),
		({ sheet }) => sheet.name
	);
	const more = [...byName].map(([name, found]) => ({
		name,
		columns: ['step', ...found[0]!.sheet.columns],
		rows: found.flatMap(({ step, sheet }) => sheet.rows.map((row) => [step, ...row]))
	}));
	const cards = steps.flatMap((step) => cardRows(step).map((row) => [step.step.name, ...row]));
	return [{ name: 'cards', columns: cardColumns, rows: cards }, ...more];
}

function stepsOf(db: Query, journey: string) {
	return db
		.selectFrom('step')
		.innerJoin('meeting', 'meeting.id', 'step.meeting_id')
		.selectAll('step')
		.select(['meeting.name as meeting', 'meeting.date as date'])
		.where('step.journey_id', '=', journey)
		.orderBy('step.position')
		.execute();
}

async function linksIn(db: Query, step: string): Promise<Report['steps'][number]['links']> {
	const rows = await db
		.selectFrom('harvest_link')
		.innerJoin('harvest as one', 'one.id', 'harvest_link.from_id')
		.innerJoin('harvest as other', 'other.id', 'harvest_link.to_id')
		.select(['one.id', 'one.name', 'other.name as on'])
		.where('one.step_id', '=', step)
		.where('one.dropped_at', 'is', null)
		.where('other.dropped_at', 'is', null)
		.orderBy('one.position')
		.orderBy('other.kind')
		.orderBy('other.position')
		.execute();
	return [...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => ({
		id,
		name: of[0]!.name,
		on: of.map((row) => row.on)
	}));
}

async function gateSheets(db: Query, step: StepRow): Promise<Sheet[]> {
	const rows = await db
		.selectFrom('gate_opening')
		.select(['stage', 'reason', 'at'])
		.where('step_id', '=', step.id)
		.orderBy('at')
		.execute();
	return [
		{
			name: 'gates',
			columns: ['stage', 'reason', 'at'],
			rows: rows.map(({ stage, reason, at }) => [stage, reason, onTheClock(at)])
		}
	];
}
