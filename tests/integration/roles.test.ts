import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { access } from '#domain/journey/access.ts';
import { pages, type Page } from '#lib/form/pages.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { whole } from '#server/people/who.ts';
import { aMeeting, idOf, must, type Meeting } from '../support/cast.ts';
import {
	acts,
	documents,
	refusalOfAct,
	refusalOfPage,
	roles,
	visitors,
	type NamedAct,
	type RoleName
} from '../roles/table.ts';
import { rulesFile, withTables } from '../roles/write.ts';
import { Asking, handlersOf, layoutOf, type Came } from './routes/asking.ts';

// Every cell of the tables in RULES.md, by what really comes of it.

/** Why somebody may not, by their role; who may hears of other things. */
const refusals = ['not-yours', 'removed', 'observer', 'not-a-facilitator', 'not-lead'];

test('A15 the tables in the rules are made of the code of now; `npm run roles` writes them', () => {
	const rules = readFileSync(rulesFile, 'utf8');
	expect(withTables(rules)).toBe(rules);
});

/** Somebody in each role, in one journey. */
async function everyRole(): Promise<{ meeting: Meeting; who: Record<RoleName, SeatOf | null> }> {
	const meeting = await aMeeting({ names: ['cor', 'wies', 'gert', 'gea'] });
	const { acts, invitations, journeys } = meeting.app;
	const { gert, gea, wies, cor, fenna, journey } = meeting;
	must(await acts.removePerson(fenna, journey, { participant: gert.participant }));
	// No act makes an observer yet.
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, gea.participant);
	const { person } = must(await invitations.accept(await invitations.make(), { name: 'Ada', email: '' }));
	const now = async (seat: SeatOf) => (await journeys.seat(journey, seat.person))!;
	// A page takes for granted that its seat is one: as if it were the best.
	const elsewhere: SeatOf = { ...fenna, person, by: whole(person), participant: idOf('none', 1) };
	return {
		meeting,
		who: {
			visitor: null,
			elsewhere,
			removed: await now(gert),
			observer: await now(gea),
			participant: await now(wies),
			'co-facilitator': await now(cor),
			lead: fenna
		}
	};
}

type Cell = [what: string, role: RoleName, refusal: string | null, doIt: () => Promise<string | null>];

/** First those who may not: nothing is different after them. */
async function expectCells(meeting: Meeting, cells: Cell[]): Promise<void> {
	const [may, mayNot] = [true, false].map((may) =>
		cells.filter(([, , refusal]) => (refusal === null) === may)
	);
	const before = await meeting.kept();
	for (const [what, role, refusal, doIt] of mayNot!)
		expect(await doIt(), `${what} for ${role}`).toBe(refusal);
	expect(await meeting.kept()).toEqual(before);
	for (const [what, role, , doIt] of may!)
		expect(refusals, `${what} for ${role}`).not.toContain(await doIt());
}

/** Why a page was refused; null: it came, or said something else. Who has no session is asked for a code. */
function refusalIn(came: Came): string | null {
	if (came.kind === 'error') return came.reason ?? null;
	return came.kind === 'redirect' && came.to.startsWith('/meedoen?') ? 'signed-out' : null;
}

const journeys = '/traject/[journey]';

test('A15 each page, and whatever is sent from it, is for whom the table says', async () => {
	const { meeting, who } = await everyRole();
	// Who may make journeys is no role in one.
	meeting.sql('UPDATE person SET hosts_at = NULL, administers_at = NULL');
	const site = new Asking(meeting);
	const given = {
		params: { token: 'x', code: meeting.code, thing: idOf('thing', 1) },
		fields: {},
		above: { facts: await meeting.app.facts(meeting.journey), seat: who.lead }
	};
	const cells = (Object.keys(pages) as Page[]).flatMap((page) =>
		handlersOf(page).flatMap(([what, handler]) =>
			roles.map((role): Cell => {
				const doIt = async () => {
					const below = { ...given, route: page };
					// A layout asks before the page below it does.
					const above = what === 'load' && page.startsWith(journeys) ? [layoutOf(journeys)] : [];
					for (const one of [...above, handler]) {
						const refusal = refusalIn(await site.at(who[role], one, below));
						if (refusal) return refusal;
					}
					return null;
				};
				const refusal = refusalOfPage(page, role);
				const isAskedForCode =
					role === 'visitor' &&
					what === 'load' &&
					pages[page] !== 'hosts' &&
					pages[page] !== 'administrators';
				return [`${page} ${what}`, role, refusal && isAskedForCode ? 'signed-out' : refusal, doIt];
			})
		)
	);
	expect(cells.length).toBeGreaterThan(500);
	await expectCells(meeting, cells);
});

/** What fields are read from, if it is about nothing that there is. */
const texts = ['1', idOf('none', 1), '2026-12-01T10:00'];

function sampleOf({ act: { input } }: NamedAct): Record<string, string> {
	const { entries } = input as unknown as { entries: Record<string, v.GenericSchema> };
	const fields = Object.entries(entries).map(([field, schema]) => [
		field,
		[...optionsOf(schema), ...texts].find((text) => v.is(schema, text))
	]);
	return Object.fromEntries(fields) as Record<string, string>;
}

/** Of a list to choose from, also where something is made of the choice. */
const optionsOf = (schema: object): string[] => {
	const { options, pipe } = schema as { options?: string[]; pipe?: { options?: string[] }[] };
	return options ?? pipe?.[0]?.options ?? [];
};

test('A15 each act is for whom the table says, whatever it is about', async () => {
	const { meeting, who } = await everyRole();
	const { app, journey } = meeting;
	const steps = Object.fromEntries(
		meeting.sql<{ id: string; kind: string }>('SELECT id, kind FROM step').map(({ id, kind }) => [kind, id])
	);
	const cells = acts.flatMap((act) =>
		roles.map((role): Cell => {
			const seat = who[role] ?? { ...who.elsewhere!, person: '', by: whole('') };
			const fields = { ...sampleOf(act), ...(act.act.about === 'step' && { step: meeting.steps.values }) };
			const doIt = async () => {
				const outcome =
					act.kind === null
						? await app.act(seat, journey, act.name, fields)
						: await app.steps.act(seat, journey, steps[act.kind]!, { act: act.name, ...sampleOf(act) });
				expect(outcome, `${act.name}: fields that it reads`).not.toMatchObject({ reason: 'form-malformed' });
				return outcome.ok ? null : outcome.reason;
			};
			return [`${act.kind ?? ''} ${act.name}`, role, refusalOfAct(act, role), doIt];
		})
	);
	await expectCells(meeting, cells);
});

/** How a document of the table comes to be as it is there. */
interface Moment {
	kind: string;
	stage: string;
	locked?: true;
	paused?: true;
	/** The room is at another step, which is in this stage. */
	room?: [kind: string, stage: string];
	document?: 'mine' | "another's" | 'journey';
}

const values = (stage: string, more: Partial<Moment> = {}): Moment => ({ kind: 'values', stage, ...more });
const boards = {
	nothing: 'prepared',
	cards: 'writing',
	board: 'sorting',
	dots: 'weighing',
	texts: 'harvested'
};
const moments: Record<string, Moment> = {
	'what I write alone': values('sorting', { document: 'mine' }),
	'what somebody else writes alone': values('sorting', { document: "another's" }),
	'the same of an anonymous step, before it opens': {
		kind: 'hard-talk',
		stage: 'prepared',
		document: 'mine'
	},
	'the same of an anonymous step, after the reveal': {
		kind: 'hard-talk',
		stage: 'sorting',
		document: 'mine'
	},
	...Object.fromEntries(
		Object.entries({ ...boards, consent: 'consenting' }).map(([opens, stage]) => [
			`the board, while the stage opens ${opens}`,
			values(stage)
		])
	),
	'the board, locked': values('sorting', { locked: true }),
	'the board, paused': values('sorting', { paused: true }),
	'the board, under embargo': { kind: 'today', stage: 'sorting', room: ['future', 'writing'] },
	'the texts, of a step that the room has left': values('harvested', { room: ['future', 'prepared'] }),
	'the facts of the journey': values('writing', { document: 'journey' })
};

/** Puts the journey there; an act in between has everybody's rights looked at again. */
async function arrange(meeting: Meeting, { kind, stage, locked, paused, room = [kind, stage] }: Moment) {
	const { acts } = meeting.app;
	await acts.pause(meeting.fenna, meeting.journey);
	const set = `UPDATE step SET stage = ?, locked_at = ? WHERE kind = ? AND journey_id = ?`;
	meeting.sql(`UPDATE step SET stage = 'prepared', locked_at = NULL`);
	meeting.sql(set, room[1], null, room[0], meeting.journey);
	meeting.sql(set, stage, locked ? 1 : null, kind, meeting.journey);
	meeting.sql('UPDATE room SET step_id = (SELECT id FROM step WHERE kind = ?)', room[0]);
	must(await acts.resume(meeting.fenna, meeting.journey));
	if (paused) must(await acts.pause(meeting.fenna, meeting.journey));
}

test('A15 each document is for whom the table says, and takes what it says', async () => {
	const { meeting, who } = await everyRole();
	const { wies, cor } = meeting;
	const nameOf = ({ kind, document }: Moment, seat: SeatOf) => {
		const [step] = meeting.sql<{ id: string }>('SELECT id FROM step WHERE kind = ?', kind);
		if (document === undefined) return boardDocument(step!.id);
		if (document === 'journey') return journeyDocument(meeting.journey);
		const other = seat.participant === wies.participant ? cor : wies;
		return ownDocument(step!.id, (document === 'mine' ? seat : other).participant);
	};
	expect(Object.keys(moments)).toEqual(documents.map(([what]) => what));
	for (const [what, rule] of documents) {
		await arrange(meeting, moments[what]!);
		for (const role of [...roles, 'beamer'] as const) {
			const seat = role === 'beamer' ? null : who[role];
			const name = nameOf(moments[what]!, seat ?? wies);
			const client = await (role === 'beamer'
				? meeting.connectBeamer(name)
				: seat
					? meeting.connect(seat, name)
					: meeting.knock(name, {}));
			await client.when(() => client.policy !== null);
			const wanted = access(visitors[role], rule);
			const got = client.isOpen ? (client.policy?.write ?? []) : null;
			expect(got, `${what} for ${role}`).toEqual(wanted.ok ? wanted.write : null);
			await client.leave();
		}
	}
});
