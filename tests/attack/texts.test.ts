import { expect, test } from 'vitest';
import { decideOpening } from '#domain/journey/gates.ts';
import { checkMeeting, checkStep, tidyLines as scriptLines } from '#domain/journey/run-sheet.ts';
import { readCode } from '#domain/journey/code.ts';
import { clauseOf, judgementIn, signalsOf } from '#domain/kinds/both-and/tension.ts';
import { looksAhead } from '#domain/kinds/future/present-tense.ts';
import { suggestGroups } from '#domain/parts/cards/similar.ts';
import { canonicalWords, changedWords } from '#domain/parts/consent/consent.ts';
import { hasLongName } from '#domain/parts/harvest/harvest.ts';
import { hintsFor } from '#domain/text/plain.ts';
import * as text from '#domain/text/text.ts';
import { attachment } from '#lib/form/attachment.ts';
import { csvOf } from '#server/reports/csv.ts';
import { cost, hostile, plain } from './hostile.ts';

/** As long as any text may be that somebody hands in: what is longer is refused unread. */
const long = 10_000;
/** A form takes no more than this. */
const aForm = 64_000;

const notNow = [{ reason: 'ambitions-none', names: [] }];
const step = {
	name: 'Waarden',
	question: 'Wat vind je waardevol?',
	minutes: '30',
	form: 'plenary',
	script: ''
};
const meeting = { name: 'Dag 1', place: 'Wilgenmeer', date: '2026-03-12', startsAt: '09:30' };

/** All that is done with a text before or after it is kept, and the length that can come to it. */
const uses: [name: string, length: number, use: (given: string) => unknown][] = [
	['checkCard', aForm, text.checkCard],
	['checkName', aForm, text.checkName],
	['checkTitle', aForm, text.checkTitle],
	['checkLine', aForm, (given) => text.checkLine(given, 2000)],
	['checkEmail', aForm, text.checkEmail],
	['checkInitials', aForm, text.checkInitials],
	['checkStep, script', aForm, (script) => checkStep({ ...step, script })],
	['checkMeeting, place', aForm, (place) => checkMeeting({ ...meeting, place })],
	['decideOpening', aForm, (reason) => decideOpening(notNow, reason)],
	['readCode', aForm, readCode],
	['tidy', long, text.tidy],
	['tidyLines', long, text.tidyLines],
	['lines of a script', long, scriptLines],
	['visibleLength', long, text.visibleLength],
	['hintsFor', long, (given) => hintsFor(given, 'nl')],
	['looksAhead, Dutch', long, (given) => looksAhead(given, 'nl')],
	['looksAhead, English', long, (given) => looksAhead(given, 'en')],
	['judgementIn', long, judgementIn],
	['clauseOf', long, (clauseA) => clauseOf({ texts: { clauseA } }, 'a')],
	['signalsOf', long, (signalA) => signalsOf({ texts: { signalA } }, 'a')],
	['hasLongName', long, hasLongName],
	[
		'canonicalWords',
		long,
		(given) => canonicalWords([{ harvest: 'h', field: 'name', text: text.tidy(given) }])
	],
	['changedWords', long, (given) => changedWords('Zo was het.', given)],
	['csvOf', long, (given) => csvOf([[given]])],
	['attachment', 1200, (given) => attachment(text.tidy(given), 'text/csv')],
	['suggestGroups', 5600, (given) => suggestGroups(cards(text.tidy(given)), (word) => word)]
];

const cards = (given: string) => [1, 2, 3].map((n) => ({ id: `c${n}`, text: given }));

/** Times what a plain text of the same length costs, or what tidying one costs, where that is more. */
const mostTimes = 40;

test.each(uses)('C18 %s costs no more for a hostile text than for a plain one', (_, length, use) => {
	const usual = Math.max(
		cost(() => use(plain(length)), 5),
		cost(() => text.tidy(plain(length)), 5)
	);
	for (const [name, make] of Object.entries(hostile)) {
		const given = make(length);
		expect(cost(() => use(given)) / usual, name).toBeLessThan(mostTimes);
	}
});

test('C18 an accent beyond the first 32 of a run is not read, and what is left is as it was', () => {
	expect(text.tidy('a' + '\u0335'.repeat(60_000))).toBe('a' + '\u0335'.repeat(8));
	expect(text.tidy('e' + '\u0323\u0301'.repeat(20))).toBe(
		text.tidy(text.tidy('e' + '\u0323\u0301'.repeat(20)))
	);
});
