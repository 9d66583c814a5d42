import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minuteOfDay } from './moments.ts';
import {
	checkMeeting,
	checkStep,
	countsFrom,
	daysLater,
	inOrder,
	placeStep,
	planned,
	runSheet,
	timeOfMinute,
	tidyLines
} from './run-sheet.ts';

const minute = 60_000;
const nine = Date.parse('2026-11-12T09:00:00+01:00');
const at = (minutes: number) => nine + minutes * minute;
const steps = (enteredAt: Record<string, number> = {}) =>
	[
		{ id: 'check-in', minutes: 20 },
		{ id: 'values', minutes: 12 },
		{ id: 'close', minutes: 5 }
	].map((step) => ({ ...step, enteredAt: enteredAt[step.id] ?? null }));
const starts = (sheet: ReturnType<typeof runSheet>) => sheet.lines.map((line) => (line.at - nine) / minute);

const sheets = fc.uniqueArray(fc.record({ id: fc.uuid(), minutes: fc.integer({ min: 1, max: 600 }) }), {
	selector: (step) => step.id,
	minLength: 1,
	maxLength: 15
});

test('D1 each step begins when the one before it is over, and the first when the meeting begins', () => {
	expect(starts(runSheet(nine, steps()))).toEqual([0, 20, 32]);
	expect(planned([])).toEqual([]);
});

test('D1 D2 no two steps overlap, their starts are in their order, and together they last as long as they say', () => {
	fc.assert(
		fc.property(sheets, (sheet) => {
			const plan = planned(sheet);
			plan.forEach(({ from, until }, index) => {
				expect(until - from).toBe(sheet[index]!.minutes);
				expect(from).toBe(index === 0 ? 0 : plan[index - 1]!.until);
			});
			expect(plan.at(-1)!.until).toBe(sheet.reduce((sum, step) => sum + step.minutes, 0));
		})
	);
});

test('D2 another order changes no duration and no end of the meeting', () => {
	fc.assert(
		fc.property(sheets, fc.nat(), fc.nat(), (sheet, from, to) => {
			const steps = sheet.map(({ id }) => ({ id, meeting: 'day' }));
			const moved = placeStep(['day'], steps, sheet[from % sheet.length]!.id, {
				meeting: 'day',
				place: (to % sheet.length) + 1
			}).map(({ id }) => sheet.find((step) => step.id === id)!);
			expect(moved.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
				sheet.toSorted((a, b) => a.id.localeCompare(b.id))
			);
			expect(planned(moved).at(-1)).toMatchObject({ until: planned(sheet).at(-1)!.until });
		})
	);
});

test('D3 a room that comes later, or runs over, moves what comes after it and nothing before', () => {
	const over = runSheet(nine, steps({ 'check-in': nine }), 'check-in', at(26));
	expect(over.drift).toBe(6);
	expect(starts(over)).toEqual([0, 26, 38]);
	expect(over.lines.map((line) => line.late)).toEqual([0, 6, 6]);
	const late = runSheet(nine, steps({ 'check-in': nine, values: at(26) }), 'values', at(27));
	expect(late.drift).toBe(6);
	expect(starts(late)).toEqual([0, 20, 38]);
	expect(runSheet(nine, steps({ values: at(26) }), 'values', at(40)).drift).toBe(8);
});

test('D3 a room that goes on earlier is ahead, until its step runs over', () => {
	const ahead = steps({ 'check-in': nine, values: at(15) });
	expect(runSheet(nine, ahead, 'values', at(16)).drift).toBe(-5);
	expect(starts(runSheet(nine, ahead, 'values', at(16)))).toEqual([0, 20, 27]);
	expect(runSheet(nine, ahead, 'values', at(30)).drift).toBe(-2);
	expect(runSheet(nine, ahead, 'values', at(33)).drift).toBe(1);
});

test('D3 a minute counts when it is over', () => {
	const here = steps({ 'check-in': nine });
	expect(runSheet(nine, here, 'check-in', at(21) - 1).drift).toBe(0);
	expect(runSheet(nine, here, 'check-in', at(21)).drift).toBe(1);
});

test('D3 D4 a room that comes to each step in its time is on time at every moment of it', () => {
	fc.assert(
		fc.property(sheets, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (sheet, which, part) => {
			const plan = planned(sheet);
			const here = which % sheet.length;
			const entered = sheet.map((step, index) => ({ ...step, enteredAt: at(plan[index]!.from) }));
			const now = at(plan[here]!.from + part * sheet[here]!.minutes);
			const { drift, lines } = runSheet(nine, entered, sheet[here]!.id, now);
			expect(drift).toBe(0);
			expect(lines.map((line) => line.at)).toEqual(plan.map(({ from }) => at(from)));
		})
	);
});

test('D4 who waits for the start is on time, and so is who was at this step on another day', () => {
	expect(runSheet(nine, steps({ 'check-in': at(-30) }), 'check-in', at(-5)).drift).toBe(0);
	expect(runSheet(nine, steps({ 'check-in': at(-30) }), 'check-in', at(10)).drift).toBe(0);
	expect(runSheet(nine, steps({ values: at(-9000) }), 'values', at(25)).drift).toBe(0);
	expect(runSheet(nine, steps(), 'values', at(40)).drift).toBe(8);
});

test('D5 times count from the planned start, and from the opening where that is another moment altogether', () => {
	expect(countsFrom(nine, null, 37)).toBe(nine);
	expect(countsFrom(nine, at(-45), 37)).toBe(nine);
	expect(countsFrom(nine, at(6), 37)).toBe(nine);
	expect(countsFrom(nine, at(36), 37)).toBe(nine);
	expect(countsFrom(nine, at(37), 37)).toBe(at(37));
	expect(countsFrom(nine, at(-179), 37)).toBe(nine);
	for (const early of [-180, -24 * 60]) expect(countsFrom(nine, at(early), 37)).toBe(at(early));
});

test('D1 a time of the day is read and written the same, also past midnight', () => {
	for (let m = 0; m < 24 * 60; m++) expect(minuteOfDay(timeOfMinute(m))).toBe(m);
	expect(timeOfMinute(24 * 60 + 10)).toBe('00:10');
	for (const no of ['', '9:30', '24:00', '12:60', '12.30', ' 12:30', '12:30:00'])
		expect(minuteOfDay(no)).toBeNull();
});

test('D10 steps stand in the order of the meetings, and moving one leaves all others in their order', () => {
	const meetings = ['mon', 'tue', 'wed'];
	const steps = fc.uniqueArray(
		fc.record({ id: fc.stringMatching(/^[a-z]{4}$/), meeting: fc.constantFrom(...meetings) }),
		{ selector: (step) => step.id, minLength: 1, maxLength: 12 }
	);
	fc.assert(
		fc.property(
			steps,
			fc.nat(),
			fc.constantFrom(...meetings),
			fc.integer({ min: 1, max: 15 }),
			(all, which, meeting, place) => {
				const before = inOrder(meetings, all);
				const step = before[which % before.length]!.id;
				const after = placeStep(meetings, before, step, { meeting, place });
				const ids = (list: typeof all, without?: string) =>
					list.map(({ id }) => id).filter((id) => id !== without);
				expect(ids(after, step)).toEqual(ids(before, step));
				expect(inOrder(meetings, after)).toEqual(after);
				const here = after.filter((other) => other.meeting === meeting);
				expect(here.findIndex(({ id }) => id === step)).toBe(Math.min(place, here.length) - 1);
				expect(placeStep(meetings, after, step, { meeting, place })).toEqual(after);
			}
		)
	);
});

test('D9 a step is refused beside the first field that can not be', () => {
	const good = {
		name: 'Waarden',
		question: 'Wat telt?',
		minutes: '12',
		form: 'fours',
		script: 'a\r\n\r\n\r\n\r\n b '
	};
	expect(checkStep(good)).toEqual({
		ok: true,
		words: { name: 'Waarden', question: 'Wat telt?', minutes: 12, form: 'fours', script: 'a\n\nb' }
	});
	const refusal = (field: keyof typeof good, value: string) => checkStep({ ...good, [field]: value });
	expect(refusal('name', ' ')).toEqual({ ok: false, reason: 'line-empty', field: 'name' });
	expect(refusal('question', 'w'.repeat(201))).toEqual({
		ok: false,
		reason: 'line-too-long',
		field: 'question'
	});
	for (const minutes of ['0', '601', '-5', '1.5', '1e2', 'tien', ''])
		expect(refusal('minutes', minutes)).toEqual({ ok: false, reason: 'minutes-invalid', field: 'minutes' });
	expect(refusal('form', 'kring')).toMatchObject({ reason: 'form-unknown', field: 'form' });
	expect(refusal('script', 'w'.repeat(4001))).toMatchObject({ reason: 'script-too-long', field: 'script' });
	expect(tidyLines('')).toBe('');
});

test('D9 a meeting is refused beside the first field that can not be', () => {
	const good = { name: 'Dag 1', place: '', date: '2028-02-29', startsAt: '09:30' };
	expect(checkMeeting(good)).toMatchObject({ ok: true, words: { place: '–' } });
	const refusal = (field: keyof typeof good, value: string) => checkMeeting({ ...good, [field]: value });
	expect(refusal('name', '')).toMatchObject({ reason: 'line-empty', field: 'name' });
	expect(refusal('place', 'w'.repeat(81))).toMatchObject({ reason: 'line-too-long', field: 'place' });
	for (const date of ['', '2027-02-29', '12-11-2026', '2026-13-01'])
		expect(refusal('date', date)).toMatchObject({ reason: 'date-invalid', field: 'date' });
	for (const date of ['0026-11-12', '9999-01-01'])
		expect(refusal('date', date)).toMatchObject({ reason: 'year-invalid', field: 'date' });
	expect(refusal('startsAt', '25:00')).toMatchObject({ reason: 'time-invalid', field: 'startsAt' });
});

test('D9 days are counted over months, years and the change of the clock', () => {
	expect(daysLater('2026-12-28', 7)).toBe('2027-01-04');
	expect(daysLater('2026-10-22', 7)).toBe('2026-10-29');
});
