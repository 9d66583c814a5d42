import type { ServerName } from './dialects.ts';
import type { Around } from './window.ts';
import type { Bar, Column, Result, Workload } from './workload.ts';

export interface Run extends Result {
	workload: string;
	case: string;
	server: ServerName;
	repeat: number;
}

/** A table of medians for each case of a workload, and under it how ours compares. */
export function report(workload: Workload, runs: readonly Run[]): string {
	const lines = [`\n${workload.name}: ${workload.title}`];
	const rows = workload.cases.flatMap((one) =>
		one.servers.flatMap((server) => {
			const ofOne = runs.filter((run) => run.case === one.name && run.server === server);
			return ofOne.length > 0 ? [row(one.name, server, ofOne, workload.columns)] : [];
		})
	);
	lines.push(...table([['', 'server', ...workload.columns.map(({ title }) => title), 'note'], ...rows]));
	lines.push(...workload.bars.flatMap((bar) => compare(workload.name, bar, runs)));
	return lines.join('\n');
}

function row(name: string, server: ServerName, runs: Run[], columns: readonly Column[]): string[] {
	const cells = columns.map(({ figure, digits }) => {
		const values = numbers(runs, figure);
		if (values.length === 0) return '-';
		const spread =
			values.length > 1 ? ` (${values[0]!.toFixed(digits)}–${values.at(-1)!.toFixed(digits)})` : '';
		return median(values).toFixed(digits) + spread;
	});
	const errors = runs.flatMap(({ error }) => (error ? [`ERROR ${error}`] : []));
	const notes = new Set([...errors, ...runs.flatMap((run) => run.notes), ...doubts(runs)]);
	return [name, server, ...cells, [...notes].join('; ')];
}

/** A generator that is busier or later than this measures itself. */
const busy = 0.7;
const lateMs = 20;
/** What others may use of the cores before it shows. */
const quiet = 0.15;

/** Why the figures may say something of the machine instead of the server: the worst of the runs. */
function doubts(runs: readonly Run[]): string[] {
	const worst = (of: keyof Around) => Math.max(0, ...runs.map(({ around }) => around?.[of] ?? 0));
	const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
	return [
		worst('load') > busy && `the generator was the limit: ${percent(worst('load'))} of its core`,
		worst('late') > lateMs && `the generator was late: ${worst('late').toFixed(0)} ms at p99`,
		worst('onServer') > quiet && `others used ${percent(worst('onServer'))} of the server's core`,
		worst('onLoad') > quiet && `others used ${percent(worst('onLoad'))} of the load's core`
	].filter((words) => words !== false);
}

function compare(
	workload: string,
	{ case: name, figure, what, of, most }: Bar,
	runs: readonly Run[]
): string[] {
	const of1 = (server: ServerName, one: string) =>
		numbers(
			runs.filter((run) => run.case === one && run.server === server && !run.error),
			figure
		);
	const ours = of1('siroop', name);
	const against = of === 'ours alone' ? [1] : 'server' in of ? of1(of.server, name) : of1('siroop', of.case);
	if (ours.length === 0 || against.length === 0) return [];
	const ratio = median(ours) / median(against);
	const subject =
		of === 'ours alone' ? 'siroop' : 'server' in of ? `siroop / ${of.server}` : `siroop, against ${of.case}`;
	const verdict = most === null ? '' : ` (bar ≤ ${most}: ${ratio <= most ? 'reached' : 'NOT reached'})`;
	return [`${workload} ${name}: ${subject} ${what} ${ratio.toFixed(2)}${verdict}`];
}

/** Sorted; without the runs that have no such figure. */
function numbers(runs: readonly Run[], figure: string): number[] {
	return runs
		.map((run) => run.figures[figure])
		.filter((value) => value !== null && value !== undefined)
		.sort((a, b) => a - b);
}

function median(sorted: number[]): number {
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function table(rows: string[][]): string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
	return rows.map((cells) =>
		cells
			.map((cell, column) =>
				column < 2 || column === cells.length - 1
					? cell.padEnd(widths[column]!)
					: cell.padStart(widths[column]!)
			)
			.join('  ')
			.trimEnd()
	);
}
