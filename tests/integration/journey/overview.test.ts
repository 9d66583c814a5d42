import { expect, test } from 'vitest';
import { aMeeting, idOf, must } from '../../support/cast.ts';

test('J11 who comes late sees what happened, where the room is, and what waits for them', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { app, journey, fenna } = meeting;
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	must(await app.acts.goTo(fenna, journey, { step: meeting.steps.checkIn }));
	const ideas = (await app.journeys.setup(journey))!.steps.find(({ kind }) => kind === 'ideas')!.id;
	must(await app.acts.openUntil(fenna, journey, { step: ideas, deadline: meeting.clock.now + 1000 }));
	await meeting.sitDown('zoe');
	const steps = (await app.overview.of(meeting.zoe, journey)).flatMap((one) => one.steps);
	const of = (id: string) => steps.find((step) => step.id === id)!;
	expect(of(meeting.steps.checkIn).is).toBe('here');
	expect(of(meeting.steps.values)).toMatchObject({
		is: 'done',
		harvest: [{ kind: 'value', name: 'Nabijheid' }]
	});
	expect(of(ideas)).toMatchObject({ is: 'open', owes: true, takesCards: true });
	expect(steps.filter((step) => step.is === 'later').length).toBeGreaterThan(3);
	must(await app.steps.act(meeting.zoe, journey, ideas, { act: 'ready', on: 'yes' }));
	const then = (await app.overview.of(meeting.zoe, journey)).flatMap((one) => one.steps);
	expect(then.find((step) => step.id === ideas)!.owes).toBe(false);
	meeting.clock.now += 1000;
	const after = (await app.overview.of(meeting.zoe, journey)).flatMap((one) => one.steps);
	expect(after.find((step) => step.id === ideas)).toMatchObject({ is: 'done', deadline: null });
});
