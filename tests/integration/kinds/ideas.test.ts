import { expect, test } from 'vitest';
import ideas from '#server/kinds/ideas/kind.ts';
import { cardActs } from '#server/parts/cards/acts.ts';
import { harvestActs } from '#server/parts/harvest/acts.ts';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import { aMeeting, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';

const bus = idOf('idea', 1);
const group = idOf('group', 1);

/** Two ideas on the table, of which one lies in a group of its own. */
async function anIdea(): Promise<{
	meeting: Meeting;
	step: string;
	act: (fields: Fields) => Promise<unknown>;
}> {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const step = (await meeting.app.journeys.setup(meeting.journey))!.steps.find((s) => s.kind === 'ideas')!.id;
	await meeting.next(step);
	const write = (id: string, text: string) =>
		meeting.act(meeting.wies, { act: 'addCard', id, prompt: '1', text }, step);
	must(await write(bus, 'Nachtbus voor jongeren'));
	must(await write(idOf('idea', 2), 'Samen aan de deur'));
	await meeting.next(step);
	await meeting.app.sync.change(boardDocument(step), (doc) => {
		doc.getMap('groups').set(group, { title: 'Nachtbus', order: 1000 });
		doc.getMap<BoardPlace>('place').set(bus, { group, on: null, order: 0 });
	});
	return { meeting, step, act: async (fields) => must(await meeting.act(meeting.fenna, fields, step)) };
}

const now = async (meeting: Meeting, step: string) =>
	(await meeting.view(meeting.fenna, step)).step.state as CardsState;

test('O1 no act and no fact of the ideas asks what an idea costs or whether it can be done', async () => {
	const { meeting, step, act } = await anIdea();
	expect(Object.keys(ideas.acts)).toEqual(Object.keys({ ...cardActs, ...harvestActs }));
	await meeting.next(step);
	await act({ act: 'harvestGroup', group });
	const { dots, totals, givers, harvest } = await now(meeting, step);
	expect({ dots, totals, givers }).toEqual({ dots: null, totals: null, givers: null });
	expect(Object.keys(harvest[0]!)).toEqual(['id', 'kind', 'group', 'name', 'links']);
	const { mine } = await meeting.view(meeting.wies, step);
	expect(Object.keys(mine.harvest![0]!.texts)).toEqual(['name', 'what']);
});

test('O2 one card alone can become a solution, and it is linked to themes and tensions', async () => {
	const { meeting, step, act } = await anIdea();
	await meeting.next(step);
	await act({ act: 'harvestGroup', group });
	const [solution] = (await now(meeting, step)).harvest;
	expect(solution).toMatchObject({ kind: 'solution', name: 'Nachtbus', links: [] });
	expect(meeting.sql('SELECT card_id FROM harvest_card')).toEqual([{ card_id: bus }]);
	for (const kind of ['theme', 'tension', 'value'] as const)
		meeting.harvested(idOf(kind, 1), kind, { name: kind });
	const link = (to: string) =>
		meeting.act(meeting.wies, { act: 'link', from: solution!.id, to: idOf(to, 1), on: 'yes' }, step);
	must(await link('theme'));
	must(await link('tension'));
	expect(await link('value')).toEqual({ ok: false, reason: 'link-unknown' });
	const { harvest, linkable } = await now(meeting, step);
	expect(harvest[0]!.links.toSorted()).toEqual([idOf('tension', 1), idOf('theme', 1)]);
	expect(linkable.map(({ kind }) => kind).toSorted()).toEqual(['tension', 'theme']);
});
