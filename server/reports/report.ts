import { hasStage } from '#domain/kinds/kinds.ts';
import { csvOf, type Cell } from './csv.ts';
import { docxOf, type Say } from './docx.ts';
import type { Sheet } from './sheet.ts';
import type { Query } from '#server/db/open.ts';
import type { Exports, StepExport } from './exports.ts';
import type { Context } from '#server/app/context.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

/** The whole journey as far as it was revealed: every card, the ungrouped and those without dots too (E5). */
export interface Report {
	journey: string;
	/** ISO 8601. */
	madeAt: string;
	organisations: { name: string; short: string }[];
	steps: (Omit<StepExport, 'journey'> & {
		meeting: string;
		date: string;
		/** What each harvested thing rests on, by name. */
		links: { id: string; name: string; on: string[] }[];
		sheets: Sheet[];
	})[];
}

/** Columns of the one sheet that has every card of the journey. */
const cardColumns = ['step', 'prompt', 'card', 'organisation', 'group', 'on', 'dots', 'share', 'harvest'];

export function openReport(context: Context, exports: Exports) {
	const { db, now } = context;

	async function read(journey: string): Promise<Report> {
		const { name } = await db
			.selectFrom('journey')
			.select('name')
			.where('id', '=', journey)
			.executeTakeFirstOrThrow();
		const steps: Report['steps'] = [];
		for (const { meeting, date, ...step } of await stepsOf(db, journey)) {
			const found = await exports.json(journey, step.id);
			if (!found) continue;
			const { journey: _, ...rest } = found;
			const sheets = [
				...((await context.kinds.get(step.kind)?.sheets?.(db, step)) ?? []),
				...(await stanceSheets(db, step)),
				...(await gateSheets(db, step))
			].filter((sheet) => sheet.rows.length > 0);
			steps.push({ meeting, date, ...rest, links: await linksIn(db, step.id), sheets });
		}
		return {
			journey: name,
			madeAt: new Date(now()).toISOString(),
			organisations: (await organisationsOf(db, journey)).map(({ name, short }) => ({ name, short })),
			steps
		};
	}

	/** Every table of the journey: one with all cards, and of each step what its kind adds. */
	async function sheetsOf(journey: string): Promise<Sheet[]> {
		const { steps } = await read(journey);
		const byName = Map.groupBy(
			steps.flatMap(({ step, sheets }) => sheets.map((sheet) => ({ step: step.name, sheet }))),
			({ sheet }) => sheet.name
		);
		const more = [...byName].map(([name, found]) => ({
			name,
			columns: ['step', ...found[0]!.sheet.columns],
			rows: found.flatMap(({ step, sheet }) => sheet.rows.map((row) => [step, ...row]))
		}));
		return [{ name: 'cards', columns: cardColumns, rows: steps.flatMap(cardRows) }, ...more];
	}

	return {
		json: read,

		/** The names of the tables that there are, for links. */
		sheets: async (journey: string): Promise<string[]> =>
			(await sheetsOf(journey)).map((sheet) => sheet.name),

		/** One table, or null when there is none of that name. */
		async csv(journey: string, name: string, say: Say): Promise<string | null> {
			const sheet = (await sheetsOf(journey)).find((found) => found.name === name);
			if (!sheet) return null;
			return csvOf([sheet.columns.map((column) => say(`column_${column}`)), ...sheet.rows]);
		},

		async docx(journey: string, locale: 'nl' | 'en', say: Say): Promise<{ journey: string; file: Buffer }> {
			const report = await read(journey);
			return { journey: report.journey, file: await docxOf(report, locale, say) };
		}
	};
}

export type Reports = ReturnType<typeof openReport>;

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

function cardRows({ step, cards, groups, harvest }: Report['steps'][number]): Cell[][] {
	const byId = new Map(groups.map((group) => [group.id, group]));
	return cards.map((card) => {
		const group = card.groupId === null ? undefined : byId.get(card.groupId);
		return [
			step.name,
			card.prompt,
			card.text,
			card.organisation,
			card.group,
			card.on,
			group?.dots ?? null,
			group?.share === null || group?.share === undefined ? null : group.share.toFixed(4),
			harvest.find((item) => item.cards.includes(card.id))?.name ?? null
		];
	});
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

/** Who took which stance, organisation by organisation and never by person, with what was done about it. */
async function stanceSheets(db: Query, step: StepRow): Promise<Sheet[]> {
	if (!hasStage(step.kind, 'consent')) return [];
	const rows = await db
		.selectFrom('stance')
		.innerJoin('organisation', 'organisation.id', 'stance.organisation_id')
		.leftJoin('harvest as about', 'about.id', 'stance.subject')
		.leftJoin('harvest as harmed', 'harmed.id', 'stance.harms_id')
		.leftJoin('integration', 'integration.stance_id', 'stance.id')
		.select([
			'about.name as about',
			'organisation.name as organisation',
			'stance.stance',
			'harmed.name as harms',
			'stance.words',
			'integration.words as integration',
			'stance.at'
		])
		.where('stance.step_id', '=', step.id)
		.orderBy('stance.at')
		.orderBy('integration.at')
		.execute();
	return [
		{
			name: 'stances',
			columns: ['about', 'organisation', 'stance', 'harms', 'words', 'integration', 'at'],
			rows: rows.map((row) => [
				row.about,
				row.organisation,
				row.stance,
				row.harms,
				row.words,
				row.integration,
				new Date(row.at).toISOString()
			])
		}
	];
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
			rows: rows.map(({ stage, reason, at }) => [stage, reason, new Date(at).toISOString()])
		}
	];
}
