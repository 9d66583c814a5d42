import type { Play } from './play.ts';
import { ambitions } from '#server/kinds/ambitions/play.ts';
import { bothAnd } from '#server/kinds/both-and/play.ts';
import { checkIn } from '#server/kinds/check-in/play.ts';
import { choose } from '#server/kinds/choose/play.ts';
import { future } from '#server/kinds/future/play.ts';
import { hardTalk } from '#server/kinds/hard-talk/play.ts';
import { ideas } from '#server/kinds/ideas/play.ts';
import { today } from '#server/kinds/today/play.ts';
import { values } from '#server/kinds/values/play.ts';

const all = [checkIn, values, future, today, hardTalk, bothAnd, ideas, choose, ambitions];

/** How the people of Wilgenmeer play each kind of step. In a kind that is not here nobody does anything. */
export const plays: ReadonlyMap<string, Play> = new Map(all.map((play) => [play.kind, play]));
