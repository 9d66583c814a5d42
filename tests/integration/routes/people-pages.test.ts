import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type { App } from '#server/app/app.ts';
import { holdApp } from '#server/app/held.ts';
import { openDb } from '#server/db/open.ts';
import { invite } from '#server/people/invitations.ts';
import { handleError } from '../../../src/hooks.server.ts';
import * as first from '../../../src/routes/eerste/[token]/+page.server.ts';
import * as back from '../../../src/routes/terug/[token]/+page.server.ts';
import * as healthz from '../../../src/routes/healthz/+server.ts';
import * as readyz from '../../../src/routes/readyz/+server.ts';
import * as joining from '../../../src/routes/meedoen/+page.server.ts';
import * as joiningHere from '../../../src/routes/meedoen/[code]/+page.server.ts';
import * as language from '../../../src/routes/taal/+server.ts';
import * as mails from '../../../src/routes/beheer/post/+page.server.ts';
import * as newJourney from '../../../src/routes/traject/nieuw/+page.server.ts';
import * as journeys from '../../../src/routes/trajecten/+page.server.ts';
import * as screen from '../../../src/routes/scherm/[token]/+page.server.ts';
import * as screenFacts from '../../../src/routes/scherm/[token]/feiten/+server.ts';
import * as facts from '../../../src/routes/traject/[journey]/feiten/+server.ts';
import * as layout from '../../../src/routes/traject/[journey]/+layout.server.ts';
import * as lobby from '../../../src/routes/traject/[journey]/+page.server.ts';
import * as ownLink from '../../../src/routes/traject/[journey]/welkom/+page.server.ts';
import * as overview from '../../../src/routes/traject/[journey]/overzicht/+page.server.ts';
import * as step from '../../../src/routes/traject/[journey]/stap/[step]/+page.server.ts';
import * as thing from '../../../src/routes/traject/[journey]/draad/[thing]/+page.server.ts';
import * as thread from '../../../src/routes/traject/[journey]/draad/+page.server.ts';
import { aMeeting, anEmptyTable, idOf, must } from '../../support/cast.ts';
import { Asking, type Handler } from './asking.ts';

const asking = async (given: Parameters<typeof aMeeting>[0] = {}) => new Asking(await aMeeting(given));

const pages: [string, Handler][] = [
	['a step', step.load],
	['an act in a step', step.actions.act],
	['what happened', overview.load],
	['the thread', thread.load],
	['a thing of the thread', thing.load],
	['the facts', facts.GET],
	['one’s own link', ownLink.actions.default]
];

describe('a journey', () => {
	test('A1 its pages are for who has a seat there; whoever was removed is told so', async () => {
		const site = await asking({ names: ['wies', 'gert'] });
		const { meeting } = site;
		must(
			await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
				participant: meeting.gert.participant
			})
		);
		const before = await meeting.kept();
		for (const [what, handler] of [...pages, ['the layout', layout.load] as const])
			for (const [seat, reason] of [
				[{ ...meeting.wies, person: 'nobodyatall12345' }, 'not-yours'],
				[meeting.gert, 'removed']
			] as const) {
				const came = await site.at(seat, handler, { fields: { act: 'ready', ready: 'yes' } });
				expect(came, `${what}, ${reason}`).toMatchObject({ kind: 'error', status: 403, reason });
			}
		expect(await meeting.kept()).toEqual(before);
	});

	test('A1 who is not signed in goes to the code, and from there to where they were going', async () => {
		const site = await asking({ names: [] });
		const path = `/traject/${site.meeting.journey}/stap/x y`;
		const came = await site.at(null, layout.load, { path });
		expect(came).toMatchObject({ kind: 'redirect', status: 303 });
		const to = new URL((came as { to: string }).to, 'https://siroop.test');
		expect([to.pathname, to.searchParams.get('verder')]).toEqual(['/meedoen', path.replace(' ', '%20')]);
	});

	test('its layout says who somebody is, never whether others may facilitate', async () => {
		const site = await asking({ names: ['wies', 'cor'] });
		const { meeting } = site;
		const of = async (who: typeof meeting.wies) =>
			((await site.at(who, layout.load)) as { data: Record<string, unknown> }).data;
		expect(await of(meeting.wies)).toMatchObject({
			facilitates: false,
			seat: { name: 'Wies van Welzijn', role: 'participant' }
		});
		expect(await of(meeting.cor)).toMatchObject({ facilitates: true });
		// What stands in a page about its reader is about no one else, and nothing of a session.
		expect(Object.keys((await of(meeting.wies)).seat as object).sort()).toEqual([
			'name',
			'notebook',
			'organisation',
			'participant',
			'role',
			'waits'
		]);
	});

	test('P4 it leads to where the room is, with what was asked along; before that it stays in the lobby', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const above = { facts: await meeting.app.facts(meeting.journey) };
		expect(await site.at(meeting.wies, lobby.load, { above, path: '/traject/x?laat' })).toMatchObject({
			kind: 'redirect',
			to: `/traject/${meeting.journey}/stap/${meeting.steps.values}?laat`
		});
		expect(await site.at(meeting.wies, lobby.load, { above: { facts: { step: null } } })).toMatchObject({
			kind: 'answer'
		});
	});

	test('a step, or a thing, that is not there or of elsewhere is not found', async () => {
		const site = await asking({ names: ['wies'] });
		const { wies } = site.meeting;
		for (const id of ['nietvanons1234567', '__proto__', ''])
			expect(await site.at(wies, step.load, { params: { step: id } }), id).toMatchObject({
				kind: 'error',
				status: 404
			});
		expect(await site.at(wies, thing.load, { params: { thing: 'nietvanons' } })).toMatchObject({
			status: 404,
			reason: 'thing-unknown'
		});
	});

	test('C1 C4 a refused card comes back in its field, with why in the language of the page', async () => {
		const site = await asking({ names: ['wies'] });
		const { wies } = site.meeting;
		const post = (text: string, locale: 'nl' | 'en') => {
			const fields = { act: 'addCard', id: idOf('card', 1), prompt: '1', text };
			return site.at(wies, step.actions.act, { fields, locale });
		};
		for (const locale of ['nl', 'en'] as const)
			expect(await post('   ', locale)).toMatchObject({
				kind: 'failure',
				status: 400,
				data: {
					...{ act: 'addCard', ok: false, reason: 'card-empty', field: 'text', given: { text: '   ' } },
					message: m.reason_card_empty({}, { locale })
				}
			});
		expect(await post('x'.repeat(281), 'nl')).toMatchObject({ data: { reason: 'card-too-long' } });
		expect(await post('x'.repeat(280), 'nl')).toMatchObject({
			kind: 'answer',
			data: { act: 'addCard', ok: true }
		});
	});

	test('W1 W2 a dot too many by direct request is refused with why, and no total is in the page', async () => {
		const site = await asking({ names: ['wies'], stage: 'writing' });
		const { meeting } = site;
		for (const n of [1, 2]) must(await meeting.write(meeting.wies, `kaartje ${n}`, idOf('card', n)));
		await meeting.reach('sorting');
		for (const n of [1, 2]) await meeting.group(idOf('group', n), `Groep ${n}`, [idOf('card', n)]);
		await meeting.reach('weighing');
		const give = (group: string, dots: number) =>
			site.at(meeting.wies, step.actions.act, { fields: { act: 'dots', group, dots: String(dots) } });
		expect(await give(idOf('group', 1), 2)).toMatchObject({ kind: 'answer' });
		expect(await give(idOf('group', 1), 3)).toMatchObject({
			kind: 'failure',
			status: 400,
			data: { reason: 'dots-group-full' }
		});
		expect(await give(idOf('group', 2), 2)).toMatchObject({
			kind: 'failure',
			status: 400,
			data: { reason: 'dots-spent' }
		});
		const page = await site.at(meeting.wies, step.load);
		expect(JSON.stringify(page)).not.toContain('"share":');
		expect((await meeting.view(meeting.wies)).mine.dots).toEqual([{ group: idOf('group', 1), dots: 2 }]);
	});

	test('J5 one’s own link opens one’s own seat, and the one of before no more', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const made = async () => {
			const came = await site.at(meeting.wies, ownLink.actions.default, { fields: {} });
			return (came as { data: { link: string } }).data.link.split('/').at(-1)!;
		};
		const [one, two] = [await made(), await made()];
		expect(await meeting.app.journeys.returning(one)).toBeNull();
		expect((await meeting.app.journeys.returning(two))!.person).toBe(meeting.wies.person);
	});
});

describe('coming in', () => {
	const someone = { name: 'Huub', email: '', organisation: 'guest', seat: 'formhuub00000001' };

	test('J3 a code that lets nobody in says why, and keeps what was typed; one that does leads on, however it was typed', async () => {
		const site = await asking({ names: [] });
		const { code } = site.meeting;
		const wrong = code === '700001' ? '700002' : '700001';
		const post = (typed: string) => site.ask(joining.actions.default, { fields: { code: typed } });
		for (const [typed, reason] of [
			['12', 'code-malformed'],
			['', 'code-malformed'],
			[wrong, 'code-unknown']
		] as const)
			expect(await post(typed)).toMatchObject({
				kind: 'failure',
				status: 400,
				data: { code: typed, reason }
			});
		const six = code.slice(0, 6);
		for (const typed of [code, six, six.replace(/(...)/, '$1 '), `${six.slice(0, 3)}-${six.slice(3)}`])
			expect(await post(typed)).toEqual({ kind: 'redirect', status: 303, to: `/meedoen/${code}` });
	});

	test('J6 J29 who goes on guessing is asked for all digits, on both pages and in both languages; with them everybody is in', async () => {
		const site = await asking({ names: [] });
		const { code } = site.meeting;
		const address = '192.0.2.7';
		const guess = (typed: string, from = address) =>
			site.ask(joining.actions.default, { fields: { code: typed }, address: from });
		let tries = 0;
		const next = async () => (await guess(String(700_001 + tries++))) as { data: { reason: string } };
		while ((await next()).data.reason === 'code-unknown') if (tries > 500) break;
		expect(tries).toBe(151);
		const six = code.slice(0, 6);
		expect(await guess(six)).toMatchObject({ status: 400, data: { code: six, reason: 'code-in-full' } });
		const here = { params: { code: six }, address };
		expect(await site.ask(joiningHere.load, here)).toMatchObject({
			data: { meeting: null, code: six, reason: 'code-in-full' }
		});
		expect(
			await site.ask(joiningHere.actions.default, { ...here, fields: someone, locale: 'en' })
		).toMatchObject({
			status: 400,
			data: { message: m.reason_code_in_full({}, { locale: 'en' }) }
		});
		expect(await guess(code)).toMatchObject({ kind: 'redirect', to: `/meedoen/${code}` });
		const whole = { params: { code }, address };
		expect(await site.ask(joiningHere.load, whole)).toMatchObject({ data: { reason: null } });
		expect(
			await site.ask(joiningHere.actions.default, {
				...whole,
				fields: { ...someone, seat: 'formhuub00000002' }
			})
		).toMatchObject({
			kind: 'redirect'
		});
		expect(await guess(six, '192.0.2.8')).toMatchObject({ to: `/meedoen/${code}` });
		expect(await site.ask(joiningHere.load, { ...here, address: '192.0.2.8' })).toMatchObject({
			kind: 'redirect',
			to: `/meedoen/${code}`
		});
	});

	test('J9 a session is kept where only this site can use it, and a late one is told that they are late', async () => {
		const site = await asking({ names: [] });
		const { meeting } = site;
		const params = { code: meeting.code };
		const came = await site.ask(joiningHere.actions.default, {
			params,
			fields: someone,
			path: `/meedoen/${meeting.code}`
		});
		expect(came).toEqual({ kind: 'redirect', status: 303, to: `/traject/${meeting.journey}?laat` });
		const [cookie] = site.last.cookies;
		expect(cookie).toMatchObject({
			name: 'siroop_sessie',
			options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true }
		});
		expect((await meeting.app.sessions.who(cookie!.value))?.person).toBeTruthy();
		// Who has a seat already, and says so, does not fill in a form once more.
		const person = (await meeting.app.sessions.who(cookie!.value))!.person;
		expect(await site.ask(joiningHere.load, { params, person, path: '/?ik=zelf' })).toMatchObject({
			kind: 'redirect',
			to: `/traject/${meeting.journey}`
		});
	});

	test('a name that cannot be one comes back in its field, and nobody is signed in', async () => {
		const site = await asking({ names: [] });
		const fields = { ...someone, name: '…' };
		const came = await site.ask(joiningHere.actions.default, { params: { code: site.meeting.code }, fields });
		expect(came).toMatchObject({
			kind: 'failure',
			data: { field: 'name', given: { name: '…', organisation: 'guest' } }
		});
		expect(site.last.cookies).toEqual([]);
	});

	test('J5 opening a personal link signs nobody in and is not kept on the way; its button does', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const params = { token: meeting.returnToken('wies') };
		expect(await site.ask(back.load, { params })).toMatchObject({
			data: { seat: { name: 'Wies van Welzijn' } }
		});
		expect(site.last).toEqual({ cookies: [], headers: { 'Cache-Control': 'no-store' } });
		expect(await site.ask(back.actions.default, { params, fields: {} })).toMatchObject({
			to: `/traject/${meeting.journey}`
		});
		expect(site.last.cookies).toHaveLength(1);
		const unknown = { token: 'nosuchlinkatall' };
		expect(await site.ask(back.load, { params: unknown })).toMatchObject({ data: { seat: null } });
		expect(await site.ask(back.actions.default, { params: unknown, fields: {} })).toMatchObject({
			to: '/terug/nosuchlinkatall'
		});
		expect(site.last.cookies).toEqual([]);
	});

	test('J29 a right link opens, however many wrong ones were tried from the same address', async () => {
		const site = await asking({ names: ['wies'] });
		const address = '192.0.2.9';
		for (let n = 0; n < 200; n++) await site.ask(back.load, { params: { token: `wrong${n}` }, address });
		const params = { token: site.meeting.returnToken('wies') };
		expect(await site.ask(back.load, { params, address })).toMatchObject({
			data: { seat: { name: 'Wies van Welzijn' } }
		});
		const invitation = { token: await site.meeting.app.invitations.make() };
		expect(await site.ask(first.load, { params: invitation, address })).toMatchObject({
			data: { makes: 'facilitator' }
		});
	});

	test('an invitation works once, is not used up by a look at it, and makes somebody who makes journeys', async () => {
		const site = new Asking(await anEmptyTable());
		const { app } = site.meeting;
		const params = { token: await app.invitations.make() };
		for (let look = 0; look < 2; look++)
			expect(await site.ask(first.load, { params })).toMatchObject({ data: { makes: 'facilitator' } });
		const bad = await site.ask(first.actions.default, { params, fields: { name: '…', email: 'fenna' } });
		expect(bad).toMatchObject({ kind: 'failure', data: { given: { name: '…', email: 'fenna' } } });
		expect(await site.ask(first.actions.default, { params, fields: { name: 'Fenna' } })).toMatchObject({
			to: '/traject/nieuw'
		});
		const { person } = (await app.sessions.who(site.last.cookies[0]!.value))!;
		expect((await site.ask(newJourney.load, { person })).kind).toBe('answer');
		expect(await site.ask(first.load, { params })).toMatchObject({ data: { makes: null } });
		expect((await site.ask(first.actions.default, { params, fields: { name: 'Nog iemand' } })).kind).toBe(
			'failure'
		);
		expect(site.last.cookies).toEqual([]);
	});
});

describe('a screen', () => {
	test('shows the table to who has its token, how to come in while that is open, and keeps no copy', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const params = { token: meeting.beamerToken };
		const join = async () =>
			((await site.ask(screen.load, { params })) as { data: { join: object } }).data.join;
		expect(await join()).toMatchObject({
			address: 'siroop.test',
			code: meeting.code,
			qr: { size: expect.any(Number) }
		});
		expect(site.last.headers).toEqual({ 'Cache-Control': 'no-store' });
		must(await meeting.app.acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
		expect(await join()).toEqual({ address: 'siroop.test', code: null, qr: null });
	});

	test('A1 without the token there is nothing, not even that there is a journey', async () => {
		const site = await asking({ names: [] });
		for (const token of ['', 'x', site.meeting.journey, '__proto__'])
			for (const handler of [screen.load, screenFacts.GET] as Handler[])
				expect(await site.ask(handler, { params: { token } })).toMatchObject({
					kind: 'error',
					status: 404,
					reason: 'beamer-unknown'
				});
	});

	test('A2 its facts are those of everybody: no name of who is at the table', async () => {
		const site = await asking({ names: ['wies', 'ria'] });
		const came = await site.ask(screenFacts.GET, { params: { token: site.meeting.beamerToken } });
		const told = await (came as { data: Response }).data.text();
		expect(told).toContain('Vanuit welke waarden');
		for (const { name } of site.meeting.everyone) expect(told).not.toContain(name);
	});
});

describe('who makes journeys', () => {
	test('nobody else makes one, reads mails, or begins a rehearsal', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const fields = { name: 'Regio Twee', meeting: '', place: '', date: '2026-05-01' };
		for (const person of [null, meeting.wies.person]) {
			for (const handler of [newJourney.load, ...Object.values(newJourney.actions)] as Handler[])
				expect(await site.ask(handler, { person, fields })).toMatchObject({
					status: 403,
					reason: 'not-a-host'
				});
			expect(await site.ask(mails.load, { person })).toMatchObject({ status: 403 });
			const rehearse = { journey: meeting.journey, id: 'rehearsal0000001' };
			expect(await site.ask(journeys.actions.rehearse, { person, fields: rehearse })).toMatchObject({
				status: 403
			});
		}
		expect(meeting.sql('SELECT id FROM journey')).toHaveLength(1);
	});

	test('D9 a journey that cannot be made says why at its field, and keeps what was typed', async () => {
		const site = await asking({ names: [] });
		const { person } = site.meeting.fenna;
		const fields = { name: '   ', meeting: '', place: 'Dorpshuis', date: '2026-05-01' };
		expect(await site.ask(newJourney.actions.create, { person, fields })).toMatchObject({
			kind: 'failure',
			data: { field: 'name', given: fields, message: m.reason_line_empty() }
		});
		expect(
			await site.ask(newJourney.actions.create, { person, fields: { name: 'Zonder de rest' } })
		).toMatchObject({
			data: { reason: 'form-malformed' }
		});
		for (const [more, field, message] of [
			[{ startsAt: '25:00' }, 'startsAt', m.reason_time_invalid()],
			[{}, 'startsAt', m.reason_time_invalid()],
			[{ startsAt: '19:30', date: '' }, 'date', m.reason_date_invalid()],
			[{ startsAt: '19:30', date: '0026-05-01' }, 'date', m.reason_year_invalid()]
		] as const)
			expect(
				await site.ask(newJourney.actions.create, {
					person,
					fields: { ...fields, name: 'Regio Twee', ...more }
				})
			).toMatchObject({ kind: 'failure', data: { field, message } });
		const made = await site.ask(newJourney.actions.create, {
			person,
			fields: { ...fields, name: 'Regio Twee', startsAt: '19:30' }
		});
		expect(made).toMatchObject({
			kind: 'redirect',
			to: expect.stringMatching(/^\/traject\/\w{16}\/inrichten$/)
		});
	});

	test('R8 R13 the outbox is the administrator’s: no facilitator opens it, and it is kept nowhere', async () => {
		const site = await asking({ names: ['wies'] });
		const { meeting } = site;
		const { invitations } = meeting.app;
		must(await meeting.joinAs('Huub', 'guest', { email: 'huub@example.org' }));
		for (const person of [null, meeting.wies.person, meeting.fenna.person])
			expect(await site.ask(mails.load, { person })).toMatchObject({
				status: 403,
				reason: 'not-an-administrator'
			});
		const administrator = must(
			await invitations.accept((await invitations.first())!, { name: 'Ada', email: '' })
		);
		const came = await site.ask(mails.load, { person: administrator.person });
		expect(site.last.headers).toEqual({ 'Cache-Control': 'no-store' });
		expect(came).toMatchObject({
			data: { held: 'no-server', mails: [{ kind: 'return-link', journey: 'Regio IJssel', to: null }] }
		});
		expect(JSON.stringify(came)).not.toContain('huub');
	});

	test('R13 who becomes administrator and nothing else comes to the outbox, and makes no journeys', async () => {
		const site = new Asking(await anEmptyTable());
		const db = await openDb(join(site.meeting.dataDir, 'siroop.db'));
		const token = await invite(db, 'administrator', site.meeting.clock.now);
		await db.destroy();
		const params = { token };
		expect(await site.ask(first.load, { params })).toMatchObject({ data: { makes: 'administrator' } });
		expect(await site.ask(first.actions.default, { params, fields: { name: 'Ada' } })).toMatchObject({
			to: '/beheer/post'
		});
		const { person } = (await site.meeting.app.sessions.who(site.last.cookies[0]!.value))!;
		expect((await site.ask(mails.load, { person })).kind).toBe('answer');
		expect(await site.ask(newJourney.load, { person })).toMatchObject({ status: 403, reason: 'not-a-host' });
	});

	test('Y1 a rehearsal that is asked for twice is one; an id that no form makes is refused', async () => {
		const site = await asking({ names: [] });
		const { meeting } = site;
		const { person } = meeting.fenna;
		const begin = (id: string) =>
			site.ask(journeys.actions.rehearse, { person, fields: { journey: meeting.journey, id } });
		expect(await begin('kort')).toMatchObject({ kind: 'failure', status: 400 });
		const both = [await begin('rehearsal0000001'), await begin('rehearsal0000001')];
		expect(both[0]).toMatchObject({ kind: 'redirect', to: expect.stringMatching(/inrichten$/) });
		expect(both[1]).toEqual(both[0]);
		expect(meeting.sql('SELECT id FROM journey')).toHaveLength(2);
	});
});

describe('the switch of language', () => {
	const to = async (pad: string | null, taal = 'en') => {
		const site = new Asking(await anEmptyTable());
		const fields: Record<string, string> = pad === null ? { taal } : { taal, pad };
		const came = await site.ask(language.POST, { fields, path: '/taal' });
		return { ...(came as { to: string }), cookie: site.last.cookies[0] };
	};

	test('goes back to the page where it was pressed, and is remembered for a year', async () => {
		expect(await to('/traject/x/stap/y?kaart=1#a')).toMatchObject({
			kind: 'redirect',
			status: 303,
			to: '/traject/x/stap/y?kaart=1#a'
		});
		const { cookie } = await to('/');
		expect(cookie).toMatchObject({ value: 'en', options: { path: '/', secure: true } });
		expect(cookie!.options.maxAge).toBeGreaterThanOrEqual(365 * 24 * 60 * 60);
	});

	test('a language that there is not is Dutch', async () => {
		for (const taal of ['', 'fr', 'EN', '__proto__'])
			expect((await to('/', taal)).cookie).toMatchObject({ value: 'nl' });
	});

	test.each([
		null,
		'',
		'https://elders.example/',
		'//elders.example/',
		'/\\elders.example/',
		'\\\\elders.example/',
		'/\t/elders.example/',
		'/\n/elders.example/',
		'/traject/x\r\nSet-Cookie: a=b',
		'/\u0000',
		'/\u2028/elders.example',
		'javascript:alert(1)',
		'stap/x'
	])('A11 never leads to another site: %j', async (pad) => {
		const { to: there } = await to(pad);
		expect(new URL(there, 'https://siroop.test').origin).toBe('https://siroop.test');
		expect(there).toBe('/');
	});
});

test.each([
	'\t/elders.example',
	'\r\nSet-Cookie: a=b',
	'\n',
	'\u0000',
	'../..//elders.example',
	'..\\..\\elders.example',
	'日本',
	'?x#y'
])('A11 a link that is unknown leads back to itself, whatever it is: %j', async (token) => {
	const site = new Asking(await anEmptyTable());
	const came = await site.ask(back.actions.default, { params: { token }, fields: {} });
	const { to } = came as { to: string };
	expect(to).toMatch(/^\/terug\/[!-~]+$/);
	const there = new URL(to, 'https://siroop.test');
	expect([there.origin, decodeURIComponent(there.pathname)]).toEqual([
		'https://siroop.test',
		`/terug/${token}`
	]);
});

describe('a body that is no form', () => {
	const multipart = 'multipart/form-data; boundary=x';
	const bodies: [type: string, body: string][] = [
		['multipart/form-data', '--x--'],
		[multipart, ''],
		[multipart, 'no boundary at all'],
		[multipart, '--x\r\nContent-Disposition: form-data; name="taal"\r\n\r\nen'],
		[multipart, '--x\r\nContent-Disposition: form-data\r\n\r\nen\r\n--x--\r\n'],
		['text/plain', 'taal=en'],
		['application/json', '{"taal":"en"}'],
		['', 'taal=en']
	];
	const handlers: [string, Handler][] = [
		['the switch of language', language.POST],
		['a code', joining.actions.default],
		['an act in a step', step.actions.act],
		['the name of who comes', first.actions.default]
	];
	test('A12 is refused with 400, and changes nothing', async () => {
		const site = await asking({ names: ['wies'] });
		const { wies } = site.meeting;
		const before = await site.meeting.kept();
		for (const [type, body] of bodies)
			for (const [what, handler] of handlers) {
				const came = await site.at(wies, handler, { body: { type, body } });
				expect(came, `${what}, ${type} ${body}`).toMatchObject({ kind: 'error', status: 400 });
				expect(came).toMatchObject({ reason: 'form-malformed' });
			}
		expect(await site.meeting.kept()).toEqual(before);
	});

	test('A12 one that was too long, or broke off, is not called malformed', async () => {
		const site = new Asking(await anEmptyTable());
		const tooLong = Object.assign(new Error('too long'), { status: 413 });
		const body = new ReadableStream({ pull: (controller) => controller.error(tooLong) });
		await expect(site.ask(language.POST, { body: { type: multipart, body } })).rejects.toBe(tooLong);
	});
});

test('the probes: the databases answer, and whether visitors may come here', async () => {
	const site = new Asking(await anEmptyTable());
	const { app } = site.meeting;
	const probe = async (handler: Handler) => {
		const came = await site.ask(handler);
		const response = (came as { data: Response }).data;
		return [response.status, response.headers.get('cache-control')];
	};
	expect(await probe(healthz.GET)).toEqual([200, 'no-store']);
	expect(await probe(readyz.GET)).toEqual([200, 'no-store']);
	await app.drain();
	expect(await probe(readyz.GET)).toEqual([503, 'no-store']);
	expect(await probe(healthz.GET)).toEqual([200, 'no-store']);
	await app.close();
	await site.meeting.start();
});

test('A16 what somebody asks wrongly leaves no line, and a fault of ours one without the path', async () => {
	const { app } = await anEmptyTable();
	const lines: unknown[][] = [];
	const log = { error: (...line: unknown[]) => void lines.push(line) };
	holdApp({ ...app, log: log as unknown as typeof app.log } as App);
	const url = new URL('https://siroop.test/terug/geheim');
	const event = { url, route: { id: '/terug/[token]' } } as unknown as Parameters<
		typeof handleError
	>[0]['event'];
	for (const status of [400, 403, 404, 413, 415])
		await handleError({ error: new Error('no'), event, status, message: '' });
	expect(lines).toEqual([]);
	const error = new Error('broken');
	await handleError({ error, event, status: 500, message: '' });
	expect(lines).toEqual([[{ error, route: '/terug/[token]' }, 'a page failed']]);
});
