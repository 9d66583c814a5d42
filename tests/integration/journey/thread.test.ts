import { expect, test } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);

/** A value from two cards, an ambition that rests on it, a card that lies alone and one that is hidden. */
async function aThread(): Promise<{ meeting: Meeting; value: string; ambition: string }> {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	for (const n of [1, 2, 3, 4]) must(await meeting.write(meeting.wies, `Kaartje ${n}`, card(n)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [card(1), card(2)]);
	must(await meeting.act(meeting.fenna, { act: 'hideCard', id: card(4) }));
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	const value = (await meeting.cardsState()).harvest[0]!.id;
	const ambition = idOf('ambition', 1);
	meeting.harvested(ambition, 'ambition', { name: 'Drie mensen', text: 'In 2040 …' }, [value]);
	return { meeting, value, ambition };
}

const names = (things: readonly { name: string }[]) => things.map(({ name }) => name).toSorted();

test('L1 from a card to the ambition that it fed, and back, each in one look', async () => {
	const { meeting, value, ambition } = await aThread();
	const { thread } = meeting.app;
	const of = async (id: string) => (await thread.of(meeting.journey, meeting.wies, id))!;
	expect(names((await of(card(1))).became)).toEqual(['Drie mensen', 'Nabijheid']);
	expect(names((await of(ambition)).cameFrom)).toEqual(['Kaartje 1', 'Kaartje 2', 'Nabijheid']);
	expect(names((await of(value)).cameFrom)).toEqual(['Kaartje 1', 'Kaartje 2']);
	expect((await of(card(3))).thing.gap).toBe('card-nowhere');
	expect((await of(value)).thing.gap).toBeNull();
});

test('L4 a hidden card and what nobody laid yet are in no thread', async () => {
	const { meeting } = await aThread();
	const overview = await meeting.app.thread.overview(meeting.journey, meeting.gert);
	expect(names(overview)).toEqual(['Drie mensen', 'Kaartje 1', 'Kaartje 2', 'Kaartje 3', 'Nabijheid']);
	expect(await meeting.app.thread.of(meeting.journey, meeting.gert, card(4))).toBeNull();
	expect(await meeting.app.thread.of(meeting.journey, meeting.gert, 'nosuchthing')).toBeNull();
	expect(JSON.stringify(overview)).not.toContain(meeting.wies.participant);
});

test('L4 a embargoed step is in the thread of facilitators only', async () => {
	const { meeting } = await aThread();
	const { app, journey, fenna } = meeting;
	const steps = (await app.journeys.setup(journey))!.steps;
	const of = (kind: string) => steps.find((step) => step.kind === kind)!.id;
	meeting.sql(
		`INSERT INTO card (id, step_id, prompt, text, shuffle, revealed_at) VALUES (?, ?, '1', 'Wat nu stroef gaat', 0, 0)`,
		card(9),
		of('today')
	);
	expect(names(await app.thread.overview(journey, meeting.wies))).toContain('Wat nu stroef gaat');
	meeting.sql(`UPDATE step SET stage = 'writing' WHERE id = ?`, of('future'));
	expect(names(await app.thread.overview(journey, meeting.wies))).not.toContain('Wat nu stroef gaat');
	expect(names(await app.thread.overview(journey, fenna))).toContain('Wat nu stroef gaat');
});

test('L2 a solution whose "niet nu" was taken back is undecided again', async () => {
	const { meeting } = await aThread();
	const { app, journey, fenna } = meeting;
	const solution = idOf('solution', 1);
	meeting.harvested(solution, 'solution', { name: 'Voorkantpot' });
	const choice = (await app.journeys.setup(journey))!.steps.find(({ kind }) => kind === 'choose')!.id;
	while ((await meeting.stage(choice)) !== 'weighed') await meeting.next(choice);
	const gap = async () => (await app.thread.of(journey, fenna, solution))!.thing.gap;
	expect(await gap()).toBe('solution-undecided');
	must(await meeting.act(fenna, { act: 'notNow', solution, reason: 'Te groot voor nu.' }, choice));
	expect(await gap()).toBeNull();
	must(await meeting.act(fenna, { act: 'stillNow', solution }, choice));
	expect(await gap()).toBe('solution-undecided');
});
