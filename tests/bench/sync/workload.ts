import type { ServerName } from './dialects.ts';
import type { Around } from './window.ts';

/** What one run of one server gave: named figures, and what the reader must know. */
export interface Result {
	figures: Record<string, number | null>;
	notes: string[];
	around?: Around;
	/** The run did not do what it should have; its figures mean little. */
	error?: string;
}

export interface Case {
	name: string;
	/** Only these servers can do it, or are asked to. */
	servers: readonly ServerName[];
	/** Also in `--quick`. */
	quick: boolean;
	/** Does not get better by doing it again. */
	once?: true;
	run(server: ServerName, pace: Pace): Promise<Result>;
}

export interface Pace {
	/** How long is measured. */
	seconds: number;
	quick: boolean;
}

export interface Column {
	figure: string;
	title: string;
	digits: number;
}

/** Ours divided by theirs, or ours alone, and what the issue asks of it. */
export interface Bar {
	case: string;
	figure: string;
	what: string;
	of: { server: ServerName } | 'ours alone' | { case: string };
	most: number | null;
}

export interface Workload {
	name: string;
	title: string;
	columns: readonly Column[];
	cases: readonly Case[];
	bars: readonly Bar[];
}
