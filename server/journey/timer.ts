import type { TimerState } from '#domain/journey/timer.ts';
import type { RoomRow } from '#server/acts/arrival.ts';

type Timer = Pick<RoomRow, 'timer_ends_at' | 'timer_left_ms' | 'timer_total_ms'>;

/** The timer that runs or stands still in the room; null: none. */
export const timerOf = (room: Timer): TimerState | null =>
	room.timer_total_ms === null
		? null
		: { endsAt: room.timer_ends_at, leftMs: room.timer_left_ms ?? 0, totalMs: room.timer_total_ms };

/** The columns of the room that say it. */
export const timerColumns = (timer: TimerState | null) => ({
	timer_ends_at: timer?.endsAt ?? null,
	timer_left_ms: timer?.leftMs ?? null,
	timer_total_ms: timer?.totalMs ?? null
});
