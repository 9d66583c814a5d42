import { createPaces } from '#server/acts/pace.ts';
import { verify } from '#server/acts/audit.ts';
import { actNamed, bind } from '#server/acts/bind.ts';
import { Admission } from '#server/documents/admission.ts';
import { rulesOf } from '#server/documents/kinds.ts';
import { createPersistence } from '#server/documents/persistence.ts';
import { projectAllMarked } from '#server/documents/projection.ts';
import { journeyActs } from '#server/journey/acts.ts';
import { Announcer } from '#server/journey/announcer.ts';
import { createConsole } from '#server/journey/console.ts';
import { createJoining } from '#server/journey/joining.ts';
import { listsOf } from '#server/journey/invited.ts';
import { createJourneys } from '#server/journey/journeys.ts';
import { createTemplates } from '#server/journey/kept-templates.ts';
import { createLinks } from '#server/journey/link-news.ts';
import { createOpenings } from '#server/journey/openings.ts';
import { newcomersFor } from '#server/journey/newcomers.ts';
import { createOverview } from '#server/journey/overview.ts';
import { createPresence } from '#server/journey/presence.ts';
import { qrPath } from '#server/journey/qr.ts';
import { createReminders } from '#server/journey/reminders/reminders.ts';
import { createRunSheet } from '#server/journey/run-sheet/sheet.ts';
import { createLateSeats } from '#server/journey/seating.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { createSteps } from '#server/journey/steps.ts';
import { createThread } from '#server/journey/thread.ts';
import { Hands } from '#server/parts/anonymity/hands.ts';
import { Tally } from '#server/parts/anonymity/tally.ts';
import { Suggestions } from '#server/parts/cards/suggestions.ts';
import { Postman } from '#server/mail/postman.ts';
import { deviceOf } from '#server/people/device.ts';
import { createDevices } from '#server/people/devices.ts';
import { createInvitations } from '#server/people/invitations.ts';
import { createPeople } from '#server/people/people.ts';
import { createSessions, type Sessions } from '#server/people/sessions.ts';
import { idsIn } from '#wire/documents.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { resting } from '#domain/rehearsal/rehearsal.ts';
import type { Crowd } from '#server/rehearsal/crowd.ts';
import { Rehearsals } from '#server/rehearsal/rehearsals.ts';
import { createReports } from '#server/reports/reports.ts';
import { createSyncServer, type LogLine, type SyncApp } from '#server/sync/server.ts';
import type { Visitor } from '#server/sync/visitors.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { addressOf, networkOf } from './address.ts';
import { openBase, type Base } from './base.ts';
import type { Context } from './context.ts';
import { Counting } from './counting.ts';
import { createHealth } from './health.ts';
import { createLife, leaves } from './leaving.ts';
import { createKeyedMutex } from './mutex.ts';
import { Network } from './network.ts';
import { createScrape } from './scrape.ts';
import { random } from './secrets.ts';
import type { Settings } from './settings.ts';

/** Mails that could not be sent are tried again this often, ms. */
const mailRound = 30_000;
/** The mail that is being sent, ms: one that was sent and not written down would go twice. */
const longestMail = 10_000;

/** What tests put in the place of the world. */
export interface World {
	now?: () => number;
	random?: () => number;
	/** Puts something between the program and its documents: a disk that hangs, for instance. */
	store?: (store: SyncStore) => SyncStore;
}

/** The whole program behind the pages: one per process, in production and in dev. */
export async function openApp(settings: Settings, world: World = {}) {
	const base = await openBase(settings, world.store);
	const sessions = createSessions(base.db, world.now ?? Date.now);
	const core = createCore(base, sessions, world);
	const { context } = core;
	const areas = createAreas(context, core.crowds, sessions);
	const health = createHealth(base.checks, {
		changed: (error) =>
			error
				? base.log.error({ error }, 'not healthy: the databases do not answer or take nothing')
				: base.log.warn('healthy again')
	});
	const life = createLifeOf(base, core, areas, health);
	await core.counting.recount();
	await projectAllMarked(context);
	return {
		settings,
		log: base.log,
		sync: core.sync,
		sessions,
		seen: core.presence.seen,
		deviceOf,
		facts: (journey: string) => core.announcer.facts(journey),
		paces: context.paces,
		network: new Network(settings),
		qr: qrPath,
		verifyAudit: (journey: string) => verify(base.db, journey),
		isAlive: base.isAlive,
		isHealthy: health.isHealthy,
		isReady: health.isReady,
		scrape: createScrape(settings.metricsToken, base.metrics.registry),
		...areas,
		/** What was done so far, and counted or grouped, is in the rows. */
		async persisted(): Promise<void> {
			await core.counting.done();
			await core.persistence.now();
		},
		...life
	};
}

export type App = Awaited<ReturnType<typeof openApp>>;

type Core = ReturnType<typeof createCore>;
type Areas = ReturnType<typeof createAreas>;

/** The documents, who is in them, and what goes out to screens: these know each other, and are made together. */
function createCore({ db, log, metrics, settings, store }: Base, sessions: Sessions, world: World) {
	const now = world.now ?? Date.now;
	const admission = new Admission(db, now);
	const presence = createPresence(now, () => sync);
	const announcer = new Announcer(
		() => context,
		(reading) => admission.changed(reading)
	);
	const app: SyncApp = {
		now,
		identify: (request) => identify(sessions, request.headers.cookie, request.url),
		admit: (visitor, document) => admission.admit(visitor, document),
		presenceChanged(journey) {
			presence.changed(journey);
			announcer.counted(journey);
			lateSeats.came(journey);
		},
		documentChanged(document, written) {
			counting.soon(document);
			persistence.soon(document, written);
		}
	};
	const origins = settings.origin ? [settings.origin] : [];
	const sync = createSyncServer({
		store,
		metrics,
		origins,
		log: (line) => log.error(unnamed(line), 'trouble with a document'),
		app,
		rulesOf,
		address: (request) => networkOf(addressOf(request, settings.proxies))
	});
	const crowds = new Map<string, Crowd>();
	const counted = (journey: string) => announcer.counted(journey);
	const tally = new Tally(() => context, counted);
	const context: Context = {
		db,
		settings,
		now,
		random: world.random ?? random,
		sync,
		log,
		runExclusive: createKeyedMutex(),
		paces: createPaces(),
		present: presence.present,
		writing: (journey) => sync.presence(journey).writing,
		told: tally,
		hands: new Hands(),
		suggestions: new Suggestions(),
		awaySince: presence.awaySince,
		crowd: (journey) => crowds.get(journey)?.state ?? resting,
		announce: (journey, what) => announcer.announce(journey, what),
		look: (journey, participant) => announcer.look(journey, participant)
	};
	const counting = new Counting(context, counted);
	const persistence = createPersistence(context, counted);
	const lateSeats = createLateSeats(context, counted);
	return { context, sync, presence, announcer, counting, persistence, lateSeats, tally, crowds };
}

/** That there is trouble with what somebody writes alone says that they write: the step is enough to look for it (N13). */
function unnamed(line: LogLine): LogLine {
	const { document = '', error } = line;
	const own = idsIn(ownDocument, document);
	if (!own) return line;
	const somebodys = ownDocument(own[0], 'somebody');
	const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return { ...line, document: somebodys, error: said.replaceAll(document, somebodys) };
}

async function identify(
	sessions: Sessions,
	cookie: string | undefined,
	url: string | undefined
): Promise<Visitor> {
	const beamer = new URL(url ?? '/', 'http://socket').searchParams.get('scherm');
	const session = sessions.fromHeader(cookie);
	const who = session ? await sessions.who(session) : null;
	return { person: who?.person ?? null, seats: who?.seats ?? null, beamer };
}

/** What pages call. */
const createAreas = (context: Context, crowds: Map<string, Crowd>, sessions: Sessions) => ({
	/** What is done with a journey, each by whoever may. */
	acts: bind(context, journeyActs),
	/** The same by the name that a form has. */
	act: (by: SeatOf, journey: string, name: string, fields: Record<string, string>) =>
		actNamed(context, journeyActs, { journey, seat: by }, name, fields),
	/** What is done in a step, and how one person sees it. */
	steps: createSteps(context),
	journeys: createJourneys(context),
	joining: createJoining(context),
	openings: createOpenings(context, sessions),
	links: createLinks(context),
	devices: createDevices(context),
	/** Who waits where this person can say whether they belong there. */
	newcomers: (journey: string, seat: SeatOf) => newcomersFor(context.db, journey, seat),
	/** Whom organisations said that they would send. */
	invited: (journey: string) => listsOf(context.db, journey),
	people: createPeople(context),
	invitations: createInvitations(context),
	console: createConsole(context),
	runSheet: createRunSheet(context),
	templates: createTemplates(context),
	reminders: createReminders(context),
	overview: createOverview(context),
	thread: createThread(context),
	reports: createReports(context),
	postman: new Postman(context),
	rehearsals: new Rehearsals(context, crowds)
});

/** Mails go out every so often, and sessions that are over go, until the program leaves; then each part leaves in its turn. */
function createLifeOf(base: Base, core: Core, areas: Areas, health: ReturnType<typeof createHealth>) {
	const { log } = base;
	const posting = setInterval(() => void post(base, areas), mailRound);
	posting.unref();
	let mailed: Promise<boolean>;
	return createLife(
		async () => {
			health.leave();
			clearInterval(posting);
			core.tally.close();
			mailed = leaves(log, 'mail', areas.postman.close(), longestMail);
			await leaves(log, 'rehearsals', areas.rehearsals.close());
			await core.sync.drain();
		},
		async () => {
			const boards = await leaves(log, 'boards', core.persistence.now());
			const documents = await core.sync.close();
			// Where a document did not leave, what was written in it may not be counted: the next start counts it.
			const counts = await leaves(log, 'counts', documents ? core.counting.close() : core.counting.done());
			const left = [
				boards,
				documents,
				counts,
				await leaves(log, 'seats', core.lateSeats.close()),
				await leaves(log, 'facts', core.announcer.close()),
				await mailed,
				await leaves(log, 'database', base.db.destroy())
			];
			return left.every(Boolean);
		}
	);
}

/** While no mail can leave nobody is reminded by itself: it would say later what is no longer so. */
async function post({ log }: Base, { devices, reminders, postman }: Areas): Promise<void> {
	await devices
		.sweep()
		.catch((error: unknown) => log.error({ error }, 'sessions that are over could not be taken away'));
	if (postman.held === null)
		await reminders
			.remindDue()
			.catch((error: unknown) => log.error({ error }, 'reminders could not be written'));
	await postman.deliver();
}
