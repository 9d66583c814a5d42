import {
	Document,
	HeadingLevel,
	Packer,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TextRun,
	WidthType,
	type FileChild
} from 'docx';
import { dayInWords, momentInWords } from '#domain/journey/moments.ts';
import type { Report, Say, StepExport } from './shapes.ts';
import type { Sheet } from './sheet.ts';

type Step = Report['steps'][number];
type Locale = 'nl' | 'en';

/**
 * The report of a journey as a Word file: what was harvested first, then every card by group, the loose ones too, and
 * the tables. Throws on nothing that people wrote: text is text (E8).
 */
export function docxOf(made: Report, locale: Locale, say: Say): Promise<Buffer> {
	const report = fitForXml(made);
	const document = new Document({
		creator: 'Siroop',
		title: report.journey,
		description: say('report_title', { journey: report.journey }),
		styles: {
			default: {
				document: {
					run: { font: 'Calibri', size: 22, language: { value: locale === 'nl' ? 'nl-NL' : 'en-GB' } }
				}
			}
		},
		sections: [
			{
				children: [
					...head(report, locale, say),
					...report.steps.flatMap((step) => stepPart(step, locale, say))
				]
			}
		]
	});
	return Packer.toBuffer(document);
}

/** What no XML may hold: one of these and Word opens nothing. Texts that are kept now have none of them (C2). */
const noXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const fitForXml = (report: Report): Report =>
	JSON.parse(
		JSON.stringify(report, (_, value: unknown) =>
			typeof value === 'string' ? value.replace(noXml, '') : value
		)
	) as Report;

const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]) =>
	new Paragraph({ text, heading: level });
const line = (text: string) => new Paragraph({ text });
const point = (text: string, level = 0) => new Paragraph({ text, bullet: { level } });

function head({ journey, madeAt, organisations }: Report, locale: Locale, say: Say): FileChild[] {
	return [
		heading(say('report_title', { journey }), HeadingLevel.TITLE),
		line(say('report_made', { date: momentInWords(Date.parse(madeAt), locale) })),
		...organisations.map(({ name }) => point(name))
	];
}

function stepPart(step: Step, locale: Locale, say: Say): FileChild[] {
	const { harvest, cards, groups, sheets } = step;
	return [
		heading(step.step.name, HeadingLevel.HEADING_1),
		line(`${step.meeting}, ${dayInWords(step.date, locale)}. ${step.step.question}`),
		...harvest.flatMap((item) => harvestPart(item, step, say)),
		...(cards.length ? [heading(say('report_cards'), HeadingLevel.HEADING_2)] : []),
		...groups.flatMap((group) => groupPart(group, step, say)),
		...loosePart(step, say),
		...sheets.flatMap((sheet) => sheetPart(sheet, say))
	];
}

function harvestPart(item: StepExport['harvest'][number], { links }: Step, say: Say): FileChild[] {
	const on = links.find((link) => link.id === item.id)?.on ?? [];
	const texts = Object.entries(item.texts).filter(([field, text]) => field !== 'name' && text !== '');
	return [
		heading(item.name || say('report_unnamed'), HeadingLevel.HEADING_2),
		...texts.map(
			([field, text]) =>
				new Paragraph({
					children: [new TextRun({ text: `${say(`text_${field}`)}: `, bold: true }), ...linesOf(text)]
				})
		),
		...(on.length ? [line(say('report_rests_on', { names: on.join(', ') }))] : [])
	];
}

const linesOf = (text: string) =>
	text.split('\n').map((words, index) => new TextRun({ text: words, ...(index > 0 && { break: 1 }) }));

function groupPart(group: StepExport['groups'][number], { cards }: Step, say: Say): FileChild[] {
	const dots = group.dots === null ? '' : ` (${say('report_dots', { count: String(group.dots) })})`;
	return [
		heading(`${group.title || say('report_unnamed')}${dots}`, HeadingLevel.HEADING_3),
		...cards.filter((card) => card.groupId === group.id).map((card) => cardPoint(card))
	];
}

function loosePart({ cards }: Step, say: Say): FileChild[] {
	const loose = cards.filter((card) => card.groupId === null);
	if (loose.length === 0) return [];
	return [heading(say('report_loose'), HeadingLevel.HEADING_3), ...loose.map((card) => cardPoint(card))];
}

const cardPoint = ({ text, organisation, on }: StepExport['cards'][number]) =>
	point(organisation === null ? text : `${text} (${organisation})`, on === null ? 0 : 1);

function sheetPart({ name, columns, rows }: Sheet, say: Say): FileChild[] {
	const cell = (text: string, bold = false) =>
		new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })] });
	return [
		heading(say(`sheet_${name}`), HeadingLevel.HEADING_2),
		new Table({
			width: { size: 100, type: WidthType.PERCENTAGE },
			rows: [
				new TableRow({
					tableHeader: true,
					children: columns.map((column) => cell(say(`column_${column}`), true))
				}),
				...rows.map((row) => new TableRow({ children: row.map((value) => cell(String(value ?? ''))) }))
			]
		})
	];
}
