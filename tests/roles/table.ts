import {
	access,
	boardAccess,
	journeyAccess,
	ownAccess,
	type AccessRule,
	type Role,
	type Visitor
} from '#domain/journey/access.ts';
import { pageRefusal } from '#domain/journey/pages.ts';
import type { Opens } from '#domain/kinds/kind.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import { pages, type Page } from '#lib/form/pages.ts';
import { whoIsRefused, type StepAct } from '#server/acts/act.ts';
import type { Acts } from '#server/acts/bind.ts';
import { journeyActs } from '#server/journey/acts.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { whole } from '#server/people/who.ts';
import { kindServer } from '#server/kinds/kinds.ts';

// Who may open which page, do which act and get which document (A15), asked of the code that decides it, role by role.

/** In the order of the columns; the last has no seat and no session, but the link of the beamer. */
export const roles = [
	'visitor',
	'elsewhere',
	'removed',
	'observer',
	'participant',
	'co-facilitator',
	'lead'
] as const;
export type RoleName = (typeof roles)[number];

const seat = (role: Role, removedAt: number | null = null): SeatOf => ({
	participant: 'mine',
	notebook: 'mine',
	by: whole('me'),
	role,
	removedAt,
	person: 'me',
	name: 'I',
	organisation: null,
	admittedAt: 0
});

/** `null`: no seat in this journey. */
export const seats: Record<RoleName, SeatOf | null> = {
	visitor: null,
	elsewhere: null,
	removed: seat('participant', 1),
	observer: seat('observer'),
	participant: seat('participant'),
	'co-facilitator': seat('co-facilitator'),
	lead: seat('lead')
};
const isKnown = (role: RoleName) => role !== 'visitor';

/** Why a page is not for somebody; null: it is. Nobody hosts or administers here: those are no roles in a journey. */
export const refusalOfPage = (page: Page, role: RoleName) =>
	pageRefusal(pages[page], { known: isKnown(role), hosts: false, administers: false, seat: seats[role] });

export interface NamedAct {
	/** The kind of step that it is of; null: the journey. */
	kind: string | null;
	name: string;
	act: Acts[string] | StepAct;
}

export const acts: NamedAct[] = [
	...Object.entries<Acts[string]>(journeyActs).map(([name, act]) => ({ kind: null, name, act })),
	...kinds.flatMap(({ kind }) =>
		Object.entries(kindServer(kind).acts).map(([name, act]) => ({ kind, name, act }))
	)
];

/** Why somebody may not do an act, whatever its stage; null: they may. */
export const refusalOfAct = ({ act }: NamedAct, role: RoleName): string | null =>
	whoIsRefused(seats[role], act.who)?.reason ?? null;

const open = { lockedAt: null, pausedAt: null, embargoed: false, isLeft: false };
const opens: Opens[] = ['nothing', 'cards', 'board', 'dots', 'texts', 'consent'];

/** A document, as it is at some moment. */
export const documents: [what: string, rule: AccessRule][] = [
	['what I write alone', ownAccess({ owner: 'mine', closed: null })],
	['what somebody else writes alone', ownAccess({ owner: 'another', closed: null })],
	['the same of an anonymous step, before it opens', ownAccess({ owner: 'mine', closed: 'not-open-yet' })],
	['the same of an anonymous step, after the reveal', ownAccess({ owner: 'mine', closed: 'revealed' })],
	...opens.map((opens): [string, AccessRule] => [
		`the board, while the stage opens ${opens}`,
		boardAccess({ ...open, opens })
	]),
	['the board, locked', boardAccess({ ...open, opens: 'board', lockedAt: 1 })],
	['the board, paused', boardAccess({ ...open, opens: 'board', pausedAt: 1 })],
	['the board, under embargo', boardAccess({ ...open, opens: 'board', embargoed: true })],
	['the texts, of a step that the room has left', boardAccess({ ...open, opens: 'texts', isLeft: true })],
	['the facts of the journey', journeyAccess]
];

export const visitors: Record<RoleName | 'beamer', Visitor> = {
	...(Object.fromEntries(
		roles.map((role) => [role, { seat: seats[role], known: isKnown(role), beamer: false }])
	) as Record<RoleName, Visitor>),
	beamer: { seat: null, known: false, beamer: true }
};

/** The three tables, in Markdown. */
export function tables(): string {
	const ofPages = (Object.keys(pages) as Page[]).map((page) => [
		`\`${page}\``,
		...roles.map((role) => mark(refusalOfPage(page, role))),
		beyondRoles(page)
	]);
	const ofActs = [...Map.groupBy(acts, (act) => [act.name, ...cellsOf(act)].join('|')).values()].map(
		(alike) => [
			alike[0]!.name,
			...cellsOf(alike[0]!),
			alike.map(({ kind }) => kind ?? 'the journey').join(', ')
		]
	);
	const ofDocuments = documents.map(([what, rule]) => [
		what,
		...Object.values(visitors).map((visitor) => got(access(visitor, rule)))
	]);
	return [
		'### Pages, with what is sent from them\n',
		table(['page', ...roles, 'beside that'], ofPages),
		'\n### Acts, of the journey and of each kind of step\n',
		table(['act', ...roles, 'while the stage is or opens', 'not while', 'of'], ofActs),
		'\n### Documents: who reads them, and the roots that they write\n',
		table(['document', ...Object.keys(visitors)], ofDocuments)
	].join('\n');
}

const yes = 'yes';
const no = '–';
const mark = (refusal: string | null) => (refusal === null ? yes : no);

/** For whom a page is that asks for no role in a journey. */
function beyondRoles(page: Page): string {
	switch (pages[page]) {
		case 'link':
			return 'with its link';
		case 'hosts':
			return 'who may make journeys';
		case 'administrators':
			return 'who looks after the installation';
		default:
			return '';
	}
}

function cellsOf(named: NamedAct): string[] {
	const { when } = named.act;
	const stages = [...(when?.stages ?? []), ...(when?.opens ?? [])].join(', ');
	const not = [when?.unlocked && 'locked or paused', when?.unleft && 'left'].filter(Boolean).join(', ');
	return [...roles.map((role) => mark(refusalOfAct(named, role))), stages, not];
}

function got(allowed: ReturnType<typeof access>): string {
	if (!allowed.ok) return no;
	return allowed.write.length > 0 ? allowed.write.join(', ') : 'reads';
}

/** Padded, so that it reads as one without being rendered too. */
function table(head: string[], rows: string[][]): string {
	const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
	const line = (cells: string[], filler = ' ') =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column]!, filler)).join(' | ')} |`;
	const rule = line(
		head.map(() => ''),
		'-'
	);
	return [line(head), rule, ...rows.map((row) => line(row))].join('\n');
}
