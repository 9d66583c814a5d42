import type { RouteId } from '$app/types';
import type { Audience } from '#domain/journey/pages.ts';

/** A folder above pages, with none of its own. */
type Folder = '/beheer' | '/eerste' | '/scherm' | '/terug' | '/traject' | '/traject/[journey]/stap';

/** For whom each page is, with all that is sent from it (A15). A new page is not built without a line here. */
export const pages = {
	'/': 'everyone',
	'/apparaten': 'known',
	'/beheer/post': 'administrators',
	'/eerste/[token]': 'link',
	'/healthz': 'everyone',
	'/livez': 'everyone',
	'/meedoen': 'everyone',
	'/meedoen/[code]': 'link',
	'/privacy': 'everyone',
	'/privacy/toezicht': 'everyone',
	'/readyz': 'everyone',
	'/scherm/[token]': 'link',
	'/scherm/[token]/feiten': 'link',
	'/stijl': 'everyone',
	'/taal': 'everyone',
	'/terug/[token]': 'link',
	'/traject/[journey]': 'seats',
	'/traject/[journey]/draad': 'seats',
	'/traject/[journey]/draad/[thing]': 'seats',
	'/traject/[journey]/draaiboek': 'facilitators',
	'/traject/[journey]/export.csv': 'facilitators',
	'/traject/[journey]/export.docx': 'facilitators',
	'/traject/[journey]/export.json': 'facilitators',
	'/traject/[journey]/feiten': 'seats',
	'/traject/[journey]/ik': 'seats',
	'/traject/[journey]/inrichten': 'facilitators',
	'/traject/[journey]/oefenen': 'facilitators',
	'/traject/[journey]/overzicht': 'seats',
	'/traject/[journey]/regie': 'facilitators',
	'/traject/[journey]/stap/[step]': 'seats',
	'/traject/[journey]/stap/[step]/export.csv': 'facilitators',
	'/traject/[journey]/stap/[step]/export.json': 'facilitators',
	'/traject/[journey]/verslag': 'facilitators',
	'/traject/[journey]/welkom': 'seats',
	'/traject/nieuw': 'hosts',
	'/trajecten': 'known'
} as const satisfies Record<Exclude<RouteId, Folder>, Audience>;

export type Page = keyof typeof pages;
