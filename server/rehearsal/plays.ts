import type { Play } from './play.ts';
import { ambitions } from './plays/ambitions.ts';
import { bothAnd } from './plays/both-and.ts';
import { checkIn } from './plays/check-in.ts';
import { choose } from './plays/choose.ts';
import { future } from './plays/future.ts';
import { hardTalk } from './plays/hard-talk.ts';
import { ideas } from './plays/ideas.ts';
import { today } from './plays/today.ts';
import { values } from './plays/values.ts';

const all = [checkIn, values, future, today, hardTalk, bothAnd, ideas, choose, ambitions];

/** How the people of Wilgenmeer play each kind of step. In a kind that is not here nobody does anything. */
export const plays: ReadonlyMap<string, Play> = new Map(all.map((play) => [play.kind, play]));
