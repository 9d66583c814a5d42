import { expect, test } from 'vitest';
import { close } from '#wire/protocol.ts';
import {
	endedBy,
	isEnded,
	savedIn,
	troubleOf,
	type ConnectionState,
	type Saved,
	type Trouble
} from './connection-state.ts';

const refusal = { code: close.forbidden, reason: 'removed' };
/** Each state, what a page says of its line, and of words that are on the server and of words that are not. */
const states: [ConnectionState, Trouble | null, Saved, Saved][] = [
	[{ kind: 'loading' }, null, 'saved', 'saving'],
	[{ kind: 'open' }, null, 'saved', 'saving'],
	[{ kind: 'offline' }, 'offline', 'offline', 'offline'],
	[{ kind: 'blocked' }, 'blocked', 'blocked', 'blocked'],
	[{ kind: 'diverged' }, null, 'saved', 'saving'],
	[{ kind: 'locked' }, null, 'saved', 'offline'],
	[{ kind: 'signed-out', refusal }, 'over', 'saved', 'offline'],
	[{ kind: 'removed', refusal }, 'over', 'saved', 'offline'],
	[{ kind: 'outdated', refusal }, 'outdated', 'saved', 'offline'],
	[{ kind: 'not-open', refusal }, 'stopped', 'saved', 'offline'],
	[{ kind: 'revealed', refusal }, 'stopped', 'saved', 'offline'],
	[{ kind: 'refused', refusal }, 'stopped', 'stopped', 'stopped']
];

test.each(states)('$kind', (state, trouble, saved, unsaved) => {
	expect(troubleOf(state)).toBe(trouble);
	expect([savedIn(state, false), savedIn(state, true)]).toEqual([saved, unsaved]);
});

test.each([
	['signed-out', close.signedOut, 'signed-out'],
	['removed', close.forbidden, 'removed'],
	['revealed', close.unknownDocument, 'revealed'],
	['not-open-yet', close.forbidden, 'not-open'],
	['embargoed', close.forbidden, 'not-open'],
	['outdated', close.outdated, 'outdated'],
	['not-yours', close.forbidden, 'refused'],
	['room-full', close.tooLarge, 'refused']
])('a line that ended with %s says so', (reason, code, kind) => {
	const ended = endedBy({ code, reason });
	expect(ended).toEqual({ kind, refusal: { code, reason } });
	expect(isEnded(ended)).toBe(true);
});

test('a line for which trying again is of use has not ended', () => {
	const goesOn = states.filter(([state]) => !isEnded(state)).map(([{ kind }]) => kind);
	expect(goesOn).toEqual(['loading', 'open', 'offline', 'blocked', 'diverged', 'locked']);
});
