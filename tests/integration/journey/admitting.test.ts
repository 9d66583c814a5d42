import { describe, expect, test } from 'vitest';
import { waitingMost } from '#domain/journey/admitting.ts';
import { invitedMost } from '#domain/bounds.ts';
import { tellEvery } from '#domain/parts/anonymity/anonymity.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import type { App } from '#server/app/app.ts';
import { journeyActs } from '#server/journey/acts.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { archives, readArchive } from '../../kept/archive.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { KeptMoment } from '../../support/kept.ts';
import { until } from '../../support/sync-client.ts';

// Who comes in by a code and is not admitted yet.

async function newcomer(meeting: Meeting, name: string, slot: string, more = {}): Promise<SeatOf> {
	const organisation = slot === 'guest' ? slot : meeting.organisations[slot]!;
	const { person } = must(await meeting.joinAs(name, organisation, more));
	return seatOf(meeting, person);
}
const seatOf = async (meeting: Meeting, person: string) =>
	(await meeting.app.journeys.seat(meeting.journey, person))!;
const isAdmitted = async (meeting: Meeting, { person }: SeatOf) =>
	(await seatOf(meeting, person)).admittedAt !== null;
const admit = (meeting: Meeting, by: SeatOf, ...who: SeatOf[]) =>
	meeting.app.acts.admit(by, meeting.journey, { participants: who.map(({ participant }) => participant) });
const refusal = (reason: string) => ({ ok: false, reason });

test('J20 every act that is no facilitator’s says whether it speaks for an organisation', () => {
	const speaking = new Set([
		'score',
		'stance',
		'accept-integration',
		'lean',
		'dots',
		'judge',
		'ready',
		'admit',
		'doubt',
		...['advise', 'leave-to-deputy', 'ask', 'react']
	]);
	// Written alone or together, one’s own, or read: as everybody.
	const asEverybody = new Set([
		...['add-card', 'edit-card', 'remove-card', 'confirm-card', 'lay-mine', 'suggest', 'link'],
		...['domain', 'lead', 'party', 'accept-rules', 'harvest', 'set-owners'],
		...['add-item', 'remove-item', 'bring-back-item', 'return-link', 'know-link', 'refuse-link'],
		...['rename-myself', 'sit-elsewhere', 'withdraw-question', 'lay-correction', 'drop-correction']
	]);
	const all = [...kinds.map(({ kind }) => kindServer(kind).acts), journeyActs].flatMap((acts) =>
		Object.values(acts)
	);
	for (const { name, who, speaks } of all) {
		if (who === 'facilitators' || who === 'lead') continue;
		expect([name, speaks !== undefined]).toEqual([name, speaking.has(name)]);
		expect([name, speaking.has(name) || asEverybody.has(name)]).toEqual([name, true]);
	}
});

describe('in every stage of the demo', () => {
	const files = readArchive(archives.at(-1)!);
	const fields: Record<string, Record<string, string>> = {
		score: { theme: 'x', score: '3', evidence: 'Zo is het.' },
		stance: { subject: 'x', version: 'x', stance: 'consent' },
		acceptIntegration: { integration: 'x' },
		lean: { tension: 'x', pole: 'a' },
		dots: { group: 'x', dots: '1' },
		judge: { solution: 'x', direction: '3', platform: '3', yield: '3' },
		ready: { on: 'yes' }
	};
	const moments = [
		'weighing',
		'values-consent',
		'scoring',
		'spread',
		'tensions',
		'mapping',
		'judging',
		'ambitions-consent'
	];

	test.each(moments)(
		'J20 %s: a newcomer speaks for nobody and sees nothing that is an organisation’s own',
		async (moment) => {
			const kept = new KeptMoment(files, moment);
			const app = await kept.open();
			const { journey } = kept.demo;
			const { code } = (await app.facts(journey)).meeting!;
			const at = (await app.journeys.setup(journey))!.organisations;
			const step = (await app.facts(journey)).step!;
			const [wel, ggd] = await Promise.all(
				['wel', 'ggd'].map(async (slot) => {
					const organisation = at.find((one) => one.slot === slot)!.id;
					return join(app, journey, { code: code!, organisation, name: 'Nina' });
				})
			);
			const mine = async (seat: SeatOf) =>
				JSON.stringify((await app.steps.view(seat, journey, step.id))!.mine);
			expect(await mine(wel!)).toBe(await mine(ggd!));
			const said = { answered: 0 };
			for (const [name, act] of Object.entries(kindServer(step.kind).acts)) {
				if (!act.speaks) continue;
				const outcome = await app.steps.act(wel!, journey, step.id, { act: name, ...fields[name] });
				expect([name, outcome.ok]).toEqual([name, false]);
				if (!outcome.ok && outcome.reason === 'not-admitted') said.answered++;
			}
			expect(said.answered).toBeGreaterThan(0);
			const lead = await kept.seat(app, 'fac-1');
			must(await app.acts.admit(lead, journey, { participants: [wel!.participant] }));
			const admitted = (await app.journeys.seat(journey, wel!.person))!;
			for (const name of Object.keys(kindServer(step.kind).acts).filter((one) => fields[one])) {
				const outcome = await app.steps.act(admitted, journey, step.id, { act: name, ...fields[name] });
				expect(outcome).not.toMatchObject({ reason: 'not-admitted' });
			}
		}
	);

	async function join(
		app: App,
		journey: string,
		given: { code: string; organisation: string; name: string }
	) {
		const { person } = must(
			await app.joining.join({ ...given, email: '', who: null, locale: 'nl', address: '192.0.2.1' })
		);
		return (await app.journeys.seat(journey, person))!;
	}
});

test('J20 a newcomer writes at once, also on the board, and its cards are laid with everybody’s', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const nina = await newcomer(meeting, 'Nina', 'wel');
	must(await meeting.write(nina, 'Rust', idOf('card', 1)));
	must(await meeting.act(nina, { act: 'ready', on: 'yes' }));
	await meeting.reach('sorting');
	const pen = await meeting.connect(nina, meeting.boardDocument);
	await until(() => pen.policy?.write.includes('groups'), 'the pen');
	expect(meeting.sql('SELECT text FROM card')).toEqual([{ text: 'Rust' }]);
	await meeting.reach('weighing');
	expect(await meeting.act(nina, { act: 'ready', on: 'yes' })).toEqual(refusal('not-admitted'));
});

test('J21 a facilitator admits the first of an organisation, and that one its colleagues', async () => {
	const meeting = await aMeeting({ names: ['gert'] });
	const [nina, mo] = [await newcomer(meeting, 'Nina', 'wel'), await newcomer(meeting, 'Mo', 'wel')];
	expect(await admit(meeting, nina, mo)).toEqual(refusal('not-admitted'));
	expect(await admit(meeting, nina, nina)).toEqual(refusal('not-admitted'));
	expect(await admit(meeting, meeting.gert, nina)).toEqual(refusal('not-your-colleague'));
	must(await admit(meeting, meeting.fenna, nina));
	must(await admit(meeting, nina, mo));
	expect(await isAdmitted(meeting, mo)).toBe(true);
	const how = meeting.sql<{ how: string }>(
		'SELECT how FROM admission WHERE participant_id IN (?, ?)',
		nina.participant,
		mo.participant
	);
	expect(how.map((row) => row.how).sort()).toEqual(['colleague', 'facilitator']);
	const entries = meeting.sql<{ act: string }>(`SELECT act FROM audit WHERE act = 'admit'`);
	expect(entries).toHaveLength(3);
});

test('J21 nobody admits who is removed, a guest, of another journey, or asked about together with a stranger', async () => {
	const meeting = await aMeeting({ names: ['wies', 'wim', 'ria'] });
	const [nina, guest] = [await newcomer(meeting, 'Nina', 'wel'), await newcomer(meeting, 'Gast', 'guest')];
	const before = await meeting.kept();
	expect(await admit(meeting, meeting.ria, guest)).toEqual(refusal('not-your-colleague'));
	expect(await admit(meeting, meeting.wies, nina, guest)).toEqual(refusal('not-your-colleague'));
	expect(
		await meeting.app.acts.admit(meeting.wies, meeting.journey, { participants: ['nosuchperson'] })
	).toEqual(refusal('participant-unknown'));
	expect(await meeting.kept()).toEqual(before);
	const { removePerson } = meeting.app.acts;
	must(await removePerson(meeting.fenna, meeting.journey, { participant: meeting.wim.participant }));
	expect(await admit(meeting, meeting.wim, nina)).toEqual(refusal('removed'));
	must(await removePerson(meeting.fenna, meeting.journey, { participant: nina.participant }));
	must(await admit(meeting, meeting.wies, nina));
	expect(await isAdmitted(meeting, nina)).toBe(false);
	must(await admit(meeting, meeting.fenna, guest));
	expect(await isAdmitted(meeting, guest)).toBe(true);
});

test('J21 two who say yes at once make one admission, and a second tap changes nothing', async () => {
	const meeting = await aMeeting({ names: ['wies', 'wim'] });
	const nina = await newcomer(meeting, 'Nina', 'wel');
	await Promise.all(
		[meeting.wies, meeting.wim, meeting.fenna].map(async (by) => must(await admit(meeting, by, nina)))
	);
	const before = await meeting.kept();
	must(await admit(meeting, meeting.wies, nina));
	expect(await meeting.kept()).toEqual(before);
	expect(meeting.sql('SELECT id FROM admission WHERE participant_id = ?', nina.participant)).toHaveLength(1);
});

test('J21 of those who stood on a screen the ones that are nobody are passed over', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const nina = await newcomer(meeting, 'Nina', 'wel');
	const participants = [nina.participant, idOf('none', 1)];
	must(await meeting.app.acts.admit(meeting.wies, meeting.journey, { participants }));
	expect(await isAdmitted(meeting, nina)).toBe(true);
});

test('J21 after a colleague’s no the facilitator says who is right', async () => {
	const meeting = await aMeeting({ names: ['wies', 'wim'] });
	const nina = await newcomer(meeting, 'Nina', 'wel');
	const doubt = (by: SeatOf, on: 'yes' | 'no') =>
		meeting.app.acts.doubt(by, meeting.journey, { participant: nina.participant, on });
	must(await doubt(meeting.wies, 'yes'));
	const { people } = await meeting.app.console.of(meeting.journey);
	expect(people.find(({ id }) => id === nina.participant)).toMatchObject({ doubtedBy: 'Wies van Welzijn' });
	expect(await admit(meeting, meeting.wim, nina)).toEqual(refusal('doubted'));
	expect(await doubt(meeting.wim, 'no')).toEqual(refusal('doubted'));
	must(await doubt(meeting.wies, 'no'));
	must(await doubt(meeting.wies, 'yes'));
	must(await admit(meeting, meeting.fenna, nina));
	expect(meeting.sql('SELECT doubted_at FROM participant WHERE id = ?', nina.participant)).toEqual([
		{ doubted_at: null }
	]);
});

test('J21 an admitted colleague sees who waits, a newcomer nobody, and a facilitator everybody', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const nina = await newcomer(meeting, 'Nina', 'wel', { job: 'beleidsmedewerker' });
	const seen = (seat: SeatOf) => meeting.app.newcomers(meeting.journey, seat);
	expect(await seen(meeting.wies)).toEqual({
		shown: [{ participant: nina.participant, name: 'Nina', job: 'beleidsmedewerker', doubted: null }],
		more: 0
	});
	for (const seat of [nina, meeting.gert]) expect(await seen(seat)).toEqual({ shown: [], more: 0 });
	const before = (await meeting.app.facts(meeting.journey)).doors;
	must(await admit(meeting, meeting.wies, nina));
	const after = (await meeting.app.facts(meeting.journey)).doors;
	const [wel, ggd] = [meeting.organisations.wel!, meeting.organisations.ggd!];
	expect(after[wel]!.waits).not.toBe(before[wel]!.waits);
	expect(after[wel]!.admitted).not.toBe(before[wel]!.admitted);
	expect(after[ggd]).toEqual(before[ggd]);
	expect(JSON.stringify(after)).not.toContain(nina.participant);
});

test('J22 who stands on the list of an organisation is admitted, each line once, and only there', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const organisation = meeting.organisations.ggd!;
	const lines = 'Anna de Vries <anna@ggd.nl>\nBas\nBas';
	expect(await acts.invite(meeting.wies, meeting.journey, { organisation, lines })).toEqual(
		refusal('not-a-facilitator')
	);
	must(await acts.invite(meeting.fenna, meeting.journey, { organisation, lines }));
	const before = await meeting.kept();
	must(await acts.invite(meeting.fenna, meeting.journey, { organisation, lines }));
	expect(await meeting.kept()).toEqual(before);
	const came = async (name: string, slot: string, email = '') =>
		isAdmitted(meeting, await newcomer(meeting, name, slot, { email }));
	expect(await came('Anna de Vries', 'ggd')).toBe(false);
	expect(await came('Iemand', 'wel', 'anna@ggd.nl')).toBe(false);
	expect(await came('A. de Vries', 'ggd', 'Anna@GGD.nl')).toBe(true);
	expect(await came('A. de Vries', 'ggd', 'anna@ggd.nl')).toBe(false);
	const twice = await Promise.all([came('BAS', 'ggd'), came('bas', 'ggd')]);
	expect(twice.sort()).toEqual([false, true]);
	const list = await meeting.app.invited(meeting.journey);
	expect(list.map(({ name, email, cameAs }) => [name, email, cameAs])).toEqual([
		['Anna de Vries', 'anna@ggd.nl', 'A. de Vries'],
		['Bas', '', expect.stringMatching(/^bas$/i)]
	]);
	for (const { id } of list) must(await acts.takeOffList(meeting.fenna, meeting.journey, { id }));
	expect(meeting.sql('SELECT * FROM invited')).toEqual([]);
});

test('J22 BN10 a list has an end, and one of another journey is out of reach', async () => {
	const meeting = await aMeeting({ names: [] });
	const organisation = meeting.organisations.ggd!;
	const invite = (lines: string, of = organisation) =>
		meeting.app.acts.invite(meeting.fenna, meeting.journey, { organisation: of, lines });
	must(await invite(Array.from({ length: invitedMost }, (_, n) => `Mens ${n}`).join('\n')));
	expect(await invite('Nog een')).toEqual({ ...refusal('invited-too-many'), field: 'lines' });
	expect(await invite('Anna\na@b')).toEqual({ ...refusal('invited-malformed'), field: 'lines' });
	expect(await invite('Anna', 'elsewhere')).toEqual(refusal('organisation-unknown'));
});

test('J23 an admission is taken back, and a facilitator seats who waits elsewhere', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const participant = meeting.wies.participant;
	const elsewhere = (organisation: string, by = meeting.fenna) =>
		acts.seatElsewhere(by, meeting.journey, { participant, organisation, along: 'yes' });
	expect(await acts.takeBackAdmission(meeting.wies, meeting.journey, { participant })).toEqual(
		refusal('not-a-facilitator')
	);
	must(await acts.takeBackAdmission(meeting.fenna, meeting.journey, { participant }));
	expect(await isAdmitted(meeting, meeting.wies)).toBe(false);
	expect(await elsewhere(meeting.organisations.ggd!, meeting.wies)).toEqual(refusal('not-a-facilitator'));
	expect(await elsewhere('nosuchorganisation')).toMatchObject(refusal('organisation-unknown'));
	must(await elsewhere(meeting.organisations.ggd!));
	expect(await seatOf(meeting, meeting.wies.person)).toMatchObject({
		organisation: meeting.organisations.ggd
	});
	expect(await isAdmitted(meeting, meeting.wies)).toBe(true);
	const { participant: lead } = meeting.fenna;
	expect(await acts.takeBackAdmission(meeting.fenna, meeting.journey, { participant: lead })).toEqual(
		refusal('facilitator-admitted')
	);
});

test('J23 who becomes a facilitator is admitted, and coming back by code admits nobody', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const [nina, mo] = [await newcomer(meeting, 'Nina', 'wel'), await newcomer(meeting, 'Mo', 'wel')];
	must(
		await meeting.app.acts.makeCoFacilitator(meeting.fenna, meeting.journey, {
			participant: nina.participant
		})
	);
	expect(await isAdmitted(meeting, nina)).toBe(true);
	must(await meeting.joinAs('Mo', meeting.organisations.ggd!, { person: mo.person }));
	expect(await seatOf(meeting, mo.person)).toMatchObject({
		organisation: meeting.organisations.wel,
		admittedAt: null
	});
});

test('J23 strangers who wait are turned away together, and none who was admitted', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const crowd = await Promise.all(['A', 'B', 'C'].map((name) => newcomer(meeting, name, 'wel')));
	const participants = [meeting.wies, ...crowd].map(({ participant }) => participant);
	must(await meeting.app.acts.turnAway(meeting.fenna, meeting.journey, { participants }));
	expect((await meeting.app.facts(meeting.journey)).people).toBe(2);
	must(
		await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: crowd[0]!.participant })
	);
	expect(await isAdmitted(meeting, crowd[0]!)).toBe(false);
});

test('J24 a function is left out, or is a line of sixty characters', async () => {
	const meeting = await aMeeting({ names: [] });
	for (const job of ['x'.repeat(61), 'x'.repeat(1e6)])
		expect(await meeting.joinAs('Nina', 'guest', { job })).toEqual({
			...refusal('line-too-long'),
			field: 'job'
		});
	await newcomer(meeting, 'Nina', 'guest', { job: ' beleids\u202Emedewerker ' });
	expect(meeting.sql(`SELECT job FROM participant WHERE job != ''`)).toEqual([{ job: 'beleidsmedewerker' }]);
});

test('J25 a script is told to wait, nobody of it is added, and who is in comes back', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const outcomes = [];
	for (let n = 0; n < 200; n++)
		outcomes.push(await meeting.joinAs(`Pop ${n}`, 'guest', { address: '192.0.2.1' }));
	const refusals = outcomes.filter(({ ok }) => !ok);
	expect(refusals.length).toBeGreaterThan(0);
	expect(refusals[0]).toEqual({ ...refusal('joining-busy'), field: 'code' });
	const seats = meeting.sql('SELECT id FROM participant');
	expect(seats).toHaveLength(2 + outcomes.length - refusals.length);
	must(await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person }));
});

test('J26 who waits takes no place, and when too many wait only who is invited comes in', async () => {
	const meeting = await aMeeting({ names: [] });
	meeting.sql('UPDATE meeting SET room_for = 2');
	const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
	const waiting = waitingMost - 1;
	meeting.sql(
		`INSERT INTO person (id, name, created_at) ${many} SELECT 'pop' || i, 'Pop', 0 FROM n`,
		waiting
	);
	meeting.sql(
		`INSERT INTO participant (id, journey_id, person_id, role, return_hash, joined_at) ${many}
		 SELECT 'pop' || i, ?, 'pop' || i, 'participant', 'pop' || i, 0 FROM n`,
		...[waiting, meeting.journey]
	);
	must(await meeting.joinAs('De laatste', 'guest'));
	expect(await meeting.joinAs('Nina', 'guest')).toEqual({ ...refusal('too-many-waiting'), field: 'code' });
	const organisation = meeting.organisations.wel!;
	must(await meeting.app.acts.invite(meeting.fenna, meeting.journey, { organisation, lines: 'Nina\nMo' }));
	expect(await isAdmitted(meeting, await newcomer(meeting, 'Nina', 'wel'))).toBe(true);
	expect(await meeting.joinAs('Mo', organisation)).toEqual({ ...refusal('meeting-full'), field: 'code' });
});

test('J27 nobody is reminded who is not admitted, whatever address was typed', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'prepared' });
	await newcomer(meeting, 'Nina', 'wel', { email: 'somebody@else.nl' });
	const step = meeting.steps.values;
	const deadline = meeting.clock.now + 48 * 60 * 60 * 1000;
	must(await meeting.app.acts.openUntil(meeting.fenna, meeting.journey, { step, deadline }));
	// Wies and Fenna.
	expect(await meeting.app.reminders.owing(meeting.journey, step)).toMatchObject({ owe: 2 });
	meeting.sql('DELETE FROM mail');
	must(await meeting.app.reminders.remind(meeting.fenna, meeting.journey, { step }));
	expect(meeting.sql('SELECT * FROM mail')).toEqual([]);
});

test('J28 where organisations speak a newcomer is not waited for, and makes none ready', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'weighing' });
	const nina = await newcomer(meeting, 'Nina', 'wel');
	const mo = await newcomer(meeting, 'Mo', 'ggd');
	for (const { participant } of [meeting.wies, nina, mo]) meeting.app.seen(participant);
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	const { organisations } = await meeting.app.facts(meeting.journey);
	const told = (slot: string) => organisations.find((one) => one.slot === slot)!;
	expect(told('wel')).toMatchObject({ people: 1, readyPeople: 1, ready: true });
	expect(told('ggd')).toMatchObject({ people: 0, ready: false });
});

describe('in an anonymous step', () => {
	async function aHardTalk(meeting: Meeting): Promise<string> {
		const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
		const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
		must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
		await meeting.next(step);
		return step;
	}
	const write = async (meeting: Meeting, step: string, who: SeatOf, ...cards: number[]) => {
		for (const n of cards)
			must(
				await meeting.act(who, { act: 'addCard', id: idOf('card', n), prompt: '1', text: `Kaart ${n}` }, step)
			);
	};
	const isEnough = async (meeting: Meeting) => {
		meeting.clock.now += tellEvery;
		return (await meeting.app.facts(meeting.journey)).step!.gate.length === 0;
	};

	test('N4 two puppets with five cards unmask nobody, and what newcomers wrote is laid with the rest', async () => {
		const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'], stage: 'prepared' });
		const puppets = [await newcomer(meeting, 'P', 'pol'), await newcomer(meeting, 'Q', 'zor')];
		const step = await aHardTalk(meeting);
		await write(meeting, step, meeting.wies, 1);
		await write(meeting, step, puppets[0]!, 2, 3, 4);
		await write(meeting, step, puppets[1]!, 5, 6);
		expect(await isEnough(meeting)).toBe(false);
		await write(meeting, step, meeting.gert, 7, 8, 9);
		await write(meeting, step, meeting.gea, 10, 11);
		expect(await isEnough(meeting)).toBe(true);
		await meeting.next(step);
		expect(meeting.sql('SELECT id FROM card WHERE step_id = ?', step)).toHaveLength(11);
	});

	test('N16 whom somebody admits, takes back or seats elsewhere while people write changes nothing that is told', async () => {
		const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'], stage: 'prepared' });
		const { acts } = meeting.app;
		const nina = await newcomer(meeting, 'Nina', 'zor');
		const step = await aHardTalk(meeting);
		await write(meeting, step, meeting.wies, 1, 2, 3);
		await write(meeting, step, meeting.gert, 4, 5, 6);
		await write(meeting, step, nina, 7, 8);
		expect(await isEnough(meeting)).toBe(false);
		must(await admit(meeting, meeting.fenna, nina));
		expect(await isEnough(meeting)).toBe(false);
		await write(meeting, step, meeting.gea, 9);
		expect(await isEnough(meeting)).toBe(true);
		const { participant } = meeting.gea;
		must(await acts.takeBackAdmission(meeting.fenna, meeting.journey, { participant }));
		expect(await isEnough(meeting)).toBe(true);
		const organisation = meeting.organisations.wel!;
		must(
			await acts.seatElsewhere(meeting.fenna, meeting.journey, { participant, organisation, along: 'yes' })
		);
		expect(await isEnough(meeting)).toBe(true);
		await meeting.back(step);
		await meeting.next(step);
		// Welzijn, GGD and Zorggroep now: Nina counts from here on.
		expect(await isEnough(meeting)).toBe(true);
	});
});

test('R16 one address gets three personal links in an hour, and who gets none is told', async () => {
	const meeting = await aMeeting({ names: [] });
	const join = async () => must(await meeting.joinAs('Nina', 'guest', { email: 'Slacht@offer.nl' })).mails;
	expect([await join(), await join(), await join(), await join()]).toEqual([true, true, true, false]);
	expect(must(await meeting.joinAs('Mo', 'guest')).mails).toBeNull();
	meeting.clock.now += 60 * 60 * 1000;
	expect(await join()).toBe(true);
	expect(meeting.sql('SELECT id FROM mail')).toHaveLength(4);
});

test('R16 a journey, and all of them together, send so many personal links in an hour', async () => {
	const meeting = await aMeeting({ names: [] });
	const { participant_id, journey_id } = meeting.sql<{ participant_id: string; journey_id: string }>(
		'SELECT id AS participant_id, journey_id FROM participant'
	)[0]!;
	const fill = (count: number) =>
		meeting.sql(
			`INSERT INTO mail (id, kind, journey_id, participant_id, locale, written_at)
			 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			 SELECT hex(randomblob(8)), 'return-link', ?, ?, 'nl', ? FROM n`,
			...[count, journey_id, participant_id, meeting.clock.now]
		);
	const mails = async (name: string) =>
		must(await meeting.joinAs(name, 'guest', { email: `${name}@voorbeeld.nl` })).mails;
	fill(249);
	expect([await mails('een'), await mails('twee')]).toEqual([true, false]);
});
