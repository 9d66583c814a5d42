import { expect, test } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const verdict = (meeting: Meeting) => meeting.app.verifyAudit(meeting.journey);
const actsOf = (meeting: Meeting) =>
	meeting.sql<{ act: string }>('SELECT act FROM audit ORDER BY seq').map(({ act }) => act);

test('each act of an evening is in the chain, in order, without a word that anybody wrote', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'prepared' });
	const before = actsOf(meeting).length;
	await meeting.next();
	must(await meeting.write(meeting.wies, 'GEHEIM-123', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: idOf('card', 1) }));
	must(await meeting.act(meeting.fenna, { act: 'showCard', id: idOf('card', 1) }));
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: idOf('group', 1), dots: '1' }));
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.gert.participant
		})
	);
	expect(actsOf(meeting).slice(before)).toEqual([
		'move-stage',
		'reveal',
		'move-stage',
		'hide-card',
		'show-card',
		'move-stage',
		'close-weighing',
		'harvest',
		'remove-person'
	]);
	expect(JSON.stringify(meeting.sql('SELECT * FROM audit'))).not.toMatch(/GEHEIM-123|Wies|Gert/);
	expect(await verdict(meeting)).toEqual({ ok: true, entries: before + 9 });
});

test('people who act at the same moment make one chain', async () => {
	const meeting = await aMeeting({ names: [] });
	const joined = await Promise.all(
		Array.from({ length: 20 }, (_, n) => meeting.joinAs(`Gast ${n}`, 'guest'))
	);
	expect(joined.every((outcome) => outcome.ok)).toBe(true);
	expect(await verdict(meeting)).toMatchObject({ ok: true });
});

const tamperings: [string, string, object][] = [
	['an act', `UPDATE audit SET act = 'leave' WHERE seq = 3`, { seq: 3, why: 'changed' }],
	['a moment', 'UPDATE audit SET at = at + 1 WHERE seq = 2', { seq: 2, why: 'changed' }],
	['a detail', `UPDATE audit SET detail = '{"cards":1}' WHERE seq = 4`, { seq: 4, why: 'changed' }],
	['an entry', 'DELETE FROM audit WHERE seq = 3', { seq: 3, why: 'missing' }],
	[
		'a person',
		`UPDATE audit SET personal = '{"person":"x"}' WHERE seq = 2`,
		{ seq: 2, why: 'person-changed' }
	],
	[
		'a hash',
		'UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 1) WHERE seq = 2',
		{ seq: 2, why: 'changed' }
	]
];

test('whatever is changed in the chain is found', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const whole = await verdict(meeting);
	expect(whole).toMatchObject({ ok: true });
	meeting.sql('CREATE TABLE audit_whole AS SELECT * FROM audit');
	for (const [what, tampering, found] of tamperings) {
		meeting.sql(tampering);
		expect([what, await verdict(meeting)]).toEqual([what, { ok: false, ...found }]);
		meeting.sql('DELETE FROM audit');
		meeting.sql('INSERT INTO audit SELECT * FROM audit_whole');
	}
	expect(await verdict(meeting)).toEqual(whole);
});

test('erasing who did it breaks no chain', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const whole = await verdict(meeting);
	meeting.sql(
		'UPDATE audit SET personal = NULL, salt = NULL WHERE personal LIKE ?',
		`%${meeting.wies.person}%`
	);
	expect(JSON.stringify(meeting.sql('SELECT * FROM audit'))).not.toContain(meeting.wies.person);
	expect(await verdict(meeting)).toEqual(whole);
});

test('an act that is refused or fails leaves no entry', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const before = actsOf(meeting);
	const move = { step: meeting.steps.values, from: 'writing', by: -1 as const, sure: true };
	must(await meeting.app.acts.move(meeting.fenna, meeting.journey, move));
	const refused = { ...move, from: 'prepared' };
	expect(await meeting.app.acts.move(meeting.fenna, meeting.journey, refused)).toMatchObject({
		reason: 'first-stage'
	});
	expect(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: 'nosuchstep00' })).toMatchObject(
		{
			ok: false
		}
	);
	expect(actsOf(meeting)).toEqual([...before, 'move-stage']);
});
