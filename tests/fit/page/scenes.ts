import { organisationsLeast, organisationsMost, slots } from '#domain/journey/organisations.ts';
import { questionLimit, sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { mostAmbitions, reasonLimit } from '#domain/kinds/choose/choosing.ts';
import { itemLimit, poleLimit, quadrants } from '#domain/kinds/both-and/tension.ts';
import { talkLimit } from '#domain/kinds/hard-talk/talk.ts';
import { evidenceLimit } from '#domain/kinds/today/baseline.ts';
import { kinds, stageOf } from '#domain/kinds/kinds.ts';
import { cardLimit, nameLimit, titleLimit } from '#domain/text/text.ts';
import { aStep, cardsState, idOf, minutes, morning, type BoardInMemory } from '#lib/kinds/at-table.svelte.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import type { ConsentState, SubjectState } from '#wire/parts/consent/state.ts';
import type { TensionState } from '#wire/kinds/both-and/state.ts';
import type { HardTalkState } from '#wire/kinds/hard-talk/state.ts';
import type { ScoresState, ShownScore } from '#wire/kinds/today/state.ts';
import { words } from './words.ts';

// Every picture of the beamer with the most, the longest and the fewest that the rules allow.

export interface Scene {
	name: string;
	facts: Facts;
	board?: (board: BoardInMemory) => void;
	/** What must be somewhere in the picture, on one of its pages. */
	must?: string[];
	/** Part of `npm test`. */
	quick?: true;
}

/** Letters that the rules allow and that are named nowhere but on the server. */
const ruleLimit = 120;
const objectionLimit = 500;
const textLimit = 600;
/** What a region was seen to make at most. */
const values = 12;
const rules = 12;
const solutions = 14;

const many = <T>(count: number, make: (n: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index + 1));
const usual = (n: number) => `Kaartje ${n}: elkaar op tijd bellen als iemand vastloopt`;

export function organisations(count: number, each: Partial<OrganisationFacts> = {}): OrganisationFacts[] {
	const isMost = count > 6;
	return many(count, (n) => ({
		id: `org${n}`,
		name: isMost ? words(nameLimit, n) : `Organisatie Wilgenmeer ${n}`,
		short: isMost
			? ['Woningcorporatie', 'Zorgverzekeraar', 'Bewoners', 'GGZ'][n % 4] + ` ${n}`
			: ['Welzijn', 'GGD', 'Gemeente', 'Wonen', 'Politie', 'Zorg'][n - 1]!,
		initials: isMost ? `W${n}` : ['Wz', 'GGD', 'Gm', 'Wo', 'Po', 'Zg'][n - 1]!,
		slot: slots[n - 1]!,
		people: 3,
		readyPeople: 0,
		writing: 0,
		ready: n % 2 === 0,
		...each
	}));
}

const marks = (count: number) => organisations(count).map(({ id }) => id);

/** As much as there can be around the picture: a long name, sixteen organisations, values below, time that runs. */
const most: Partial<Facts> = {
	journey: { id: idOf('journey'), name: words(titleLimit), rehearsal: null },
	organisations: organisations(organisationsMost),
	timer: { endsAt: morning + minutes(65), leftMs: minutes(65), totalMs: minutes(90) },
	values: many(8, (n) => words(60, n)),
	people: 48,
	connected: 48
};
const least: Partial<Facts> = { organisations: organisations(organisationsLeast) };
const around: Record<string, Partial<Facts>> = { most, usual: { organisations: organisations(6) }, least };

function facts(step: StepFacts | null, more: Partial<Facts>): Facts {
	return {
		...{ run: 'one', version: 1, now: morning, pausedAt: null, pulls: 0, timer: null, gone: [] },
		journey: { id: idOf('journey'), name: 'Wilgenmeer 2040', rehearsal: null },
		meeting: { id: idOf('meeting'), name: 'Dag 1', place: 'De Schakel', code: '482913' },
		step,
		...{ organisations: organisations(6), people: 6, connected: 6, doors: {}, values: [] },
		...more
	};
}

const long: Partial<StepFacts> = {
	name: words(sheetNameLimit),
	question: words(questionLimit),
	cards: 300,
	lockedAt: morning
};

interface Filled {
	state: StepFacts['state'];
	board?: Scene['board'];
	must?: string[];
	facts?: Partial<Facts>;
	step?: Partial<StepFacts>;
	quick?: true;
}

/** One stage, filled in several ways, each with what may stand around it. */
function filled(kind: string, stage: string, ways: Record<string, Filled>): Scene[] {
	return Object.entries(ways).map(([way, { state, board, must, facts: more, step, quick }]) => {
		const [size] = way.split(',');
		const at = aStep(kind, stage, state, { ...(size === 'most' && long), ...step });
		const scene: Scene = {
			name: `${kind}, ${stage}, ${way}`,
			facts: facts(at, { ...around[size!], ...more })
		};
		return { ...scene, ...(board && { board }), ...(must && { must }), ...(quick && { quick }) };
	});
}

/** So many cards in so many groups, the others loose. */
const table =
	(cards: number, groups: number, text: (n: number) => string, loose = 0) =>
	(board: BoardInMemory) => {
		const ids = many(cards, (n) => idOf('card', n));
		for (const [index, id] of ids.entries()) board.card(id, text(index + 1));
		for (let n = 1; n <= groups; n++)
			board.group(
				idOf('group', n),
				words(n % 3 === 0 ? 12 : titleLimit, n),
				ids.slice(loose).filter((_, index) => index % groups === n - 1)
			);
	};

function boards(kind: string, stage: string): Scene[] {
	const { opens } = stageOf(kind, stage);
	const state = cardsState();
	if (opens !== 'board') return [];
	// One component shows it, whatever the kind.
	if (kind !== 'values') return filled(kind, stage, { usual: { state, board: table(61, 9, usual, 6) } });
	return filled(kind, stage, {
		most: { state, board: table(300, 40, (n) => words(cardLimit, n), 9), quick: true },
		'most, none grouped': {
			state,
			board: table(300, 0, (n) => words(cardLimit, n)),
			must: many(300, (n) => words(cardLimit, n))
		},
		usual: { state, board: table(61, 9, usual, 6), quick: true },
		'usual, none grouped': { state, board: table(61, 0, usual), must: many(61, usual) },
		'usual, one group': { state, board: table(12, 1, usual, 6) },
		least: { state, board: table(2, 0, (n) => words(8, n)) }
	});
}

const total = (n: number, title: string, of: number) => ({
	group: idOf('group', n),
	title,
	dots: of - n + 1,
	share: 2 / of - (2 * n) / (of * (of + 1))
});

function dots(kind: string, stage: string): Scene[] {
	if (stageOf(kind, stage).opens !== 'dots') return [];
	const closed = (count: number, title: (n: number) => string) =>
		cardsState({
			totals: many(count, (n) => total(n, title(n), count)),
			givers: 48,
			dots: { each: 20, most: 20, closedAt: morning }
		});
	return filled(kind, stage, {
		'most, open': { state: cardsState({ dots: { each: 20, most: 3, closedAt: null } }) },
		most: {
			state: closed(16, (n) => words(titleLimit, n)),
			must: many(16, (n) => words(titleLimit, n)),
			quick: true
		},
		'most, forty': {
			state: closed(40, (n) => words(titleLimit, n)),
			must: many(40, (n) => words(titleLimit, n))
		},
		usual: { state: closed(9, (n) => `Groep ${n}`), must: many(9, (n) => `Groep ${n}`) },
		least: { state: closed(1, () => 'Lef') },
		'least, nobody': { state: cardsState({ totals: [], givers: 0 }) }
	});
}

const fieldsOf: Record<string, string[]> = {
	values: ['meaning', 'seen', 'unseen'],
	future: ['vision'],
	ideas: ['what']
};
const harvestOf = { values: 'value', future: 'theme', ideas: 'solution' } as const;

function harvests(kind: string, stage: string): Scene[] {
	const fields = fieldsOf[kind];
	if (!fields || stageOf(kind, stage).opens !== 'texts') return [];
	const made = (count: number, name: (n: number) => string, text: (n: number) => string): Filled => ({
		state: cardsState({
			harvest: many(count, (n) => ({
				id: idOf('harvest', n),
				kind: harvestOf[kind as keyof typeof harvestOf],
				group: idOf('group', n),
				name: name(n),
				links: kind === 'values' ? [] : [idOf('linked', 1)]
			})),
			linkable: [{ id: idOf('linked', 1), kind: 'value', name: words(titleLimit) }]
		}),
		board: (board) => {
			for (let n = 1; n <= count; n++)
				board.write(idOf('harvest', n), {
					name: name(n),
					...Object.fromEntries(fields.map((field) => [field, text(n)]))
				});
		},
		must: many(count, (n) => [name(n), text(n)]).flat()
	});
	const longText = (n: number) => words(cardLimit, n);
	return filled(kind, stage, {
		most: { ...made(values, (n) => words(titleLimit, n), longText), quick: true },
		'most, one': made(
			1,
			(n) => words(titleLimit, n),
			() => words(textLimit)
		),
		'usual, none': { state: cardsState(), board: table(61, 9, usual) },
		usual: made(
			values,
			(n) => `Dichtbij ${n}`,
			(n) => words(110, n)
		),
		least: made(
			1,
			() => 'Lef',
			() => 'Wij durven.'
		),
		'least, two': made(
			2,
			(n) => `Lef ${n}`,
			(n) => `Wij durven ${n}.`
		)
	});
}

const subject = (
	n: number,
	kind: SubjectState['kind'],
	name: string,
	of: number,
	against: number,
	spoken: number
): SubjectState => ({
	...{
		id: idOf('subject', n),
		kind,
		name,
		version: 'v',
		round: 3,
		agreed: against === 0,
		shown: true,
		given: of,
		smallerStep: against > 0
	},
	standings: marks(of).map((organisation, index) => ({
		organisation,
		standing:
			index < against
				? 'objection'
				: (['consent', 'concern', 'asked', 'absent'] as const)[against === 0 ? index % 2 : index % 4]!,
		answersBy: null
	})),
	voiced: many(against, (index) => ({
		...{ id: idOf('voiced', index), organisation: `org${index}`, stance: 'objection', stands: true },
		...{ words: words(spoken, index), harms: idOf('value', 1), integration: null }
	}))
});

function consents(kind: string, stage: string): Scene[] {
	if (stageOf(kind, stage).opens !== 'consent') return [];
	const one = kind === 'values';
	const asked = (of: number, against: number, spoken: number, count: number): Filled => ({
		state: {
			...{ part: 'consent', phase: 'standpoint', questions: [], reactions: [], absentDays: 10 },
			subjects: many(one ? 1 : count, (n) =>
				subject(n, one ? 'value' : 'ambition', one ? '' : words(titleLimit, n), of, against, spoken)
			),
			harmable: many(values, (n) => ({ id: idOf('value', n), kind: 'value', name: words(titleLimit, n) }))
		} satisfies ConsentState,
		must: many(one ? against : 0, (n) => words(spoken, n))
	});
	return filled(kind, stage, {
		most: { ...asked(16, 16, objectionLimit, mostAmbitions), quick: true },
		'most, two against': asked(16, 2, objectionLimit, mostAmbitions),
		'most, agreed': asked(16, 0, 0, mostAmbitions),
		'usual, one against': asked(6, 1, 110, 3),
		'usual, agreed': asked(6, 0, 0, 3),
		least: asked(2, 0, 0, 1)
	});
}

const ambition = (n: number, name: string, text: string, done: boolean) => ({
	...{ id: idOf('ambition', n), name, links: [], table: n, text },
	details: { domains: [], lead: null, others: [] },
	faults: done ? [] : [{ field: 'owner', fault: 'missing' } as never]
});

function ambitionCards(stage: string): Scene[] {
	const made = (
		count: number,
		name: (n: number) => string,
		text: (n: number) => string,
		done = true
	): Filled => ({
		state: {
			part: 'ambitions',
			cards: many(count, (n) => ambition(n, name(n), text(n), done)),
			linkable: []
		},
		must: many(count, (n) => (done ? [name(n), text(n)] : [name(n)])).flat()
	});
	const longName = (n: number) => words(titleLimit, n);
	return filled('ambitions', stage, {
		most: { ...made(mostAmbitions, longName, (n) => words(textLimit, n)), quick: true },
		'most, begun': made(mostAmbitions, longName, () => '', false),
		usual: made(
			mostAmbitions,
			(n) => `Elke buurt een huis ${n}`,
			(n) => words(140, n)
		),
		least: made(
			1,
			() => 'Elke buurt een huis',
			() => 'In 2040 is er in elke buurt een huis.'
		)
	});
}

const person = (n: number, letters: number) => ({
	id: idOf('person', n),
	name: words(letters, n),
	organisation: `org${(n % 16) + 1}`
});

function checkIn(stage: string): Scene[] {
	const state = (rule: number, letters: number, speaks: boolean): Filled => ({
		state: {
			...{
				part: 'check-in',
				bellAt: speaks ? morning + minutes(1) : null,
				turnMs: minutes(2),
				spoken: speaks ? 3 : 0,
				total: 48
			},
			...{ speaker: speaks ? person(1, letters) : null, next: person(2, letters) },
			...{
				rules: many(rule, (n) => ({ id: idOf('rule', n), text: words(rule > 6 ? ruleLimit : 40, n) })),
				accepted: 12
			}
		},
		...(stage !== 'prepared' &&
			stage !== 'round' && { must: many(rule, (n) => words(rule > 6 ? ruleLimit : 40, n)) })
	});
	return filled('check-in', stage, {
		most: { ...state(rules, nameLimit, true), quick: true },
		'most, waits': state(40, nameLimit, false),
		usual: state(6, 12, true),
		least: state(1, 4, false)
	});
}

const tension = (n: number, lines: number, letters: number): TensionState => ({
	...{
		id: idOf('tension', n),
		name: `${words(Math.min(letters, poleLimit), n)} & ${words(Math.min(letters, poleLimit), n)}`
	},
	texts: {
		poleA: words(Math.min(letters, poleLimit), n),
		poleB: words(Math.min(letters, poleLimit), n + 1),
		clauseA: lines ? words(letters, n) : '',
		clauseB: lines ? words(letters, n) : '',
		purpose: words(letters, n),
		fear: words(letters, n)
	},
	items: quadrants.flatMap((quadrant, at) =>
		many(lines, (line) => ({
			id: idOf(`item${at}x`, line),
			quadrant,
			text: words(Math.min(letters, itemLimit), line),
			organisation: 'org1'
		}))
	),
	leanings: marks(16).map((organisation, index) => ({ organisation, pole: index % 2 ? 'a' : 'b' })),
	...{ owners: { a: null, b: null }, links: [] }
});

function tensions(stage: string): Scene[] {
	const made = (count: number, lines: number, letters: number, shown: string | null = null): Filled => ({
		state: { part: 'tensions', tensions: many(count, (n) => tension(n, lines, letters)), linkable: [], shown }
	});
	return filled('both-and', stage, {
		most: { ...made(16, 6, cardLimit), quick: true },
		'most, one': { ...made(1, 12, cardLimit, idOf('tension', 1)), quick: true },
		'most, named': made(8, 0, poleLimit),
		usual: made(4, 3, 60),
		'usual, one': made(4, 3, 60, idOf('tension', 1)),
		least: made(1, 1, 20),
		'least, none': made(0, 0, 0)
	});
}

const score = (n: number, of: number, letters: number): ShownScore =>
	({
		organisation: `org${n}`,
		score: (n % 5) + 1,
		evidence: words(letters, n),
		onBehalf: false
	}) as ShownScore;

function scores(stage: string): Scene[] {
	const made = (themes: number, of: number, letters: number): Filled => {
		const all = many(of, (n) => score(n, of, letters));
		const row = (n: number) => ({
			...{ theme: idOf('theme', n), scores: all, range: { from: 1, to: 5 } },
			apart: { low: all[4 % of]!, high: all[3 % of]! }
		});
		return {
			state: {
				...{
					part: 'scores',
					filled: 3,
					of: themes * of,
					shown: idOf('theme', 1),
					spread: many(themes, row) as ScoresState['spread']
				},
				themes: many(themes, (n) => ({
					id: idOf('theme', n),
					name: words(letters > 200 ? titleLimit : 24, n),
					vision: ''
				})),
				organisations: marks(of).map((id) => ({ id, done: true })),
				found: many(4, (n) => ({
					prompt: `p${n}`,
					text: words(140, n),
					tag: n % 2 ? 'strength' : 'money',
					cards: 40
				}))
			},
			...(stage === 'harvested' && { must: many(themes, (n) => words(letters > 200 ? titleLimit : 24, n)) })
		};
	};
	return filled('today', stage, {
		most: { ...made(16, 16, evidenceLimit), quick: true },
		usual: made(6, 6, 100),
		least: made(1, 2, 12)
	});
}

function talks(stage: string): Scene[] {
	const card = (n: number, letters: number, is: 'none' | 'discussed'): HardTalkState['cards'][number] => ({
		...{
			id: idOf('card', n),
			text: words(letters, n),
			under: [],
			group: null,
			talk: is === 'none' ? null : idOf('talk', n),
			state: is
		},
		...{
			agreement: is === 'none' ? '' : words(Math.max(letters, 20), n),
			openPoint: '',
			nextDate: '2026-11-12'
		}
	});
	const made = (
		count: number,
		letters: number,
		is: 'none' | 'discussed',
		turn: number | null = null
	): Filled => ({
		state: {
			part: 'talk',
			cards: many(count, (n) => card(n, letters, is)),
			current:
				turn === null
					? null
					: {
							talk: idOf('talk', 1),
							card: idOf('card', 1),
							turn,
							bellAt: morning + minutes(3),
							turnMs: minutes(4)
						}
		},
		must:
			turn === null
				? many(count, (n) => words(is === 'none' ? letters : Math.max(letters, 20), n))
				: [words(letters, 1)]
	});
	return filled('hard-talk', stage, {
		most: { ...made(61, cardLimit, 'none'), quick: true },
		'most, turn': made(12, cardLimit, 'none', 1),
		'most, agreed': { ...made(9, talkLimit, 'discussed'), quick: true },
		'usual, agreed': made(3, 120, 'discussed'),
		usual: made(9, 60, 'none'),
		least: made(1, 8, 'none')
	});
}

function choices(stage: string): Scene[] {
	const made = (count: number, letters: number, chosen: number, aside: number): Filled => ({
		state: {
			part: 'choose',
			solutions: many(count, (n) => ({ id: idOf('solution', n), name: words(letters, n) })),
			weighed: many(count, (n) => ({
				solution: idOf('solution', n),
				found: Object.fromEntries(
					['share', 'raw', 'lowest', 'highest', 'from', 'to'].map((lens) => [lens, measures(n)])
				),
				...measures(n)
			})) as unknown as ChooseState['weighed'],
			ambitions: many(chosen, (n) => ({
				id: idOf('ambition', n),
				name: words(letters, n),
				solutions: [idOf('solution', n)]
			})),
			notNow: many(aside, (n) => ({
				solution: idOf('solution', count - n + 1),
				reason: words(letters > 60 ? reasonLimit : 60, n)
			}))
		},
		must:
			stage === 'harvested'
				? [
						...many(chosen, (n) => words(letters, n)),
						...many(aside, (n) => words(letters > 60 ? reasonLimit : 60, n))
					]
				: stage === 'weighed'
					? many(count, (n) => words(letters, n))
					: []
	});
	return filled('choose', stage, {
		most: { ...made(40, titleLimit, mostAmbitions, 34), quick: true },
		'most, fourteen': made(solutions, titleLimit, mostAmbitions, 8),
		usual: made(solutions, 40, mostAmbitions, 8),
		least: made(1, 6, 1, 0)
	});
}

function measures(n: number) {
	const mean = 1 + ((n * 7) % 40) / 10;
	return { direction: mean, platform: 6 - mean, yield: mean };
}

/** Stages with nothing of their own but the question, or with cards that are being written. */
function questions(kind: string, stage: string): Scene[] {
	const { opens } = stageOf(kind, stage);
	if (opens !== 'cards' && stage !== 'prepared') return [];
	if (kind === 'check-in') return [];
	const state = opens === 'cards' ? cardsState() : (nothingYet[kind] ?? cardsState());
	return filled(kind, stage, {
		most: { state },
		usual: { state },
		least: { state, step: { question: 'Wat?' } }
	});
}

/** Of a step that has not begun, where it is not about cards. */
const nothingYet: Record<string, StepFacts['state']> = {
	'both-and': { part: 'tensions', tensions: [], linkable: [], shown: null },
	today: {
		...{
			part: 'scores',
			themes: [],
			filled: 0,
			of: 0,
			organisations: [],
			spread: null,
			shown: null,
			found: null
		}
	},
	choose: { part: 'choose', solutions: [], weighed: null, ambitions: [], notNow: [] },
	ambitions: { part: 'ambitions', cards: [], linkable: [] }
};

const special: Record<string, (stage: string) => Scene[]> = {
	'check-in': checkIn,
	'both-and': (stage) => (stage === 'prepared' ? [] : tensions(stage)),
	'hard-talk': (stage) => (['talking', 'harvested'].includes(stage) ? talks(stage) : []),
	choose: (stage) => (stage === 'prepared' ? [] : choices(stage)),
	today: (stage) => (['scoring', 'spread', 'harvested'].includes(stage) ? scores(stage) : []),
	ambitions: (stage) => (['writing', 'harvested'].includes(stage) ? ambitionCards(stage) : [])
};

/** Between the steps: nobody is there yet, a break, an end, who sits where. */
function between(): Scene[] {
	const seated = (tables: number, each: number, letters: number) =>
		aStep('values', 'prepared', cardsState(), {
			...long,
			tables: many(tables, (n) => ({ number: n, people: many(each, (p) => person(n * 10 + p, letters)) }))
		});
	const meeting = { id: idOf('meeting'), name: words(sheetNameLimit), place: '', code: '482913' };
	const closed = { ...meeting, code: null };
	return [
		{ name: 'lobby, most', facts: facts(null, { ...most, meeting }), quick: true },
		{ name: 'lobby, least', facts: facts(null, least) },
		{ name: 'closed, most', facts: facts(null, { ...most, meeting: closed }) },
		{ name: 'closed, least', facts: facts(null, { ...least, meeting: null }) },
		{
			name: 'pause, most',
			facts: facts(aStep('values', 'prepared', cardsState(), long), { ...most, pausedAt: morning })
		},
		{ name: 'pause, least', facts: facts(null, { ...least, pausedAt: morning }) },
		{
			name: 'tables, most',
			facts: facts(seated(24, 2, nameLimit), most),
			must: many(24, (n) => words(nameLimit, n * 10 + 1)),
			quick: true
		},
		{ name: 'tables, fours', facts: facts(seated(6, 4, 14), most) },
		{ name: 'tables, least', facts: facts(seated(1, 2, 4), least) }
	];
}

export const scenes: Scene[] = [
	...between(),
	...kinds.flatMap(({ kind, stages }) =>
		stages.flatMap(({ name }) => [
			...questions(kind, name),
			...boards(kind, name),
			...dots(kind, name),
			...harvests(kind, name),
			...consents(kind, name),
			...(special[kind]?.(name) ?? [])
		])
	)
];
