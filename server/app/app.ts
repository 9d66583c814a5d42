import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, stdSerializers } from 'pino';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Room } from '#wire/rooms.ts';
import { openAdmission } from '#server/documents/admission.ts';
import { openAnnouncer } from '#server/journey/announcer.ts';
import { openAttendance } from '#server/journey/attendance.ts';
import * as audit from '#server/acts/audit.ts';
import { openDb } from '#server/db/open.ts';
import { checkValue } from '#server/documents/values.ts';
import { openExports } from '#server/reports/exports.ts';
import { openFacilitation } from '#server/journey/facilitation.ts';
import type { Context } from './context.ts';
import { inTime } from './in-time.ts';
import { openJourneys } from '#server/journey/journeys.ts';
import { loadKinds } from '#server/kinds/kinds.ts';
import { openLimits } from '#server/people/limits.ts';
import { openPostman } from '#server/mail/mail.ts';
import { openMeetings } from '#server/journey/meetings.ts';
import { openOverview } from '#server/journey/overview.ts';
import { openOwing } from '#server/journey/reminders.ts';
import { openPeople } from '#server/people/people.ts';
import { countAll, countWritten } from '#server/parts/cards/reveal.ts';
import { openReadiness } from './readiness.ts';
import { openRehearsals } from '#server/rehearsal/rehearsals.ts';
import { openReport } from '#server/reports/report.ts';
import { openPresence } from '#server/journey/presence.ts';
import { openRunSheet } from '#server/journey/run-sheet.ts';
import { qrPath } from '#server/journey/qr.ts';
import { openScrape } from './scrape.ts';
import { openLateSeats } from '#server/journey/seating.ts';
import { random } from './secrets.ts';
import { openSessions } from '#server/people/sessions.ts';
import { openPersistence } from '#server/documents/persistence.ts';
import type { Settings } from './settings.ts';
import { openSteps } from '#server/journey/steps.ts';
import { openTemplates } from '#server/journey/templates.ts';
import { addProcessMetrics, SyncMetrics } from '#server/sync/metrics.ts';
import { openSync, type Visitor } from '#server/sync/server.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { openThread } from '#server/journey/thread.ts';
import { openTurns } from './turns.ts';

/** Mails that could not be sent are tried again this often, ms. */
const mailRound = 30_000;
/** Each part of the program may take so long to leave, ms. Whatever they take together, `stopOnSignal` has the last word. */
const longestLeave = 3000;
/** The mail that is being sent, ms: one that was sent and not written down would go twice. */
const longestMail = 10_000;

/** What tests put in the place of the world. */
export interface World {
	now?: () => number;
	random?: () => number;
}

/** The whole program behind the pages: one per process, in production and in dev (DESIGN §5). */
export async function openApp(settings: Settings, world: World = {}) {
	mkdirSync(settings.dataDir, { recursive: true });
	const log = pino({ level: settings.log, serializers: { error: stdSerializers.err } });
	const now = world.now ?? Date.now;
	const db = await openDb(join(settings.dataDir, 'siroop.db'));
	const sessions = openSessions(db);
	const desk = openAdmission(db);
	const kinds = await loadKinds();
	const metrics = new SyncMetrics();
	if (settings.metricsToken) addProcessMetrics(metrics.registry);
	let broken: Error | null = null;
	const store = await openSqliteStore(join(settings.dataDir, 'sync.db'), {
		committed(rows, seconds) {
			metrics.commitRows.observe(rows);
			metrics.commitSeconds.observe(seconds);
		},
		broke(error) {
			broken = error;
			log.fatal({ error }, 'documents can no longer be written; only a new process helps');
		}
	});
	metrics.watch(async () => {
		const { logRows, walBytes } = await store.stats();
		return { logRows, walBytes };
	});

	const presence = openPresence(now, () => sync);
	const announcer = openAnnouncer(() => context, now(), desk.changed);
	const sync = openSync({
		store,
		metrics,
		origins: settings.origin ? [settings.origin] : [],
		log: (line) => log.error(line, 'trouble with a room'),
		app: {
			now,
			identify: (request) => identify(request.headers.cookie, request.url),
			admit: desk.admit,
			checkValue,
			presenceChanged(journey) {
				presence.changed(journey);
				announcer.counted(journey);
				lateSeats.came(journey);
			},
			ownChanged: (room) => countSoon(room),
			boardChanged: (room) => room.kind === 'board' && persistence.changed(room.step)
		}
	});
	const context: Context = {
		db,
		settings,
		now,
		random: world.random ?? random,
		sync,
		kinds,
		log,
		inTurn: openTurns(),
		present: presence.present,
		writing: (journey) => sync.presence(journey).writing,
		awaySince: presence.awaySince,
		crowd: (journey) => rehearsals.stateOf(journey),
		announce: announcer.announce
	};

	async function identify(cookie: string | undefined, url: string | undefined): Promise<Visitor> {
		const beamer = new URL(url ?? '/', 'http://socket').searchParams.get('scherm');
		const session = sessions.fromHeader(cookie);
		const who = session ? await sessions.who(session) : null;
		return { person: who?.person ?? null, beamer };
	}

	/** Counts under way; the program does not leave without them. */
	const counting = new Set<Promise<void>>();

	function countSoon(room: Room): void {
		const count = countOwn(room)
			.catch((error: unknown) => log.error({ error }, 'what somebody wrote could not be counted'))
			.finally(() => counting.delete(count));
		counting.add(count);
	}

	async function countOwn(room: Room): Promise<void> {
		if (room.kind !== 'own') return;
		if (!(await countWritten(context, room.step, room.participant))) return;
		const step = await db
			.selectFrom('step')
			.select('journey_id')
			.where('id', '=', room.step)
			.executeTakeFirst();
		if (step) announcer.counted(step.journey_id);
	}

	const exports = openExports(context);
	const persistence = openPersistence(context, announcer.counted);
	const lateSeats = openLateSeats(context, announcer.counted);
	const people = openPeople(context);
	const rehearsals = openRehearsals(context, people);
	const postman = openPostman(context);
	const owing = openOwing(context);
	/** Without an address of its own the program can make no link, and reminds nobody by itself. */
	async function post(): Promise<void> {
		if (settings.origin)
			await owing
				.remindDue(settings.origin)
				.catch((error: unknown) => log.error({ error }, 'reminders could not be written'));
		await postman.deliver();
	}
	const posting = setInterval(() => void post(), mailRound);
	posting.unref();
	const readiness = openReadiness([healthy, () => store.stats()]);

	async function healthy(): Promise<boolean> {
		if (broken) throw broken;
		await db.selectFrom('journey').select('id').limit(1).execute();
		return true;
	}

	let drained: Promise<void> | null = null;
	let mailed: Promise<boolean>;
	let closed: Promise<boolean> | null = null;

	async function drain(): Promise<void> {
		readiness.leave();
		clearInterval(posting);
		mailed = leaves('mail', postman.close(), longestMail);
		await leaves('rehearsals', rehearsals.close());
		await sync.drain();
	}

	async function close(): Promise<boolean> {
		await (drained ??= drain());
		const left = [
			await leaves('boards', persistence.now()),
			await sync.close(),
			await leaves('counts', Promise.all(counting)),
			await leaves('seats', lateSeats.close()),
			await leaves('facts', announcer.close()),
			await mailed,
			await leaves('database', db.destroy())
		];
		return left.every(Boolean);
	}

	/** What hangs or fails keeps nothing else from leaving. Answers whether it left. */
	async function leaves(part: string, leaving: Promise<unknown>, ms = longestLeave): Promise<boolean> {
		try {
			if (await inTime(ms, leaving)) return true;
			log.error({ part }, 'did not leave in time');
		} catch (error) {
			log.error({ error, part }, 'could not leave cleanly');
		}
		return false;
	}

	await repair(context);

	return {
		settings,
		log,
		sync,
		sessions,
		seen: presence.seen,
		postman,
		limits: openLimits(),
		people,
		rehearsals,
		journeys: openJourneys(context),
		meetings: openMeetings(context),
		facilitation: openFacilitation(context),
		attendance: openAttendance(context),
		runSheet: openRunSheet(context),
		templates: openTemplates(context),
		steps: openSteps(context),
		exports,
		report: openReport(context, exports),
		thread: openThread(context),
		owing,
		overview: openOverview(context, owing),
		facts: announcer.facts,
		qr: qrPath,
		verifyAudit: (journey: string) => audit.verify(db, journey),
		healthy,
		isReady: readiness.isReady,
		scrape: openScrape(settings.metricsToken, metrics.registry),
		/** What was done so far, and counted or grouped, is in the rows. */
		async persisted(): Promise<void> {
			await Promise.all(counting);
			await persistence.now();
		},
		/** Nobody new comes to the documents and all who are there are told to come back. Acts and pages still work. */
		drain: (): Promise<void> => (drained ??= drain()),
		/** Drains first. Everything leaves, whatever else hangs or fails; answers whether all of it left cleanly. */
		close: (): Promise<boolean> => (closed ??= close())
	};
}

export type App = Awaited<ReturnType<typeof openApp>>;

/**
 * A crash between a row and its document, or a document and its count, leaves them apart. When the program starts,
 * each board lies again as its rows say, and what was written alone is counted again where people are at work.
 */
async function repair(context: Context): Promise<void> {
	const steps = await context.db.selectFrom('step').selectAll().execute();
	const rooms = await context.db.selectFrom('room').select('step_id').execute();
	const underWay = new Set(rooms.map((room) => room.step_id));
	for (const step of steps) {
		const { opens } = stageOf(step.kind, step.stage);
		try {
			await context.kinds.get(step.kind)?.project?.(context, step);
			if (underWay.has(step.id) && (opens === 'cards' || opens === 'board')) await countAll(context, step);
		} catch (error) {
			// One document that can't be read keeps nobody else out; who opens it is told.
			context.log.error({ error, step: step.id }, 'a step could not be repaired');
		}
	}
}
