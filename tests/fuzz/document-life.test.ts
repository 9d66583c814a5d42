import { describe, it } from 'vitest';
import { runShort } from './fuzzer.ts';
import { play, documentLife } from './document-life.ts';
import type { Setup, Timed } from './document-life/steps.ts';

it(
	'[F10] whatever comes, in whatever order, a document lives once at a time and loses nothing',
	() => runShort(documentLife),
	60_000
);

/** One board. */
const setup = (limits: Partial<Setup['limits']> = {}): Setup => ({
	documents: 1,
	phonesPerDocument: 2,
	limits: {
		loadsAtOnce: 4,
		documentBytes: 1e6,
		boardBytes: 1e6,
		compactRows: 8,
		compactRowsOnUnload: 8,
		...limits
	},
	ending: 'calm'
});
const write: Timed = { do: 'change', document: 0, how: 'write' };
const bothIn: Timed[] = [0, 1].map((phone) => ({ do: 'join', phone, greets: true }));

describe('once found', () => {
	it('[F11] a document that fails leaves no timer', () =>
		play({
			setup: setup(),
			steps: [
				...bothIn,
				{ do: 'flow' },
				{ do: 'awareness', phone: 0, said: 1 },
				{ do: 'pass', ms: 30 },
				{ do: 'change', document: 0, how: 'half' },
				{ do: 'turns' }
			]
		}));

	it('nobody is asked for what they have in words that are not on disk', () =>
		play({
			setup: setup(),
			steps: [
				...bothIn,
				{ do: 'flow' },
				{ do: 'edit', phone: 0, size: 1 },
				{ do: 'overtake', phone: 1 },
				{ do: 'turns' }
			]
		}));

	it('an act that waits for a hold is no idle document', () =>
		play({
			setup: setup(),
			steps: [write, { do: 'go', which: 0 }, { do: 'hold', documents: [0] }, { do: 'pass', ms: 1000 }]
		}));

	it('a document that is unloaded is compacted once', () =>
		play({
			setup: setup({ compactRows: 3, compactRowsOnUnload: 1 }),
			steps: [write, { do: 'flow' }, write, { do: 'flow' }, write, { do: 'close' }]
		}));

	it('a document is unloaded when all that was asked of it is done', () =>
		play({
			setup: setup({ compactRowsOnUnload: 1 }),
			steps: [write, { do: 'flow' }, write, { do: 'turn' }, write, { do: 'close' }]
		}));

	it('[F17] who did not keep up sees who left meanwhile', () =>
		play({
			setup: setup(),
			steps: [
				...bothIn,
				{ do: 'flow' },
				{ do: 'awareness', phone: 0, said: 1 },
				{ do: 'pass', ms: 30 },
				{ do: 'clog', phone: 1 },
				{ do: 'leave', phone: 0 },
				{ do: 'pass', ms: 30 }
			]
		}));
});
