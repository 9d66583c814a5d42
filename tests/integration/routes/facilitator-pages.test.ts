import { describe, expect, test, vi } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { m } from '#lib/paraglide/messages.js';
import * as console from '../../../src/routes/traject/[journey]/regie/+page.server.ts';
import * as practising from '../../../src/routes/traject/[journey]/oefenen/+page.server.ts';
import * as report from '../../../src/routes/traject/[journey]/verslag/+page.server.ts';
import * as setUp from '../../../src/routes/traject/[journey]/inrichten/+page.server.ts';
import * as sheet from '../../../src/routes/traject/[journey]/draaiboek/+page.server.ts';
import * as csv from '../../../src/routes/traject/[journey]/export.csv/+server.ts';
import * as docx from '../../../src/routes/traject/[journey]/export.docx/+server.ts';
import * as json from '../../../src/routes/traject/[journey]/export.json/+server.ts';
import * as stepCsv from '../../../src/routes/traject/[journey]/stap/[step]/export.csv/+server.ts';
import * as stepJson from '../../../src/routes/traject/[journey]/stap/[step]/export.json/+server.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { Asking, type Handler } from './asking.ts';

const actionsOf = (page: { actions: Record<string, Handler> }) => Object.entries(page.actions);

const pages: [string, Handler][] = [
	['regie', console.load],
	['inrichten', setUp.load],
	['draaiboek', sheet.load],
	['verslag', report.load],
	['oefenen', practising.load],
	['export.csv', csv.GET],
	['export.docx', docx.GET],
	['export.json', json.GET],
	['a step’s export.csv', stepCsv.GET],
	['a step’s export.json', stepJson.GET]
];
const acts: [string, Handler][] = [console, setUp, sheet, practising].flatMap(actionsOf);

async function asking(given: Parameters<typeof aMeeting>[0] = {}): Promise<Asking> {
	return new Asking(await aMeeting(given));
}

/** Everybody who is not to come in, with the reason that they read. */
async function strangers(meeting: Meeting): Promise<[string, SeatOf | null, string][]> {
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.gert.participant
		})
	);
	const elsewhere = must(
		await meeting.app.invitations.accept(await meeting.app.invitations.make(), { name: 'Ada', email: '' })
	);
	return [
		['nobody', null, 'not-yours'],
		['a facilitator of elsewhere', { person: elsewhere.person } as SeatOf, 'not-yours'],
		['who was removed', meeting.gert, 'removed'],
		['a participant', meeting.wies, 'not-a-facilitator']
	];
}

test('F1 a page, a file and an act of a facilitator are for facilitators only, and who is refused changes nothing', async () => {
	const site = await asking({ names: ['wies', 'gert'] });
	const { meeting } = site;
	const refused = await strangers(meeting);
	const before = await meeting.kept();
	for (const [who, seat, reason] of refused)
		for (const [what, handler] of [...pages, ...acts]) {
			const came = await site.at(seat, handler, {
				fields: {},
				above: { facts: await meeting.app.facts(meeting.journey) }
			});
			expect(came, `${what} for ${who}`).toMatchObject({ kind: 'error', status: 403, reason });
		}
	expect(await meeting.kept()).toEqual(before);
});

test('F1 an act without its fields is refused as a form that is none, or does what needs none; nothing breaks', async () => {
	const site = await asking({ names: ['wies', 'cor'] });
	for (const [name, act] of acts) {
		const came = await site.at(site.meeting.cor, act, { fields: {} });
		expect(['answer', 'failure', 'redirect'], name).toContain(came.kind);
		if (came.kind === 'failure')
			expect(came.data, name).toMatchObject({ ok: false, message: expect.stringMatching(/./), given: {} });
	}
});

describe('the console', () => {
	const move = { from: 'writing', by: '1' };

	test('P3 what is not done comes back with why, in the language of the page, and with what was given', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		await meeting.connect(meeting.wies, meeting.journeyDocument);
		await vi.waitUntil(async () => (await meeting.app.facts(meeting.journey)).connected > 0);
		const fields = { step: meeting.steps.values, ...move };
		for (const locale of ['nl', 'en'] as const)
			expect(await site.at(meeting.cor, console.actions.move, { fields, locale })).toEqual({
				kind: 'failure',
				status: 400,
				data: {
					ok: false,
					reason: 'not-all-ready',
					field: undefined,
					message: m.reason_not_all_ready({}, { locale }),
					given: fields
				}
			});
		expect(await meeting.stage()).toBe('writing');
		const sure = { ...fields, sure: 'yes' };
		expect(await site.at(meeting.cor, console.actions.move, { fields: sure })).toMatchObject({
			kind: 'answer',
			data: { ok: true }
		});
		expect(await meeting.stage()).toBe('sorting');
	});

	test('P2 the same press once more, from a page that had not heard yet, is no failure and no second stage', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		const fields = { step: meeting.steps.values, ...move, sure: 'yes' };
		const both = await Promise.all([1, 2].map(() => site.at(meeting.cor, console.actions.move, { fields })));
		expect(both.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
		expect((await site.at(meeting.cor, console.actions.move, { fields })).kind).toBe('answer');
		expect(await meeting.stage()).toBe('sorting');
	});

	test('without a script the page is read again, with the step that one looked at; a reload repeats nothing', async () => {
		const site = await asking({ names: ['cor'] });
		const { cor } = site.meeting;
		const post = (path: string) => site.at(cor, console.actions.pause, { path, fields: {}, script: false });
		expect(await post('/traject/x/regie')).toEqual({ kind: 'redirect', status: 303, to: '/traject/x/regie' });
		expect(await post('/traject/x/regie?stap=a%26b')).toMatchObject({ to: '/traject/x/regie?stap=a%26b' });
	});

	test('going to a step ends looking at another one, with a script and without', async () => {
		const site = await asking({ names: ['cor'] });
		const fields = { step: site.meeting.steps.checkIn };
		for (const script of [true, false])
			expect(
				await site.at(site.meeting.cor, console.actions.goTo, {
					path: '/traject/x/regie?stap=y',
					fields,
					script
				})
			).toEqual({ kind: 'redirect', status: 303, to: '/traject/x/regie' });
	});

	test('J5 F6 a personal link is shown where it was asked for, also without a script, and opens the same seat', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		const { participant, person } = meeting.wies;
		const came = await site.at(meeting.cor, console.actions.returnLink, {
			fields: { participant },
			script: false
		});
		expect(came).toMatchObject({ kind: 'answer', data: { ok: true, participant } });
		const { link, qr } = (came as { data: { link: string; qr: { size: number } } }).data;
		expect(link).toMatch(/^https:\/\/siroop\.test\/terug\/\w{20,}$/);
		expect(qr.size).toBeGreaterThan(20);
		expect((await meeting.app.journeys.returning(link.split('/').at(-1)!))!.person).toBe(person);
		const ofTheLead = await site.at(meeting.cor, console.actions.returnLink, {
			fields: { participant: meeting.fenna.participant }
		});
		expect(ofTheLead.kind).toBe('failure');
	});

	test.each([
		['', 'date-invalid'],
		['2026-11-12', 'time-invalid'],
		['12-11-2026T09:30', 'date-invalid'],
		['0026-11-12T09:30', 'year-invalid'],
		['2026-11-12T09:30Z', 'time-invalid'],
		["2026-11-12T09:30'; --", 'time-invalid'],
		['2026-11-12T9:3', 'time-invalid']
	])('a deadline that is no moment is refused: "%s"', async (deadline, reason) => {
		const site = await asking({ names: ['cor'] });
		const fields = { step: site.meeting.steps.values, deadline };
		const came = await site.at(site.meeting.cor, console.actions.openUntil, { fields });
		expect(came).toMatchObject({
			kind: 'failure',
			data: { reason, field: 'deadline', given: fields }
		});
	});

	test('it shows the step that was asked for, and of one that is not of this journey the room’s', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		const above = { facts: await meeting.app.facts(meeting.journey) };
		const shown = async (stap: string) => {
			const came = await site.at(meeting.cor, console.load, { path: `/traject/x/regie?stap=${stap}`, above });
			return (came as { data: { view: { step: { id: string } } } }).data.view.step.id;
		};
		expect(await shown(meeting.steps.checkIn)).toBe(meeting.steps.checkIn);
		for (const unknown of ['', 'nietvanons1234567', '__proto__', "' OR 1=1"])
			expect(await shown(unknown)).toBe(meeting.steps.values);
	});

	test('an act of the kind of step goes to the step that the form names, and one of elsewhere is unknown', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		const act = {
			act: 'addOnBehalf',
			id: idOf('card', 1),
			prompt: '1',
			text: 'Dichtbij',
			participant: meeting.wies.participant
		};
		const post = (step: string) => site.at(meeting.cor, console.actions.act, { fields: { step, ...act } });
		expect(await post('nietvanons1234567')).toMatchObject({ kind: 'failure' });
		expect(await post(meeting.steps.values)).toMatchObject({ kind: 'answer' });
		expect((await meeting.view(meeting.wies)).mine.cards).toHaveLength(1);
	});
});

describe('files to keep', () => {
	test('V3 they have a name, a type and no copy on the way; nothing unrevealed is in them', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		must(await meeting.write(meeting.wies, 'GEHEIM-123', idOf('card', 1)));
		const types = {
			'export.csv': 'text/csv',
			'export.json': 'application/json',
			'export.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
			'a step’s export.csv': 'text/csv',
			'a step’s export.json': 'application/json'
		};
		for (const [what, type] of Object.entries(types)) {
			const handler = pages.find(([name]) => name === what)![1];
			const came = await site.at(meeting.cor, handler);
			const response = (came as { data: Response }).data;
			expect(response.status, what).toBe(200);
			expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
			expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]+"/);
			expect(response.headers.get('cache-control')).toBe('no-store');
			expect(Buffer.from(await response.arrayBuffer()).includes('GEHEIM'), what).toBe(false);
		}
	});

	test('a table, or a step, that there is not is not found, whatever its name', async () => {
		const site = await asking({ names: ['cor'] });
		const { cor } = site.meeting;
		for (const name of ['nothing', '', '__proto__', 'constructor', '../cards'])
			expect(await site.at(cor, csv.GET, { path: `/x?blad=${name}` }), name).toMatchObject({
				kind: 'error',
				status: 404,
				reason: 'sheet-unknown'
			});
		for (const { GET } of [stepCsv, stepJson])
			expect(await site.at(cor, GET, { params: { step: 'nietvanons1234567' } })).toMatchObject({
				status: 404,
				reason: 'step-unknown'
			});
	});

	test('each table of the report can be had, in both languages, under the name that the page gives it', async () => {
		const site = await asking({ names: ['wies', 'cor'], stage: 'sorting' });
		for (const locale of ['nl', 'en'] as const) {
			const came = await site.at(site.meeting.cor, report.load, { locale });
			const { sheets } = (came as { data: { sheets: { name: string; title: string }[] } }).data;
			expect(sheets.map(({ name }) => name)).toContain('cards');
			for (const { name, title } of sheets) {
				const file = await site.at(site.meeting.cor, csv.GET, { path: `/x?blad=${name}`, locale });
				const { headers } = (file as { data: Response }).data;
				expect(headers.get('content-disposition')).toContain(`''${encodeURIComponent(title)}.csv`);
			}
		}
	});
});

describe('set-up', () => {
	test('J1 the code of an open meeting comes with its address and a QR, and is gone when it closes', async () => {
		const site = await asking({ names: ['cor'] });
		const { meeting } = site;
		const joins = async () => {
			const came = await site.at(meeting.cor, setUp.load);
			const { setup } = (came as { data: { setup: { meetings: { id: string; join: object | null }[] } } })
				.data;
			return setup.meetings.map(({ join }) => join);
		};
		const shown = {
			code: meeting.code.slice(0, 6).replace(/(...)/, '$1 '),
			address: 'https://siroop.test/meedoen'
		};
		expect((await joins())[0]).toMatchObject({ ...shown, qr: { size: expect.any(Number) } });
		expect((await joins()).slice(1).every((join) => join === null)).toBe(true);
		await site.at(meeting.cor, setUp.actions.close, { fields: { meeting: meeting.id } });
		expect((await joins()).every((join) => join === null)).toBe(true);
	});

	test('a name that cannot be one is refused at its field, and comes back as it was typed', async () => {
		const site = await asking({ names: ['cor'] });
		const { meeting } = site;
		const fields = { organisation: meeting.organisations.wel!, name: '  ', short: 'Welzijn', initials: 'Wz' };
		const came = await site.at(meeting.cor, setUp.actions.rename, { fields });
		expect(came).toMatchObject({ kind: 'failure', data: { ok: false, field: 'name', given: fields } });
	});

	test('Y1 the page of a rehearsal leads away from a journey that is none', async () => {
		const site = await asking({ names: ['cor'] });
		const above = { facts: await site.meeting.app.facts(site.meeting.journey), seat: { role: 'lead' } };
		expect(await site.at(site.meeting.cor, practising.load, { above })).toMatchObject({
			kind: 'redirect',
			to: `/traject/${site.meeting.journey}/regie`
		});
	});
});

test('R11 R15 the set-up page says how mail went, and that only this machine is reached; whoever administers it opens it', async () => {
	const site = await asking({ names: ['cor'] });
	const { meeting } = site;
	const { app, cor, fenna } = meeting;
	must(await meeting.joinAs('Huub', 'guest', { email: 'huub@example.org' }));
	const listen = vi.fn(() => Promise.resolve(4321));
	const shown = async () => ((await site.at(cor, setUp.load)) as { data: object }).data;
	expect(await shown()).toMatchObject({
		door: { isClosed: false },
		post: { sent: 0, waiting: 1, failed: 0, held: true }
	});
	expect(JSON.stringify(await shown())).not.toContain('huub@');
	app.network.opensWith(listen);
	expect(await shown()).toMatchObject({ door: { isClosed: true } });
	for (const seat of [cor, fenna])
		expect(await site.at(seat, setUp.actions.network, { fields: {} })).toMatchObject({
			kind: 'failure',
			data: { reason: 'not-an-administrator' }
		});
	expect(listen).not.toHaveBeenCalled();
	meeting.sql('UPDATE person SET administers_at = 1 WHERE id = ?', fenna.person);
	const came = await site.at(fenna, setUp.actions.network, { fields: {} });
	// On a machine without a network the page says that.
	const isOpen = app.settings.origin !== null;
	expect(came).toMatchObject(isOpen ? { kind: 'answer' } : { data: { reason: 'no-network' } });
	expect(await shown()).toMatchObject({ door: { isClosed: !isOpen } });
});
