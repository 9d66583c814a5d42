import { expect, test, vi } from 'vitest';
import {
	aStep,
	facilitator,
	idOf,
	minutes,
	morning,
	participant,
	someOrganisations,
	speak,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Standing } from '#domain/parts/consent/consent.ts';
import type { ConsentState, MySubject, SubjectState, Voiced } from '#wire/parts/consent/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const harmable: ConsentState['harmable'] = [
	{ id: 'nabij', kind: 'value', name: 'Nabij' },
	{ id: 'trots', kind: 'value', name: 'Trots' }
];
const ids = someOrganisations().map(({ id }) => id);

/** All values of a step; everybody was asked, `given` answered. */
function values(given: Record<string, Standing> = {}, more: Partial<SubjectState> = {}): SubjectState {
	const standings = ids.map((organisation) => ({
		organisation,
		standing: given[organisation] ?? 'asked',
		answersBy: null
	}));
	const agreed = standings.every(({ standing }) => standing === 'consent' || standing === 'concern');
	const subject = { id: 'values', kind: 'value', name: '', version: 'v1', round: 1 } as const;
	const asked = { shown: true, given: Object.keys(given).length, smallerStep: false };
	return { ...subject, ...asked, agreed, standings, voiced: [], ...more };
}
const all = (standing: Standing) => Object.fromEntries(ids.map((id) => [id, standing]));
const objection: Voiced = {
	...{ id: 'o1', organisation: 'ggd', stance: 'objection', words: 'Zo telt alleen wie dichtbij woont.' },
	...{ harms: 'trots', stands: true, integration: null }
};
const concern: Voiced = {
	...{ id: 'z1', organisation: 'zor', stance: 'concern', words: 'Is er genoeg tijd?' },
	...{ harms: null, stands: true, integration: null }
};
const integrated = {
	id: 'i1',
	method: 'trial',
	words: 'We proberen het een jaar.',
	accepted: false
} as const;

const consenting = (subjects: SubjectState[], step: Parameters<typeof aStep>[3] = {}) =>
	aStep(
		'values',
		'consenting',
		{
			part: 'consent',
			phase: 'standpoint',
			questions: [],
			reactions: [],
			absentDays: 10,
			subjects,
			harmable
		},
		step
	);
const text: MySubject = {
	...{ id: 'values', kind: 'value', name: '', version: 'v1', own: 'asked', advice: [], before: null },
	words: [
		{ harvest: 'nabij', field: 'name', text: 'Nabij' },
		{ harvest: 'nabij', field: 'meaning', text: 'Je kent je buren' },
		{ harvest: 'trots', field: 'name', text: 'Trots' }
	]
};
const reads = (subject: Partial<MySubject> = {}, organisation: string | null = 'wel') => ({
	mine: { consent: { ...speaking, organisation, subjects: [{ ...text, ...subject }] } }
});
const speaking = {
	speaks: true,
	role: null,
	holder: null,
	deputy: null,
	isLeft: false,
	questions: [] as string[]
};
const objecting = () => `${m.consent_objection()} ${m.consent_objection_why()}`;
const consents = () => `${m.consent_yes()} ${m.consent_yes_why()}`;
const worries = () => `${m.consent_concern()} ${m.consent_concern_why()}`;
const absent = () => `${m.consent_absent()} ${m.consent_absent_why()}`;

test('I2 I10 who answers reads the whole text, for whom, and four answers of which none is chosen', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	expect(page.has('heading', m.consent_title())).toBe(true);
	expect(page.text).toContain(m.consent_for({ organisation: 'Welzijn Wilgenmeer' }));
	expect(page.text).toContain(`${m.value_means()} Je kent je buren`);
	const answers = page.the('group', m.consent_ask());
	expect(answers.all('radio')).toEqual([consents(), worries(), objecting(), absent()]);
	expect(answers.all('radio').filter((answer) => page.isOn(answer))).toEqual([]);
	page.press(m.consent_give());
	expect(page.posts).toEqual([]);
});

test('I2 an answer carries the version that was on the screen', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	page.tick(consents());
	page.press(m.consent_give());
	expect(await page.posted()).toMatchObject({
		...{ act: 'stance', subject: 'values', version: 'v1', stance: 'consent' }
	});
});

test('I3 an objection without its harm or its words comes back to the field, and everything is still there', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	page.tick(objecting());
	expect(page.options(m.consent_harms())).toEqual([m.consent_harms_choose(), 'Nabij', 'Trots']);
	page.fill(m.consent_words(), 'Zo telt niet iedereen');
	page.refuse(m.reason_harms_missing(), 'harms');
	page.press(m.consent_give());
	await page.posted();
	expect(page.about(m.consent_harms())).toContain(m.reason_harms_missing());
	await page.until(() => page.the('combobox', m.consent_harms()).hasFocus());
	expect(page.value(m.consent_words())).toBe('Zo telt niet iedereen');
	page.choose(m.consent_harms(), 'Trots');
	page.answer();
	page.press(m.consent_give());
	expect(await page.posted(2)).toMatchObject({ harms: 'trots', words: 'Zo telt niet iedereen' });
});

test('I3 I9 who has a concern is asked once whether it is an objection', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	page.tick(worries());
	page.fill(m.consent_words(), 'Is er genoeg tijd?');
	page.press(m.consent_give());
	expect(page.the('group', m.consent_really()).hasFocus()).toBe(true);
	expect(page.posts).toEqual([]);
	page.press(m.consent_really_no());
	expect(await page.posted()).toMatchObject({ stance: 'concern', words: 'Is er genoeg tijd?' });
	expect(page.has('group', m.consent_really())).toBe(false);
});

test('I3 a concern that is an objection after all becomes one, and asks what it harms', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	page.tick(worries());
	page.press(m.consent_give());
	page.press(m.consent_really_yes());
	expect(page.isOn(objecting())).toBe(true);
	expect(page.has('button', m.consent_give())).toBe(true);
});

test('I2 a text that changed meanwhile is refused, read again, and asks another answer', async () => {
	const page = await participant(consenting([values()]), { view: reads() });
	page.tick(consents());
	page.refuse(m.reason_text_changed());
	page.press(m.consent_give());
	await page.posted();
	expect(page.lines('alert')).toEqual([m.reason_text_changed()]);
	await page.until(() => page.read.includes('siroop:step'));
	page.loads(reads({ version: 'v2' }));
	expect(page.isOn(consents())).toBe(false);
});

test('I1 I12 of a changed text it is said what is gone and what is new, and it can be read without', async () => {
	const before = text.words.map((one) =>
		one.field === 'meaning' ? { ...one, text: 'Je kent je straat' } : one
	);
	const page = await participant(consenting([values()]), { view: reads({ before, version: 'v2' }) });
	expect(page.text).toContain(m.consent_changed());
	expect(page.element.querySelector('dd del')?.textContent).toBe('straat');
	expect(page.element.querySelector('dd ins')?.textContent).toBe('buren');
	page.press(m.consent_plain());
	expect(page.text).toContain('Je kent je buren');
});

test('I1 when the table has another version than this page, it reads again', async () => {
	const page = await participant(consenting([values({}, { version: 'v2' })]), { view: reads() });
	await page.until(() => page.read.includes('siroop:step'));
});

test('I4 I8 each organisation says where it stands, in its order; who is absent until when', async () => {
	const given: Record<string, Standing> = { wel: 'consent', ggd: 'objection', gem: 'concern' };
	const subject = values({ ...given, pol: 'absent', zor: 'absent' });
	subject.standings[4]!.answersBy = morning + minutes(60);
	subject.standings[5]!.answersBy = morning - minutes(1);
	const page = await participant(consenting([subject]), { view: reads() });
	const lines = page.the('list', m.consent_standings()).lines('item');
	expect(lines).toHaveLength(6);
	const expected = [
		m.consent_is_consent,
		m.consent_is_objection,
		m.consent_is_concern,
		m.consent_is_asked,
		m.consent_is_absent,
		m.consent_is_overdue
	];
	for (const [at, says] of expected.entries()) expect(lines[at]).toContain(says());
	expect(lines[4]).toMatch(/afwezig, tot .*12 maart/);
	expect(lines[5]).not.toContain('12 maart');
});

test('I8 a date is said in the language of who reads', async () => {
	speak('en');
	const subject = values({ pol: 'absent' });
	subject.standings[4]!.answersBy = morning + minutes(60);
	const page = await participant(consenting([subject]), { view: reads() });
	expect(page.the('list', m.consent_standings()).lines('item')[4]).toMatch(/12 March|March 12/);
});

test('I5 who answered sees their stance and gives another one in a fold', async () => {
	const page = await participant(consenting([values({ wel: 'consent' })]), { view: reads() });
	expect(page.text).toContain(`${m.consent_mine()} ${m.consent_is_consent()}`);
	expect(page.has('group', m.consent_ask())).toBe(false);
	page.press(m.consent_again());
	page.tick(objecting());
	page.press(m.consent_give());
	expect(await page.posted()).toMatchObject({ stance: 'objection' });
});

test('I6 who objected is thanked, and asked whether what was done with it will do', async () => {
	const mine = { ...objection, organisation: 'wel' };
	const page = await participant(consenting([values({ wel: 'objection' }, { voiced: [mine] })]), {
		view: reads()
	});
	expect(page.has('heading', m.consent_thanks())).toBe(true);
	const voiced = [{ ...mine, integration: integrated }];
	await page.goes({
		state: {
			part: 'consent',
			phase: 'standpoint',
			questions: [],
			reactions: [],
			absentDays: 10,
			harmable,
			subjects: [values({ wel: 'objection' }, { voiced })]
		}
	});
	expect(page.text).toContain(`${m.consent_method_trial()}: ${integrated.words}`);
	page.press(m.consent_accept());
	expect(await page.posted()).toEqual({ act: 'acceptIntegration', integration: 'i1' });
});

test('I11 what was said stands with the name of the organisation and what it harms, and no person', async () => {
	const page = await participant(
		consenting([values({ ggd: 'objection' }, { voiced: [objection, concern] })]),
		{
			view: reads()
		}
	);
	const said = page.item(objection.words).text;
	expect(said).toContain('GGD Wilgenmeer');
	expect(said).toContain(m.consent_harms_this({ name: 'Trots' }));
	expect(page.item(concern.words).text).toContain(m.consent_voiced_concern());
});

test('I6 what was solved, and what was said of an earlier text, is told apart', async () => {
	const solved = { ...objection, integration: { ...integrated, accepted: true } };
	const earlier = { ...objection, id: 'o2', words: 'Dat was toen.', stands: false };
	const old = { ...concern, id: 'z2', words: 'Ook toen.', stands: false };
	const page = await participant(consenting([values({}, { voiced: [solved, earlier, old] })]), {
		view: reads()
	});
	expect(page.item(objection.words).text).toContain(m.consent_voiced_solved());
	expect(page.item('Dat was toen.').text).toContain(m.consent_voiced_earlier_objection());
	expect(page.item('Ook toen.').text).toContain(m.consent_voiced_earlier_concern());
});

test.each([
	['nothing', {}, () => m.consent_missing({ count: 6 })],
	['all but one', { ...all('consent'), zor: 'asked' }, () => m.consent_missing({ count: 1 })],
	['one objection', { ...all('consent'), ggd: 'objection' }, () => m.consent_open_objections({ count: 1 })],
	['two objections', { ggd: 'objection', zor: 'objection' }, () => m.consent_open_objections({ count: 2 })],
	[
		'consents, a concern among them',
		{ ...all('consent'), zor: 'concern' },
		() => m.consent_agreed({ round: 1 })
	]
] as [string, Record<string, Standing>, () => string][])(
	'I4 I9 after %s it is said how far it is',
	async (_, given, words) => {
		const page = await participant(consenting([values(given)]), { view: reads() });
		expect(page.lines('status')).toContain(words());
	}
);

test('I7 after three rounds a smaller step is asked for', async () => {
	const subject = values({ ggd: 'objection' }, { smallerStep: true, round: 4, voiced: [objection] });
	const page = await participant(consenting([subject]), { view: reads() });
	expect(page.lines('status')).toContain(m.consent_smaller());
});

test('I10 who sits for no organisation, or observes, reads along and answers nothing', async () => {
	const page = await participant(consenting([values()]), { organisation: null, view: reads({}, null) });
	expect(page.text).toContain(m.consent_for_nobody());
	expect(page.text).toContain('Je kent je buren');
	expect(page.has('group', m.consent_ask())).toBe(false);
});

test('with nothing to consent to it is said what happens next', async () => {
	const view = { mine: { consent: { ...speaking, organisation: 'wel', subjects: [] } } };
	const page = await participant(consenting([]), { view });
	expect(page.has('heading', m.consent_none())).toBe(true);
	expect(page.text).not.toContain(m.consent_foot({ count: 10 }));
});

test('of several texts the first that waits for an answer stands open, and no other', async () => {
	const first = values({ wel: 'consent' }, { id: 'a1', kind: 'ambition', name: 'Een huis voor ieder' });
	const second = values({}, { id: 'a2', kind: 'ambition', name: 'Altijd iemand' });
	const subjects = [first, second].map(({ id, name }) => ({ ...text, id, name, kind: 'ambition' as const }));
	const state: ConsentState = {
		part: 'consent',
		phase: 'standpoint',
		questions: [],
		reactions: [],
		absentDays: 10,
		subjects: [first, second],
		harmable
	};
	const page = await participant(aStep('ambitions', 'consenting', state), {
		view: { mine: { consent: { ...speaking, organisation: 'wel', subjects } } }
	});
	expect(page.all('heading')).toEqual(
		expect.arrayContaining([m.consent_title(), 'Een huis voor ieder', 'Altijd iemand'])
	);
	expect(page.all('group')).toEqual([m.consent_ask()]);
	page.tick(consents());
	page.press(m.consent_give());
	expect(await page.posted()).toMatchObject({ subject: 'a2' });
});

test('I14 I16 a colleague of who answers gives advice, and is told who answers', async () => {
	const view = reads();
	Object.assign(view.mine.consent, { speaks: false, holder: 'Wies' });
	const page = await participant(consenting([values({})]), { view });
	expect(page.text).toContain(m.consent_holder({ name: 'Wies' }));
	expect(page.text).toContain(m.consent_advise_for({ organisation: 'Welzijn' }));
	expect(page.text).not.toContain(m.consent_give());
	page.tick(worries());
	page.fill(m.consent_words(), 'Is er genoeg tijd?');
	page.press(m.consent_advise_give());
	expect(await page.posted()).toMatchObject({
		act: 'advise',
		stance: 'concern',
		words: 'Is er genoeg tijd?'
	});
});

test('I15 I16 who answers reads the advice first, and can leave the answer to the deputy', async () => {
	const advice = [
		{ id: 'a1', name: 'Wim', stance: 'concern' as const, words: 'Wie betaalt dat?', isMine: false }
	];
	const view = reads({ advice });
	Object.assign(view.mine.consent, { role: 'holder', holder: 'Wies', deputy: 'Wim' });
	const page = await participant(consenting([values({})]), { view });
	expect(page.text).toContain('Wie betaalt dat?');
	expect(page.text.indexOf('Wie betaalt dat?')).toBeLessThan(page.text.indexOf(m.consent_ask()));
	page.press(m.consent_leave({ name: 'Wim' }));
	expect(await page.posted()).toMatchObject({ act: 'leaveToDeputy', on: 'yes' });
});

test('I18 while it is hidden one sees how many answered, and what one’s own organisation did', async () => {
	const hidden = values({}, { shown: false, given: 4 });
	const page = await participant(consenting([hidden]), { view: reads({ own: 'consent' }) });
	expect(page.text).toContain(m.consent_given({ count: 4, of: 6 }));
	expect(page.text).toContain(m.consent_hidden());
	expect(page.text).toContain(m.consent_mine());
	expect(page.text).not.toContain(m.consent_is_asked());
	const other = await participant(consenting([hidden]), { view: reads() });
	expect(other.text).not.toContain(m.consent_mine());
	expect(other.text).toContain(m.consent_give());
});

test('I18 the console and the beamer say how many answered, and not who; the facilitator shows them', async () => {
	const hidden = consenting([values({}, { shown: false, given: 4 })]);
	const page = await facilitator(hidden, { view: reads() });
	expect(page.text).toContain(m.consent_given({ count: 4, of: 6 }));
	expect(page.text).not.toContain(m.consent_is_asked());
	page.press(m.consent_show());
	page.press(m.consent_show_do());
	expect(await page.posted()).toMatchObject({ act: 'showStandpoints', subject: 'values', version: 'v1' });
	const seen = await wall(hidden);
	expect(seen.text).toContain(m.consent_given({ count: 4, of: 6 }));
	expect(seen.text).not.toContain(m.consent_is_asked());
});

const asked = { id: 'q1', subject: 'values', organisation: 'ggd', text: 'Wat is nabij?', answer: null };
const before = (more: Partial<ConsentState>) =>
	aStep('values', 'consenting', {
		...{ part: 'consent', absentDays: 10, subjects: [values({})], harmable },
		...{ phase: 'questions', questions: [], reactions: [], ...more }
	});

test('I20 I21 before answers one reads the text, asks a question, and takes back one’s own', async () => {
	const view = reads();
	view.mine.consent.questions = ['q1'];
	const page = await participant(before({ questions: [asked] }), { view });
	expect(page.text).toContain(m.consent_questions_title());
	expect(page.text).toContain('Je kent je buren');
	expect(page.text).not.toContain(m.consent_give());
	expect(page.text).toContain('Wat is nabij?');
	page.fill(m.consent_question(), 'Voor wie is dit?');
	page.press(m.consent_question_ask());
	expect(await page.posted()).toMatchObject({ act: 'ask', subject: 'values', text: 'Voor wie is dit?' });
	page.press(`${m.consent_question_withdraw()}: Wat is nabij?`);
	expect(await page.posted(2)).toMatchObject({ act: 'withdrawQuestion', question: 'q1' });
});

test('I22 whose turn it is says a line, and others wait', async () => {
	const reactions = ['ggd', 'wel'].map((organisation) => ({ organisation, words: null, passed: false }));
	const waits = await participant(before({ phase: 'reactions', reactions }), { view: reads() });
	expect(waits.text).not.toContain(m.consent_reaction_give());
	const said = [{ ...reactions[0]!, words: 'Dit herken ik.' }, reactions[1]!];
	const page = await participant(before({ phase: 'reactions', reactions: said }), { view: reads() });
	expect(page.text).toContain('Dit herken ik.');
	page.fill(m.consent_reaction(), 'Hier kunnen we mee verder.');
	page.press(m.consent_reaction_give());
	expect(await page.posted()).toMatchObject({ act: 'react', words: 'Hier kunnen we mee verder.' });
	const seen = await wall(before({ phase: 'reactions', reactions: said }));
	expect(seen.text).toContain(m.consent_reaction_now());
});

test('I20 I21 a facilitator answers, and going on says what is skipped', async () => {
	const page = await facilitator(before({ questions: [asked] }), { view: reads() });
	page.press(`${m.consent_question_in_room()}: Wat is nabij?`);
	expect(await page.posted()).toMatchObject({ act: 'answerQuestion', question: 'q1' });
	page.press(m.console_next({ to: m.consent_phase_reactions() }));
	expect(page.text).toContain(m.consent_skip_questions({ count: 1 }));
	page.press(m.console_sure_do());
	expect(await page.posted(2)).toMatchObject({ act: 'goToPhase', from: 'questions', to: 'reactions' });
	const seen = await wall(before({ questions: [asked] }));
	expect(seen.text).toContain('Wat is nabij?');
});

// The facilitator

const held = (subject: SubjectState) => facilitator(consenting([subject]), { view: reads() });

test('I10 a facilitator records for another organisation that it is absent, and nothing else', async () => {
	const page = await held(values({ wel: 'consent' }));
	const standings = page.the('list', m.consent_standings());
	expect(standings.item('Welzijn').all('button')).toEqual([]);
	standings.press(`${m.consent_console_absent()}: GGD Wilgenmeer`);
	const act = { step: idOf('step'), act: 'markAbsent', subject: 'values', organisation: 'ggd' };
	expect(await page.posted()).toEqual(act);
	expect(page.all('radio')).toEqual([]);
});

test('I6 I7 objections are talked about one at a time, with what is done about the first', async () => {
	const second = { ...objection, id: 'o2', organisation: 'zor', words: 'En de nacht?' };
	const subject = values({ ggd: 'objection', zor: 'objection' }, { voiced: [objection, second] });
	const page = await held(subject);
	expect(page.text).toContain(objection.words);
	expect(page.text).not.toContain('En de nacht?');
	expect(page.text).toContain(m.consent_console_next({ count: 1 }));
	expect(page.options(m.consent_console_method())).not.toContain(m.consent_method_answer());
	page.choose(m.consent_console_method(), m.consent_method_trial());
	page.fill(m.consent_console_need(), 'Een proef van een jaar');
	page.press(m.consent_console_integrate({ organisation: 'GGD Wilgenmeer' }));
	expect(await page.posted()).toMatchObject({
		...{ step: idOf('step'), act: 'integrate', stance: 'o1' },
		...{ method: 'trial', words: 'Een proef van een jaar' }
	});
});

test('I6 what is done with an objection can’t be left blank, and a refusal stands at the words', async () => {
	const page = await held(values({ ggd: 'objection' }, { voiced: [objection] }));
	page.press(m.consent_console_integrate({ organisation: 'GGD Wilgenmeer' }));
	expect(page.posts).toEqual([]);
	page.fill(m.consent_console_need(), '…');
	page.refuse(m.reason_line_empty(), 'words');
	page.press(m.consent_console_integrate({ organisation: 'GGD Wilgenmeer' }));
	await page.posted();
	expect(page.about(m.consent_console_need())).toContain(m.reason_line_empty());
});

test('I6 an objection that was integrated waits for its organisation, which may be offered something else', async () => {
	const voiced = [{ ...objection, integration: { ...integrated, method: 'text' as const } }];
	const page = await held(values({ ggd: 'objection' }, { voiced }));
	expect(page.text).toContain(m.consent_console_waits({ organisation: 'GGD Wilgenmeer' }));
	expect(page.text).toContain(m.consent_console_text_hint());
	page.press(m.consent_console_other());
	expect(page.value(m.consent_console_need())).toBe(integrated.words);
});

test('I7 after three rounds nothing is integrated any more', async () => {
	const page = await held(values({ ggd: 'objection' }, { voiced: [objection], smallerStep: true, round: 4 }));
	expect(page.text).toContain(m.consent_smaller());
	expect(page.text).toContain(m.consent_round({ round: 4 }));
	expect(page.has('textbox', m.consent_console_need())).toBe(false);
});

test('I9 a concern is answered, and asks no method', async () => {
	const page = await held(values({ zor: 'concern' }, { voiced: [concern] }));
	page.press(m.consent_console_answer());
	expect(page.has('combobox', m.consent_console_method())).toBe(false);
	page.fill(m.consent_console_answer(), 'Ja, twee uur');
	page.press(m.consent_console_answer_do());
	expect(await page.posted()).toMatchObject({ stance: 'z1', method: 'answer', words: 'Ja, twee uur' });
});

test('I13 the facilitator changes a text, each in a form of its own, with the warning that all are asked again', async () => {
	const page = await held(values());
	page.press(m.consent_console_amend());
	expect(page.text).toContain(m.consent_console_amend_text());
	page.press('Nabij');
	expect(page.value(m.value_means())).toBe('Je kent je buren');
	page.fill(m.value_means(), 'Je kent je hele straat');
	page.press(`${m.consent_console_amend_do()}: Nabij, ${m.value_means()}`);
	expect(await page.posted()).toMatchObject({
		...{ step: idOf('step'), act: 'amend', harvest: 'nabij', field: 'meaning' },
		text: 'Je kent je hele straat'
	});
	await page.until(() => page.lines('status').includes(m.consent_changed()));
});

test('I13 what is typed stays when the text comes again, and an untouched field follows it', async () => {
	const page = await held(values());
	page.press(m.consent_console_amend());
	page.press('Nabij');
	page.fill(m.value_means(), 'Half af');
	const words = text.words.map((one) => ({ ...one, text: `${one.text}!` }));
	page.loads(reads({ words, version: 'v2' }));
	expect(page.value(m.value_means())).toBe('Half af');
	expect(page.value(m.consent_console_name())).toBe('Nabij!');
});

test('what was said of earlier texts stands in a fold, and without a text it is said what to do', async () => {
	const old = { ...objection, organisation: 'gem', words: 'Dat was toen.', stands: false };
	const newer = { ...concern, organisation: 'gem', words: 'Dit is nu.' };
	const page = await held(values({ gem: 'concern' }, { voiced: [old, newer] }));
	expect(page.text).not.toContain('Dat was toen.');
	page.press(m.consent_console_past());
	expect(page.text).toContain('Dat was toen.');
	const none = await facilitator(consenting([]), { view: { mine: {} } });
	expect(none.text).toContain(m.consent_none_text());
});

// The wall

test('I11 the wall has the objections as sentences, two at most, with the organisation and what it harms', async () => {
	const three = [1, 2, 3].map((n) => ({ ...objection, id: `o${n}`, words: `Bezwaar ${n}` }));
	const page = await wall(consenting([values({ ggd: 'objection' }, { voiced: three })]));
	expect(page.all('heading')).toEqual(['Bezwaar 1', 'Bezwaar 2']);
	expect(page.text).toContain('GGD Wilgenmeer');
	expect(page.text).toContain(m.consent_harms_this({ name: 'Trots' }));
	expect(page.text).toContain(m.consent_open_objections({ count: 1 }));
});

test('I4 without an objection the wall asks; when all agree it says on what', async () => {
	const page = await wall(consenting([values()]));
	expect(page.all('heading')).toEqual([m.consent_title()]);
	expect(page.lines('item')[0]).toBe(`Welzijn ${m.consent_is_asked()}`);
	await page.goes({
		state: {
			part: 'consent',
			phase: 'standpoint',
			questions: [],
			reactions: [],
			absentDays: 10,
			harmable,
			subjects: [values(all('consent'))]
		}
	});
	expect(page.all('heading')).toEqual(['Nabij, Trots']);
	expect(page.text).toContain(m.consent_agreed({ round: 1 }));
});

test('of several ambitions the wall has a table: a row for each, a column for each organisation', async () => {
	const subjects = ['Een huis voor ieder', 'Altijd iemand'].map((name, at) =>
		values({ ggd: 'concern' }, { id: `a${at}`, kind: 'ambition', name })
	);
	const state: ConsentState = {
		part: 'consent',
		phase: 'standpoint',
		questions: [],
		reactions: [],
		absentDays: 10,
		subjects,
		harmable
	};
	const page = await wall(aStep('ambitions', 'consenting', state));
	const rows = page.the('table', m.consent_standings()).lines('row');
	expect(rows).toHaveLength(3);
	expect(rows[1]).toContain('Een huis voor ieder');
	expect(rows[1]).toContain(m.consent_is_concern());
	expect(rows[1]).toContain(m.consent_missing({ count: 5 }));
});
