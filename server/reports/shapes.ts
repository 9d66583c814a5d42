import type { Sheet } from './sheet.ts';

/** Everything of a step that was revealed, at any moment; no unrevealed card, no hidden one, no author (E1–E3). */
export interface StepExport {
	journey: string;
	step: { name: string; question: string; kind: string; stage: string };
	cards: {
		id: string;
		prompt: string;
		text: string;
		organisation: string | null;
		/** Title of its group; the id beside it, because two groups may have one title. */
		group: string | null;
		groupId: string | null;
		/** Text of the card that it lies on. */
		on: string | null;
		onBehalf: boolean;
		revealedAt: string;
	}[];
	groups: { id: string; title: string; cards: number; dots: number | null; share: number | null }[];
	harvest: { id: string; kind: string; name: string; texts: Record<string, string>; cards: string[] }[];
}

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

/** What a report is worded with: a sentence for a key, in the reader's language. */
export type Say = (key: string, values?: Record<string, string>) => string;
