import * as v from 'valibot';
import { addTime, pauseTimer, resumeTimer, startTimer } from '#domain/journey/timer.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { timerColumns, timerOf } from './timer.ts';

// The timer of the room (T-rules).

/** The longest that a timer is set for, minutes. */
const longestTimer = 600;

const isTime = (minutes: number) => Number.isFinite(minutes) && minutes > 0 && minutes <= longestTimer;

const start = act({
	name: 'start-timer',
	who: 'facilitators',
	input: v.object({ minutes: v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/), v.transform(Number)) }),
	run: async (_, { now }, { minutes }) =>
		isTime(minutes)
			? changed({ audit: {}, room: timerColumns(startTimer(minutes, now)) })
			: refused('form-malformed', 'minutes')
});

const add = act({
	name: 'add-time',
	who: 'facilitators',
	input: v.object({ minutes: v.pipe(v.picklist(['-1', '1', '5']), v.transform(Number)) }),
	/** Without a timer it starts one; in a room that pauses it stands still (T3). */
	async run(_, { room, now }, { minutes }) {
		if (!isTime(Math.abs(minutes))) return refused('form-malformed', 'minutes');
		const timer = timerOf(room);
		if (timer) return changed({ audit: {}, room: timerColumns(addTime(timer, minutes * 60_000, now)) });
		if (minutes < 0) return refused('no-timer');
		const fresh = startTimer(minutes, now);
		return changed({
			audit: {},
			room: timerColumns(room.paused_at === null ? fresh : pauseTimer(fresh, now))
		});
	}
});

const pause = act({
	name: 'pause-timer',
	who: 'facilitators',
	input: v.object({}),
	async run(_, { room, now }) {
		const timer = timerOf(room);
		if (!timer) return refused('no-timer');
		if (timer.endsAt === null) return unchanged();
		return changed({ audit: {}, room: timerColumns(pauseTimer(timer, now)) });
	}
});

const resume = act({
	name: 'resume-timer',
	who: 'facilitators',
	input: v.object({}),
	async run(_, { room, now }) {
		const timer = timerOf(room);
		if (!timer) return refused('no-timer');
		if (timer.endsAt !== null) return unchanged();
		return changed({ audit: {}, room: timerColumns(resumeTimer(timer, now)) });
	}
});

const stop = act({
	name: 'stop-timer',
	who: 'facilitators',
	input: v.object({}),
	run: async (_, { room }) => (timerOf(room) ? changed({ audit: {}, room: timerColumns(null) }) : unchanged())
});

export const timerActs = {
	startTimer: start,
	addTime: add,
	pauseTimer: pause,
	resumeTimer: resume,
	stopTimer: stop
};
