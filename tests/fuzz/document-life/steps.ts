import type { Dice } from '../fuzzer.ts';
import type { Rudeness } from './phone.ts';

export type ActKind = 'write' | 'nothing' | 'throw' | 'half';
export type Ending = 'calm' | 'hang' | 'crash' | 'close';

/** What a schedule happens in. */
export interface Setup {
	/** A board, then an own document, then a journey, then boards. */
	documents: number;
	phonesPerDocument: number;
	limits: {
		loadsAtOnce: number;
		documentBytes: number;
		boardBytes: number;
		compactRows: number;
		compactRowsOnUnload: number;
	};
	/** `hang`: first the store answers nobody for as long as one may wait. `close`: at once, in the middle of all. */
	ending: Ending;
}

/** Numbers are taken modulo what there is, so that a step keeps its meaning when others are left out. */
export type Step =
	| { do: 'join'; phone: number; greets: boolean }
	| { do: 'greet' | 'leave' | 'overtake' | 'clog' | 'drain' | 'grant' | 'query-awareness'; phone: number }
	| { do: 'edit'; phone: number; size: number }
	| { do: 'awareness'; phone: number; said: number | null }
	| { do: 'receive'; phone: number; most: number }
	| { do: 'rude'; phone: number; how: Rudeness }
	| { do: 'change'; document: number; how: ActKind }
	| { do: 'read'; document: number; throws: boolean }
	/** `usurp`: another process opens the document, and writes in it. */
	| { do: 'remove' | 'usurp'; document: number }
	| { do: 'hold'; documents: number[] }
	| { do: 'let-go'; which: number }
	| { do: 'flush' | 'sweep' | 'close' | 'crash' | 'turn' | 'turns' | 'flow' }
	/** The store does the `which`th of what waits, or not. */
	| { do: 'go' | 'fail' | 'lose'; which: number }
	| { do: 'pass' | 'strain'; ms: number };

/** `ticks`: how far promises get before the next step; else as far as they can. */
export type Timed = Step & { ticks?: number };

export interface Schedule {
	setup: Setup;
	steps: Timed[];
}

type Kind = Step['do'];
type Weights = Partial<Record<Kind, number>>;

const usual: Record<Kind, number> = {
	join: 14,
	greet: 4,
	leave: 7,
	overtake: 2,
	clog: 2,
	drain: 3,
	grant: 1,
	'query-awareness': 1,
	edit: 16,
	awareness: 3,
	receive: 8,
	rude: 1,
	change: 6,
	read: 4,
	remove: 1,
	usurp: 0.5,
	hold: 2,
	'let-go': 3,
	flush: 1,
	sweep: 1,
	close: 0.2,
	crash: 0.1,
	turn: 10,
	turns: 8,
	flow: 3,
	go: 22,
	fail: 1.5,
	lose: 1,
	pass: 9,
	strain: 2
};

/** So that what is rare together is not rare for ever. */
const moods: Weights[] = [
	{},
	{ leave: 14, pass: 16 },
	{ fail: 6, lose: 3 },
	{ hold: 6, 'let-go': 6, change: 12 },
	{ remove: 6, change: 10, read: 8 },
	{ flow: 14, edit: 30, clog: 6, drain: 6 },
	{ go: 8, turn: 20, pass: 14 },
	{ close: 3, crash: 1, sweep: 4, usurp: 3 },
	{ fail: 0, lose: 0, rude: 0, remove: 0, crash: 0, flow: 8 },
	{ change: 24, flow: 16, leave: 12, fail: 0, lose: 0, go: 8 },
	{ awareness: 12, clog: 6, drain: 6, flow: 8 }
];

export function scheduleBy(dice: Dice): Schedule {
	const setup = setupBy(dice);
	const weights = { ...usual, ...dice.pick(moods) };
	for (const kind of Object.keys(weights) as Kind[]) weights[kind] = Math.round(weights[kind]! * 10);
	const length = dice.percent(10) ? dice.between(60, 150) : dice.between(8, 50);
	const steps = Array.from({ length }, (): Timed => {
		const step = stepBy(dice, dice.choose(weights));
		return dice.percent(60) ? step : { ...step, ticks: dice.below(7) };
	});
	return { setup, steps };
}

function setupBy(dice: Dice): Setup {
	return {
		documents: dice.pick([1, 1, 2, 3, 5]),
		phonesPerDocument: dice.between(1, 3),
		limits: {
			loadsAtOnce: dice.pick([1, 1, 2, 4]),
			documentBytes: dice.pick([0, 60, 120, 300, 1e6, 1e6]),
			boardBytes: dice.pick([400, 1e6, 1e6, 1e6]),
			compactRows: dice.between(3, 8),
			compactRowsOnUnload: dice.between(1, 4)
		},
		ending: dice.choose({ calm: 8, hang: 1, crash: 1, close: 2 })
	};
}

function stepBy(dice: Dice, kind: Kind): Step {
	const phone = dice.below(16);
	const document = dice.below(16);
	switch (kind) {
		case 'join':
			return { do: kind, phone, greets: dice.percent(75) };
		case 'edit':
			return { do: kind, phone, size: dice.pick([0, 1, 2, 40, 150, 2000]) };
		case 'awareness':
			return { do: kind, phone, said: dice.percent(25) ? null : dice.below(100) };
		case 'receive':
			return { do: kind, phone, most: dice.pick([1, 2, 100]) };
		case 'rude':
			return {
				do: kind,
				phone,
				how: dice.pick(['bad-vector', 'not-asked', 'bad-update', 'unknown-root', 'bad-awareness'] as const)
			};
		case 'change':
			return { do: kind, document, how: dice.choose({ write: 7, nothing: 1, throw: 1, half: 1 }) };
		case 'read':
			return { do: kind, document, throws: dice.percent(10) };
		case 'remove':
		case 'usurp':
			return { do: kind, document };
		case 'hold':
			return { do: kind, documents: dice.percent(70) ? [document] : [document, document + 1] };
		case 'let-go':
		case 'go':
		case 'fail':
		case 'lose':
			return { do: kind, which: dice.below(16) };
		case 'pass':
			return { do: kind, ms: dice.pick([1, 5, 16, 30, 200, 700, 1000, 1000]) };
		case 'strain':
			return { do: kind, ms: dice.pick([0, 0.25, 2]) };
		case 'flush':
		case 'sweep':
		case 'close':
		case 'crash':
		case 'turn':
		case 'turns':
		case 'flow':
			return { do: kind };
		case 'greet':
		case 'leave':
		case 'overtake':
		case 'clog':
		case 'drain':
		case 'grant':
		case 'query-awareness':
			return { do: kind, phone };
		default:
			return kind satisfies never;
	}
}
