import { first } from './1-first.ts';
import { harvestOfAllKinds } from './2-harvest-of-all-kinds.ts';
import { mending } from './3-mending.ts';
import { rounds } from './4-rounds.ts';
import { indexes } from './5-indexes.ts';
import { mail } from './6-mail.ts';
import { noCountsOfWriters } from './7-no-counts-of-writers.ts';
import { admission } from './8-admission.ts';
import { sessions } from './9-sessions.ts';
import { once } from './10-once.ts';
import { table } from './11-table.ts';
import { languages } from './12-languages.ts';
import { samePerson } from './13-same-person.ts';
import { speakers } from './14-speakers.ts';
import { shown } from './15-shown.ts';
import { roomMove } from './16-room-move.ts';
import { changes } from './17-changes.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
	first,
	harvestOfAllKinds,
	mending,
	rounds,
	indexes,
	mail,
	noCountsOfWriters,
	admission,
	sessions,
	once,
	table,
	languages,
	samePerson,
	speakers,
	shown,
	roomMove,
	changes
];
