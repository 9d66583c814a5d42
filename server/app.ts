import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { checkCard, checkTitle } from '#domain/text.ts';
import type { Room } from '#wire/rooms.ts';
import { openAdmission } from './admission.ts';
import { openAnnouncer } from './announcer.ts';
import * as audit from './audit.ts';
import { openDb } from './db/open.ts';
import { openExports } from './exports.ts';
import { openFacilitation } from './facilitation.ts';
import type { Ground } from './ground.ts';
import { openJourneys } from './journeys.ts';
import { loadKinds } from './kinds.ts';
import { openLimits } from './limits.ts';
import { openPostman } from './mail.ts';
import { openMeetings } from './meetings.ts';
import { openPeople } from './people.ts';
import { countWritten } from './parts/cards.ts';
import { openPresence } from './presence.ts';
import { qrPath } from './qr.ts';
import { random } from './secrets.ts';
import { openSessions } from './sessions.ts';
import type { Settings } from './settings.ts';
import { openSteps } from './steps.ts';
import { openSync, type Visitor } from './sync/server.ts';
import { openSqliteStore } from './sync/sqlite-store.ts';

/** Mails that could not be sent are tried again this often, ms. */
const mailRound = 30_000;

/** What tests put in the place of the world. */
export interface World {
	now?: () => number;
	random?: () => number;
}

/** The whole program behind the pages: one per process, in production and in dev (DESIGN §5). */
export async function openApp(settings: Settings, world: World = {}) {
	mkdirSync(settings.dataDir, { recursive: true });
	const log = pino({ level: settings.log });
	const now = world.now ?? Date.now;
	const db = await openDb(join(settings.dataDir, 'siroop.db'));
	const sessions = openSessions(db);
	const desk = openAdmission(db);
	const kinds = await loadKinds();
	const store = await openSqliteStore(join(settings.dataDir, 'sync.db'));

	const presence = openPresence(now, () => sync);
	const announcer = openAnnouncer(db, () => ground, desk.changed);
	const sync = openSync({
		store,
		origins: settings.origin ? [settings.origin] : [],
		log: (line) => log.info(line),
		app: {
			now,
			identify: (request) => identify(request.headers.cookie, request.url),
			admit: desk.admit,
			checkValue,
			presenceChanged(journey) {
				presence.changed(journey);
				announcer.counted(journey);
			},
			ownChanged: (room) => void countOwn(room)
		}
	});
	const ground: Ground = {
		db,
		settings,
		now,
		random: world.random ?? random,
		sync,
		kinds,
		present: presence.present,
		writing: (journey) => sync.presence(journey).writing,
		awaySince: presence.awaySince,
		announce: announcer.announce
	};

	async function identify(cookie: string | undefined, url: string | undefined): Promise<Visitor> {
		const beamer = new URL(url ?? '/', 'http://socket').searchParams.get('scherm');
		const session = sessions.fromHeader(cookie);
		const who = session ? await sessions.who(session) : null;
		return { person: who?.person ?? null, beamer };
	}

	async function countOwn(room: Room): Promise<void> {
		if (room.kind !== 'own') return;
		await countWritten(ground, room.step, room.participant);
		const step = await db.selectFrom('step').select('journey_id').where('id', '=', room.step).executeTakeFirst();
		if (step) announcer.counted(step.journey_id);
	}

	const postman = openPostman(db, settings, now);
	const posting = setInterval(() => void postman.deliver(), mailRound);
	posting.unref();

	return {
		settings,
		log,
		sync,
		sessions,
		seen: presence.seen,
		postman,
		limits: openLimits(),
		people: openPeople(ground),
		journeys: openJourneys(ground),
		meetings: openMeetings(ground),
		facilitation: openFacilitation(ground),
		steps: openSteps(ground),
		exports: openExports(ground),
		facts: announcer.facts,
		qr: qrPath,
		verifyAudit: (journey: string) => audit.verify(db, journey),
		async healthy(): Promise<boolean> {
			await db.selectFrom('journey').select('id').limit(1).execute();
			return true;
		},
		async close(): Promise<void> {
			clearInterval(posting);
			await sync.close();
			await announcer.close();
			await postman.close();
			await db.destroy();
		}
	};
}

export type App = Awaited<ReturnType<typeof openApp>>;

/** What a client may write as one value in a document; the reason is a message key (C1, C7). */
function checkValue(room: Room, root: string, _key: string, value: unknown): string | null {
	if (root === 'texts') return null;
	if (root === 'drafts') return typeof value === 'string' && value.length <= 2000 ? null : 'draft-too-long';
	if (typeof value !== 'object' || value === null) return 'value-malformed';
	if (room.kind === 'own' && root === 'cards') return checkText(value, 'text', checkCard);
	if (room.kind === 'board' && root === 'groups') return checkText(value, 'title', checkTitle);
	return JSON.stringify(value).length <= 500 ? null : 'value-malformed';
}

function checkText(
	value: object,
	field: string,
	check: (text: string) => { ok: true } | { ok: false; reason: string }
): string | null {
	const text = (value as Record<string, unknown>)[field];
	if (typeof text !== 'string' || JSON.stringify(value).length > 12_000) return 'value-malformed';
	const checked = check(text);
	return checked.ok ? null : checked.reason;
}
