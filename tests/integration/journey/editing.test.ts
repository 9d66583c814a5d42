import { expect, test } from 'vitest';
import type { ConsentState, MyConsent } from '#wire/parts/consent/state.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

type Fields = Record<string, string>;

/** One form in which a facilitator changes something that is there. */
interface Form {
	meeting: Meeting;
	/** Beside its fields: what it is about. */
	send: (who: SeatOf, fields: Fields) => Promise<Outcome>;
	/** As the page has it when both open it. */
	was: Fields;
	field: string;
	/** What Cor writes there, and what Fenna does. */
	words?: [string, string];
	/** Another field of the same form, with what Fenna writes there. */
	other?: [string, string];
}

const ofJourney =
	(meeting: Meeting, act: Parameters<Meeting['app']['act']>[2], about: Fields) =>
	(who: SeatOf, fields: Fields) =>
		meeting.app.act(who, meeting.journey, act, { ...about, ...fields });
const ofStep =
	(meeting: Meeting, step: string, about: Fields & { act: string }) => (who: SeatOf, fields: Fields) =>
		meeting.act(who, { ...about, ...fields }, step);

const table = (names: Name[] = []) => aMeeting({ names: ['cor', 'wies', ...names] });
const stepOf = async (meeting: Meeting, kind: string) =>
	(await meeting.app.journeys.setup(meeting.journey))!.steps.find((step) => step.kind === kind)!.id;
const sheet = async (meeting: Meeting) => {
	const [day] = (await meeting.app.runSheet.sheet(meeting.journey)).meetings;
	return { day: day!, step: day!.steps.find(({ id }) => id === meeting.steps.values)! };
};

async function aRound(): Promise<{ meeting: Meeting; value: string }> {
	const meeting = await table(['gert']);
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	await meeting.intoConsent();
	const { harmable } = (await meeting.app.facts(meeting.journey)).step!.state as ConsentState;
	return { meeting, value: harmable[0]!.id };
}

async function anObjection(): Promise<{ meeting: Meeting; stance: string }> {
	const { meeting, value } = await aRound();
	const { mine } = await meeting.view(meeting.wies);
	const { version } = (mine as unknown as { consent: MyConsent }).consent.subjects[0]!;
	const said = { stance: 'objection', harms: value, words: 'Zo sluiten we mensen buiten' };
	must(await meeting.act(meeting.wies, { act: 'stance', subject: 'values', version, ...said }));
	await meeting.showStandpoints();
	const state = (await meeting.app.facts(meeting.journey)).step!.state as ConsentState;
	return { meeting, stance: state.subjects[0]!.voiced[0]!.id };
}

async function aChoice(): Promise<{ meeting: Meeting; step: string }> {
	const meeting = await table();
	const step = await stepOf(meeting, 'choose');
	for (const n of [1, 2]) meeting.harvested(idOf('solution', n), 'solution', { name: `Oplossing ${n}` });
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	await meeting.next(step);
	return { meeting, step };
}

async function aTalk(): Promise<{ meeting: Meeting; step: string; cards: string[] }> {
	const meeting = await table(['gert', 'zoe']);
	const step = await stepOf(meeting, 'hard-talk');
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	for (const [n, name] of (['wies', 'gert', 'zoe', 'wies', 'gert', 'zoe'] as const).entries()) {
		const fields = { act: 'addCard', id: idOf('card', n), prompt: '1', text: `Kaartje ${n}` };
		must(await meeting.act(meeting.seat(name), fields, step));
	}
	await meeting.next(step);
	await meeting.next(step);
	const cards = meeting.sql<{ id: string }>('SELECT id FROM card WHERE step_id = ?', step);
	return { meeting, step, cards: cards.map(({ id }) => id) };
}

const forms: Record<string, () => Promise<Form>> = {
	async 'a step'() {
		const meeting = await table();
		const { step } = await sheet(meeting);
		const { name, question, minutes, form, script, settings } = step;
		return {
			meeting,
			send: ofJourney(meeting, 'changeStep', { step: step.id }),
			was: { name, question, minutes: String(minutes), form, script, ...(settings as Fields) },
			field: 'name',
			other: ['minutes', '33']
		};
	},
	async 'a prompt'() {
		const meeting = await table();
		const { step } = await sheet(meeting);
		const { id, text, hint } = step.prompts![0]!;
		const about = { step: step.id, prompt: id };
		const send = ofJourney(meeting, 'changePrompt', about);
		return { meeting, send, was: { text, hint }, field: 'text', other: ['hint', 'Kort'] };
	},
	async 'a meeting'() {
		const meeting = await table();
		const { id, name, date, startsAt } = (await sheet(meeting)).day;
		const send = ofJourney(meeting, 'changeMeeting', { meeting: id });
		const was = { name, place: '', date, startsAt };
		return { meeting, send, was, field: 'name', other: ['place', 'De Schakel'] };
	},
	async 'an organisation'() {
		const meeting = await table();
		const { organisations } = (await meeting.app.journeys.setup(meeting.journey))!;
		const { id, name, short, initials } = organisations[0]!;
		const send = ofJourney(meeting, 'renameOrganisation', { organisation: id });
		return { meeting, send, was: { name, short, initials }, field: 'name', other: ['short', 'Buurt'] };
	},
	async 'a name'() {
		const meeting = await table();
		const { participant, name } = meeting.wies;
		return {
			meeting,
			send: ofJourney(meeting, 'renamePerson', { participant }),
			was: { name },
			field: 'name'
		};
	},
	async 'the days of absence'() {
		const meeting = await table();
		const send = ofJourney(meeting, 'setAbsentDays', {});
		return { meeting, send, was: { days: '10' }, field: 'days', words: ['5', '20'] };
	},
	async 'a note'() {
		const meeting = await table();
		const send = ofJourney(meeting, 'note', { step: meeting.steps.values });
		return { meeting, send, was: { note: '' }, field: 'note' };
	},
	async dots() {
		const meeting = await table();
		const { dotsEach: each, dotsMost: most } = (await sheet(meeting)).step.settings as Fields;
		const send = ofStep(meeting, meeting.steps.values, { act: 'setDots' });
		const was = { each: each!, most: most! };
		return { meeting, send, was, field: 'each', words: ['7', '8'], other: ['most', '1'] };
	},
	async 'a text that is amended'() {
		const { meeting, value } = await aRound();
		const about = { act: 'amend', harvest: value, field: 'name' };
		const send = ofStep(meeting, meeting.steps.values, about);
		return { meeting, send, was: { text: 'Nabijheid' }, field: 'text' };
	},
	async 'what is done with an objection'() {
		const { meeting, stance } = await anObjection();
		const send = ofStep(meeting, meeting.steps.values, { act: 'integrate', stance });
		return { meeting, send, was: { method: 'text', words: '' }, field: 'words', other: ['method', 'trial'] };
	},
	async 'an ambition'() {
		const { meeting, step } = await aChoice();
		const [one, two] = [1, 2].map((n) => idOf('solution', n)) as [string, string];
		const id = idOf('ambition', 1);
		must(
			await meeting.act(meeting.fenna, { act: 'makeAmbition', id, name: 'Dichtbij', solutions: one }, step)
		);
		return {
			meeting,
			send: (who, { [`solution-${two}`]: second, ...fields }) =>
				// A tick that is off is in no form.
				meeting.act(
					who,
					{ act: 'changeAmbition', id, ...fields, ...(second && { [`solution-${two}`]: second }) },
					step
				),
			was: { name: 'Dichtbij', [`solution-${one}`]: 'on', [`solution-${two}`]: '' },
			field: 'name',
			other: [`solution-${two}`, 'on']
		};
	},
	async 'why something is not for now'() {
		const { meeting, step } = await aChoice();
		const send = ofStep(meeting, step, { act: 'notNow', solution: idOf('solution', 1) });
		return { meeting, send, was: { reason: '' }, field: 'reason' };
	},
	async 'what is kept of a talk'() {
		const { meeting, step, cards } = await aTalk();
		must(await meeting.act(meeting.fenna, { act: 'beginTalk', card: cards[0]! }, step));
		const [{ id }] = meeting.sql<{ id: string }>('SELECT id FROM talk') as [{ id: string }];
		const send = ofStep(meeting, step, { act: 'endTalk', talk: id });
		return { meeting, send, was: { agreement: '', openPoint: '', nextDate: '' }, field: 'agreement' };
	},
	async 'a card that is left open'() {
		const { meeting, step, cards } = await aTalk();
		const send = ofStep(meeting, step, { act: 'leaveOpen', card: cards[0]! });
		const words: [string, string] = ['2026-04-01', '2026-04-02'];
		return { meeting, send, was: { nextDate: '' }, field: 'nextDate', words };
	},
	async 'a step that is open until a day'() {
		const meeting = await table();
		const send = ofJourney(meeting, 'openUntil', { step: meeting.steps.values });
		const [first, second] = [1, 2].map((days) => String(meeting.clock.now + days * 86_400_000));
		return { meeting, send, was: { deadline: '' }, field: 'deadline', words: [first!, second!] };
	},
	async 'a gate'() {
		const { meeting } = await aRound();
		const send = ofJourney(meeting, 'openGate', { step: await stepOf(meeting, 'future'), stage: 'writing' });
		return { meeting, send, was: { reason: '' }, field: 'reason' };
	}
};

const kinds = Object.entries(forms);
const saying = (fields: Fields, was: Fields) => ({ ...fields, was: JSON.stringify(was) });

test.each(kinds)(
	'F9 %s: the second sees who changed it and what stands there, and then hers counts',
	async (_, open) => {
		const {
			meeting,
			send,
			was,
			field,
			words: [theirs, mine] = ['Zo zegt Cor het', 'Zo zegt Fenna het']
		} = await open();
		must(await send(meeting.cor, saying({ ...was, [field]: theirs }, was)));
		const kept = await meeting.kept();
		const refused = await send(meeting.fenna, saying({ ...was, [field]: mine }, was));
		expect(refused).toMatchObject({
			ok: false,
			reason: 'changed-meanwhile',
			meanwhile: {
				...{ by: 'Cor', isMe: false, clashes: [field] },
				stands: { [field]: theirs },
				fields: { [field]: mine }
			}
		});
		expect(await meeting.kept()).toEqual(kept);
		must(await send(meeting.fenna, saying({ ...was, [field]: mine }, { ...was, [field]: theirs })));
		const late = await send(meeting.cor, saying({ ...was, [field]: theirs }, was));
		expect(late).toMatchObject({ reason: 'changed-meanwhile', meanwhile: { stands: { [field]: mine } } });
		expect(late).toMatchObject({ meanwhile: { by: 'Fenna' } });
	}
);

test.each(kinds.filter(([name]) => !['a note', 'a text that is amended', 'a gate'].includes(name)))(
	'F8 %s: only what was touched is written',
	async (_, open) => {
		const {
			meeting,
			send,
			was,
			field,
			words: [theirs, mine] = ['Zo zegt Cor het', 'Iets anders'],
			other
		} = await open();
		if (!other) return;
		const [beside, wanted] = other;
		must(await send(meeting.cor, saying({ ...was, [field]: theirs }, was)));
		must(await send(meeting.fenna, saying({ ...was, [beside]: wanted }, was)));
		const late = await send(meeting.cor, saying({ ...was, [field]: mine }, was));
		expect(late).toMatchObject({ meanwhile: { stands: { [field]: theirs, [beside]: wanted } } });
	}
);

test('F9 the same words from both are no quarrel, and who has two screens is told that it was them', async () => {
	const { meeting, send, was } = await forms['an organisation']!();
	must(await send(meeting.cor, saying({ ...was, name: 'Wijkteam' }, was)));
	const kept = await meeting.kept();
	must(await send(meeting.fenna, saying({ ...was, name: ' Wijkteam ' }, was)));
	expect(await meeting.kept()).toEqual(kept);
	const again = await send(meeting.cor, saying({ ...was, name: 'Welzijn' }, was));
	expect(again).toMatchObject({ meanwhile: { isMe: true } });
});

test('F8 F9 the name of a template that was kept is changed in the same way', async () => {
	const meeting = await table();
	const { app, fenna, journey } = meeting;
	const id = idOf('template', 1);
	must(await app.acts.keepTemplate(fenna, journey, { id, name: 'Eerst', locale: 'nl' }));
	const rename = (name: string, was: string) =>
		app.templates.rename(fenna.person, { template: id, name, was: JSON.stringify({ name: was }) });
	must(await rename('Daarna', 'Eerst'));
	expect(await rename('Toch', 'Eerst')).toMatchObject({
		meanwhile: { isMe: true, stands: { name: 'Daarna' } }
	});
	must(await rename('Toch', 'Daarna'));
	expect(await app.templates.rename(fenna.person, { template: id, name: 'x', was: '{' })).toMatchObject({
		reason: 'form-malformed'
	});
});

test('F9 the audit says who writes in a note once in ten minutes, and never the words', async () => {
	const { meeting, send } = await forms['a note']!();
	const noted = () => meeting.sql<{ detail: string }>("SELECT detail FROM audit WHERE act = 'note'");
	must(await send(meeting.fenna, { note: 'Rustig' }));
	must(await send(meeting.fenna, { note: 'Rustig aan' }));
	expect(noted()).toEqual([{ detail: '{}' }]);
	must(await send(meeting.cor, { note: 'Rustig aan, zegt Cor' }));
	meeting.clock.now += 11 * 60_000;
	must(await send(meeting.cor, { note: 'Zegt Cor' }));
	expect(noted()).toHaveLength(3);
});
