// Days on which people work, in the time of the region: no Saturdays, no Sundays (I8).
import { dayOf, momentOf } from './moments.ts';

const day = 24 * 60 * 60 * 1000;

/** Working days that an absent organisation has to answer: of a new journey, and the least and most that can be set. */
export const absentDays = { first: 10, least: 1, most: 60 };

/** When so many working days after that of `from` are over: the midnight behind the last, ms since 1970. */
export function afterWorkingDays(from: number, days: number): number {
	// Midnight of calendar days as if they were UTC.
	let date = Date.parse(dayOf(from));
	for (let left = days; left > 0;) {
		date += day;
		if (isWorkingDay(date)) left -= 1;
	}
	return momentOf(new Date(date + day).toISOString().slice(0, 10), '00:00');
}

const isWorkingDay = (date: number) => ![0, 6].includes(new Date(date).getUTCDay());
