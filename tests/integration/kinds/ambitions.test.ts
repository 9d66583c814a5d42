import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import type { AmbitionState } from '#wire/kinds/ambitions/state.ts';
import { aMeeting, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

const card = idOf('ambition', 1);
const values = [idOf('value', 1), idOf('value', 2)];

/** The room at the ambition cards, with two values and one ambition that were made before. */
async function aCard(): Promise<{ meeting: Meeting; step: string }> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'ria'] });
	const { app, journey, fenna } = meeting;
	const steps = (await app.journeys.setup(journey))!.steps;
	const step = steps.find(({ kind }) => kind === 'ambitions')!.id;
	for (const [index, id] of values.entries()) meeting.harvested(id, 'value', { name: `Waarde ${index + 1}` });
	meeting.harvested(card, 'ambition', { name: 'Drie mensen' });
	must(await app.acts.goTo(fenna, journey, { step }));
	must(await app.acts.move(fenna, journey, { step, from: 'prepared', by: 1, sure: true }));
	return { meeting, step };
}

const seen = async ({ app, journey }: Meeting): Promise<AmbitionState> => {
	const now = (await app.facts(journey)).step!.state;
	if (now?.part !== 'ambitions') throw new Error('no cards');
	return now.cards[0]!;
};

test('X10 what is chosen on a card says how it shall be, so that doing it twice changes nothing', async () => {
	const { meeting, step } = await aCard();
	const act = (fields: Record<string, string>) =>
		meeting.app.steps.act(meeting.wies, meeting.journey, step, { ambition: card, ...fields });
	const { wel, gem, ggd } = meeting.organisations;
	for (const domain of ['welfare', 'care', 'welfare']) must(await act({ act: 'domain', domain, on: 'yes' }));
	must(await act({ act: 'party', organisation: wel!, on: 'yes' }));
	must(await act({ act: 'party', organisation: gem!, on: 'yes' }));
	must(await act({ act: 'lead', organisation: wel! }));
	expect((await seen(meeting)).details).toMatchObject({ lead: wel, others: [gem] });
	must(await act({ act: 'party', organisation: wel!, on: 'yes' }));
	must(await act({ act: 'party', organisation: ggd!, on: 'yes' }));
	must(await act({ act: 'link', from: card, to: values[0]!, on: 'yes' }));
	const { details, links, faults } = await seen(meeting);
	expect(details).toEqual({ domains: ['care', 'welfare'], lead: wel, others: [ggd, gem] });
	expect(links).toEqual([values[0]]);
	const left = faults.map(({ field }) => field);
	expect(left).not.toContain('domains');
	expect(left).not.toContain('parties');
	expect(left).toContain('values');
	must(await act({ act: 'link', from: card, to: values[1]!, on: 'yes' }));
	expect((await seen(meeting)).faults.map(({ field }) => field)).not.toContain('values');
	const before = await meeting.kept();
	const again: Record<string, string>[] = [
		{ act: 'domain', domain: 'welfare', on: 'yes' },
		{ act: 'lead', organisation: wel! },
		{ act: 'party', organisation: gem!, on: 'yes' },
		{ act: 'link', from: card, to: values[1]!, on: 'yes' }
	];
	for (const fields of again) must(await act(fields));
	expect(await meeting.kept()).toEqual(before);
	must(await act({ act: 'lead', organisation: '' }));
	expect((await seen(meeting)).details.lead).toBeNull();
});

test('X10 what belongs to no card, no organisation or no domain changes nothing', async () => {
	const { meeting, step } = await aCard();
	const before = await meeting.kept();
	const act = (fields: Record<string, string>) =>
		meeting.app.steps.act(meeting.wies, meeting.journey, step, fields);
	expect(await act({ act: 'domain', ambition: 'nosuchcard', domain: 'care', on: 'yes' })).toMatchObject({
		reason: 'harvest-gone'
	});
	expect(await act({ act: 'domain', ambition: card, domain: 'money', on: 'yes' })).toMatchObject({
		reason: 'form-malformed'
	});
	expect(await act({ act: 'link', from: card, to: 'nosuchvalue', on: 'yes' })).toMatchObject({
		reason: 'link-unknown'
	});
	expect(await act({ act: 'giveToTable', ambition: card, table: '1' })).toMatchObject({
		reason: 'not-a-facilitator'
	});
	expect(await meeting.kept()).toEqual(before);
});

test('X10 a card is given to a table by a facilitator, and to none again', async () => {
	const { meeting, step } = await aCard();
	const give = (table: string, ambition = card) =>
		meeting.act(meeting.fenna, { act: 'giveToTable', ambition, table }, step);
	expect((await seen(meeting)).table).toBeNull();
	must(await give('2'));
	must(await meeting.act(meeting.wies, { act: 'domain', ambition: card, domain: 'care', on: 'yes' }, step));
	expect(await seen(meeting)).toMatchObject({ table: 2, details: { domains: ['care'] } });
	expect(await give('1', 'nosuchcard')).toEqual({ ok: false, reason: 'harvest-gone' });
	must(await give('0'));
	expect((await seen(meeting)).table).toBeNull();
});

test('A4 A5 A6 X10 nothing is chosen on a card in a lock, a pause, another stage, or by an observer', async () => {
	const { meeting, step } = await aCard();
	const { app, journey, fenna } = meeting;
	const { acts } = app;
	const choices: Fields[] = [
		{ act: 'domain', ambition: card, domain: 'care', on: 'yes' },
		{ act: 'lead', ambition: card, organisation: meeting.organisations.wel! },
		{ act: 'party', ambition: card, organisation: meeting.organisations.wel!, on: 'yes' },
		{ act: 'link', from: card, to: values[0]!, on: 'yes' }
	];
	const before = await seen(meeting);
	const refuse = async (reason: string) => {
		for (const fields of choices)
			expect(await meeting.act(meeting.wies, fields, step), fields.act).toEqual({ ok: false, reason });
	};
	must(await acts.lock(fenna, journey, { step }));
	await refuse('locked');
	must(await acts.unlock(fenna, journey, { step }));
	must(await acts.pause(fenna, journey));
	await refuse('paused');
	must(await acts.resume(fenna, journey));
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.wies.participant);
	await refuse('observer');
	meeting.sql(`UPDATE participant SET role = 'participant' WHERE id = ?`, meeting.wies.participant);
	await meeting.back(step);
	await refuse('harvest-not-open');
	await meeting.next(step);
	expect(await seen(meeting)).toEqual(before);
	for (const fields of choices) must(await meeting.act(meeting.wies, fields, step));
});

test('A4 what was written on the cards is served with the page as soon as it is open', async () => {
	const { meeting, step } = await aCard();
	const mine = async () => (await meeting.view(meeting.wies, step)).mine;
	expect((await mine()).harvest).toMatchObject([{ id: card, kind: 'ambition' }]);
	await meeting.back(step);
	expect(await mine()).not.toHaveProperty('harvest');
});

test('X11 nobody is asked for consent before every card is complete, and the gate names the card', async () => {
	const { meeting, step } = await aCard();
	const { app, journey, fenna } = meeting;
	expect((await app.facts(journey)).step!.gate).toEqual([
		{ reason: 'cards-incomplete', names: ['Drie mensen'] },
		{ reason: 'speakers-none', names: expect.any(Array) }
	]);
	expect(await app.acts.move(fenna, journey, { step, from: 'writing', by: 1, sure: true })).toMatchObject({
		ok: false,
		reason: 'gate-closed'
	});
	const pen = await meeting.connect(meeting.wies, `board/${step}`);
	const texts = pen.doc.getMap<Y.Text>('texts');
	const words: Record<string, string> = {
		text: 'In 2040 kent iedereen drie mensen.',
		from: 'alleen',
		to: 'samen',
		indicator: 'Inwoners',
		unit: '%',
		baseline: '58',
		baselineYear: '2025',
		target2028: '65',
		target2040: '90',
		source: 'Buurtpeiling',
		unmeasured: 'of het gebeurt',
		stop: 'losse subsidies',
		residents: 'Zij beheren de sleutel.',
		alarms: 'waar mogelijk\nvoldoende plekken'
	};
	await until(() => texts.get(`${card}.alarms`), 'the texts');
	for (const [field, text] of Object.entries(words)) texts.get(`${card}.${field}`)!.insert(0, text);
	await until(() => pen.isSaved, 'the texts to be kept');
	const { wel, gem, ggd } = meeting.organisations;
	const choices: Record<string, string>[] = [
		{ act: 'domain', domain: 'care', on: 'yes' },
		{ act: 'domain', domain: 'youth', on: 'yes' },
		{ act: 'lead', organisation: wel! },
		{ act: 'party', organisation: gem!, on: 'yes' },
		{ act: 'party', organisation: ggd!, on: 'yes' },
		...values.map((to) => ({ act: 'link', from: card, to, on: 'yes' }))
	];
	for (const fields of choices)
		must(await app.steps.act(meeting.wies, journey, step, { ambition: card, ...fields }));
	const kept = () =>
		JSON.parse(
			meeting.sql<{ texts: string }>('SELECT texts FROM harvest WHERE id = ?', card)[0]!.texts
		) as Record<string, string>;
	// A list keeps its lines.
	await until(() => kept().alarms === words.alarms, 'the texts in the rows');
	expect((await seen(meeting)).faults).toEqual([]);
	await meeting.intoConsent(step);
	const facts = (await app.facts(journey)).step!;
	expect(facts.state?.part).toBe('consent');
	expect(facts.gate).toEqual([{ reason: 'cards-open', names: ['Drie mensen'] }]);
});
