// When an ambition card is complete (X1–X7): all that must be there before anybody is asked for consent.
import { ambitionTexts, hasLongName } from '#domain/parts/harvest/harvest.ts';

export const domains = ['care', 'welfare', 'safety', 'housing', 'youth', 'liveability'] as const;
export type Domain = (typeof domains)[number];

/** What is chosen on a card and not written. */
export interface AmbitionDetails {
	domains: Domain[];
	/** Organisation ids. */
	lead: string | null;
	others: string[];
}

export interface AmbitionCard {
	/** By field, as in `harvestFields.ambition`. */
	texts: Record<string, string>;
	details: AmbitionDetails;
	/** How many values it rests on. */
	values: number;
	/** How many sit at the table. */
	organisations: number;
}

/** Its texts, and what is chosen. */
export type CardField = (typeof ambitionTexts)[number] | 'values' | 'domains' | 'parties';

const chosenAfter: Partial<Record<CardField, readonly CardField[]>> = {
	text: ['values', 'domains'],
	residents: ['parties']
};
/** In the order of the card. */
export const cardFields = ambitionTexts.flatMap((text): CardField[] => [text, ...(chosenAfter[text] ?? [])]);

/** Why a field is not filled in yet; also its message key, `ambition_<why>`. */
export type Fault = 'empty' | 'title-long' | 'no-2040' | 'too-few' | 'no-number' | 'no-year' | 'no-lead';

const fewestValues = 2;
const fewestDomains = 2;
const fewestOthers = 2;
const fewestAlarms = 2;

/** The fields that are not filled in as they should be, in the order of the card. Empty: the card is complete (X1). */
export function faultsOf(card: AmbitionCard): { field: CardField; fault: Fault }[] {
	return cardFields.flatMap((field) => {
		const fault = faultIn(card, field);
		return fault === null ? [] : [{ field, fault }];
	});
}

function faultIn({ texts, details, values, organisations }: AmbitionCard, field: CardField): Fault | null {
	const text = (texts[field] ?? '').trim();
	switch (field) {
		case 'name':
			if (text === '') return 'empty';
			return hasLongName(text) ? 'title-long' : null;
		case 'text':
			if (text === '') return 'empty';
			return /^in 2040(?![\p{L}\p{N}])/iu.test(text) ? null : 'no-2040';
		case 'values':
			return values < fewestValues ? 'too-few' : null;
		case 'domains':
			return new Set(details.domains).size < fewestDomains ? 'too-few' : null;
		case 'parties':
			return partiesFault(details, organisations);
		case 'alarms':
			return linesIn(text) < fewestAlarms ? 'too-few' : null;
		case 'baseline':
		case 'target2028':
		case 'target2040':
			if (text === '') return 'empty';
			return isNumber(text) ? null : 'no-number';
		case 'baselineYear':
			if (text === '') return 'empty';
			return /^(19|20)\d\d$/.test(text) ? null : 'no-year';
		default:
			return text === '' ? 'empty' : null;
	}
}

/** How many carry it beside the one that leads: two, or at a table of two the other one (X5). */
const othersAsked = (organisations: number): number => Math.min(fewestOthers, organisations - 1);

function partiesFault({ lead, others }: AmbitionDetails, organisations: number): Fault | null {
	if (lead === null) return 'no-lead';
	const beside = new Set(others.filter((other) => other !== lead)).size;
	return beside < othersAsked(organisations) ? 'too-few' : null;
}

/** Who left the table carries nothing (J33). `table`: organisation ids. */
export const carriedBy = (details: AmbitionDetails, table: readonly string[]): AmbitionDetails => ({
	...details,
	lead: details.lead !== null && table.includes(details.lead) ? details.lead : null,
	others: details.others.filter((other) => table.includes(other))
});

const linesIn = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;

/** `58`, `1.200`, `12,5` (X7). */
const isNumber = (text: string) => /^[-−]?(\d+([.,]\d+)?|\d{1,3}(\.\d{3})+(,\d+)?)$/.test(text);

/** Nothing chosen yet, or what a row says. */
export function readDetails(details: Record<string, unknown>): AmbitionDetails {
	const strings = (value: unknown) =>
		Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
	return {
		domains: strings(details.domains).filter((d): d is Domain => (domains as readonly string[]).includes(d)),
		lead: typeof details.lead === 'string' ? details.lead : null,
		others: strings(details.others)
	};
}
