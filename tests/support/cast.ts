import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type SQLite from 'better-sqlite3';
import { inject, onTestFinished } from 'vitest';
import { harvestFields, nameOf, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { CheckInState } from '#wire/kinds/check-in/state.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { openApp, type App, type World } from '#server/app/app.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import type { Joining } from '#server/journey/joining.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { sessionCookie } from '#server/people/sessions.ts';
import { whole } from '#server/people/who.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { lookInto } from './rows.ts';
import { SyncClient, type SocketAddress } from './sync-client.ts';

/** Who is at the table, by the slot of their organisation; Ria lives there and speaks for herself. */
const cast = {
	cor: ['Cor', null],
	wies: ['Wies van Welzijn', 'wel'],
	wim: ['Wim van Welzijn', 'wel'],
	gert: ['Gert van de GGD', 'ggd'],
	gea: ['Gea van de gemeente', 'gem'],
	wout: ['Wout van de woningcorporatie', 'wcp'],
	pelle: ['Pelle van de politie', 'pol'],
	zoe: ['Zoë van de zorggroep', 'zor'],
	ria: ['Ria', null]
} as const;

export type Name = keyof typeof cast;
export type Fields = Record<string, string> & { act: string };
export const stages = ['prepared', 'writing', 'sorting', 'weighing', 'harvested'] as const;
export type Stage = (typeof stages)[number];

/** Half past nine on the day of the first meeting. */
const morning = Date.parse('2026-03-12T09:30:00Z');

/** What a refusal would be is a mistake of the test. */
export function must<T>(outcome: Outcome<T>): { ok: true } & T {
	if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
	return outcome;
}

/** Ids as forms make them: `idOf('card', 1)`. */
export const idOf = (word: string, n: number) => `${word}${String(n).padStart(12, '0')}`;

/** A table with one journey, of which the meeting is open and the room is at its step about values. */
export async function aMeeting(
	given: { stage?: Stage; names?: readonly Name[]; env?: Record<string, string>; world?: World } = {}
): Promise<Meeting> {
	const meeting = await anEmptyTable(given.env, given.world);
	await meeting.begin();
	for (const name of given.names ?? (Object.keys(cast) as Name[])) await meeting.sitDown(name);
	if (given.names === undefined || given.names.includes('cor'))
		must(
			await meeting.app.acts.makeCoFacilitator(meeting.fenna, meeting.journey, {
				participant: meeting.cor.participant
			})
		);
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	await meeting.reach(given.stage ?? 'writing');
	return meeting;
}

/** The program on an empty folder, which is gone after the test. */
export async function anEmptyTable(env: Record<string, string> = {}, world: World = {}): Promise<Meeting> {
	const folder = mkdtempSync(join(tmpdir(), 'siroop-'));
	cpSync(inject('emptyData'), folder, { recursive: true });
	const meeting = new Meeting(folder, env, world);
	onTestFinished(() => meeting.end());
	await meeting.start();
	return meeting;
}

export class Meeting {
	app!: App;
	journey = '';
	code = '';
	id = '';
	beamerToken = '';
	steps = { checkIn: '', values: '' };
	/** Organisation ids by slot. */
	organisations: Record<string, string> = {};
	readonly dataDir: string;
	readonly clock = { now: morning };
	readonly #env: Record<string, string>;
	readonly #world: World;
	readonly #seats = new Map<string, SeatOf>();
	readonly #returnTokens = new Map<string, string>();
	#server: Server | null = null;
	#draw = draws(7);

	constructor(dataDir: string, env: Record<string, string>, world: World) {
		this.dataDir = dataDir;
		this.#env = env;
		this.#world = world;
	}

	async start(): Promise<void> {
		const settings = settingsFrom({ DATA_DIR: this.dataDir, LOG: 'silent', ...this.#env });
		const world = { now: () => this.clock.now, random: () => this.#draw(), ...this.#world };
		this.app = await openApp(settings, world);
	}

	/** The program stops, something may happen to its files, and it starts again. */
	async restart(meanwhile: () => void = () => {}): Promise<void> {
		await this.app.close();
		meanwhile();
		await this.start();
	}

	async end(): Promise<void> {
		await this.app.close();
		this.#server?.closeAllConnections();
		this.#server?.close();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	/** Fenna makes a journey and opens its first meeting. */
	async begin(): Promise<void> {
		const { acts, journeys, invitations } = this.app;
		const { person } = must(await invitations.accept(await invitations.make(), { name: 'Fenna', email: '' }));
		const { journey } = must(
			await journeys.create(person, {
				name: 'Regio IJssel',
				meeting: '',
				place: '',
				date: '2026-03-12',
				startsAt: '09:30',
				locale: 'nl'
			})
		);
		const setup = (await journeys.setup(journey))!;
		this.journey = journey;
		this.id = setup.meetings[0]!.id;
		this.beamerToken = setup.beamerToken;
		this.steps = { checkIn: setup.steps[0]!.id, values: setup.steps[1]!.id };
		this.organisations = Object.fromEntries(setup.organisations.map((o) => [o.slot, o.id]));
		this.#seats.set('fenna', (await journeys.seat(journey, person))!);
		this.code = must(await acts.openMeeting(this.fenna, journey, { meeting: this.id })).code;
	}

	async sitDown(name: Name): Promise<void> {
		const [written, slot] = cast[name];
		const joined = must(await this.joinAs(written, slot ? this.organisations[slot]! : 'guest'));
		await this.admit(joined.person);
		this.#seats.set(name, (await this.app.journeys.seat(this.journey, joined.person))!);
		this.#returnTokens.set(name, joined.returnToken!);
	}

	/** Fenna says that they belong where they sat down. */
	async admit(person: string): Promise<void> {
		const { participant } = (await this.app.journeys.seat(this.journey, person))!;
		must(await this.app.acts.admit(this.fenna, this.journey, { participants: [participant] }));
	}

	/** `person`: who they are already. Somebody else of the same name says to be another. */
	joinAs(
		name: string,
		organisation: string,
		{ person = null, ...more }: Partial<Joining> & { person?: string | null } = {}
	) {
		const given = {
			code: this.code,
			name,
			organisation,
			email: '',
			same: 'no' as const,
			who: person === null ? null : whole(person)
		};
		return this.app.joining.join({ ...given, locale: 'nl', address: '192.0.2.1', ...more });
	}

	get fenna(): SeatOf {
		return this.seat('fenna');
	}
	get cor(): SeatOf {
		return this.seat('cor');
	}
	get wies(): SeatOf {
		return this.seat('wies');
	}
	get wim(): SeatOf {
		return this.seat('wim');
	}
	get gert(): SeatOf {
		return this.seat('gert');
	}
	get gea(): SeatOf {
		return this.seat('gea');
	}
	get zoe(): SeatOf {
		return this.seat('zoe');
	}
	get ria(): SeatOf {
		return this.seat('ria');
	}
	/** Everybody, Fenna included, as they sat down. */
	get everyone(): SeatOf[] {
		return [...this.#seats.values()];
	}

	seat(name: Name | 'fenna'): SeatOf {
		const seat = this.#seats.get(name);
		if (!seat) throw new Error(`${name} is not at the table`);
		return seat;
	}

	returnToken(name: Name): string {
		return this.#returnTokens.get(name)!;
	}

	/** As a page does: the seat of now, then the act. */
	async act(
		who: SeatOf,
		fields: Fields,
		step = this.steps.values
	): Promise<Outcome<Record<string, unknown>>> {
		const seat = (await this.app.journeys.seat(this.journey, who.person)) ?? who;
		return this.app.steps.act(seat, this.journey, step, fields) as Promise<Outcome<Record<string, unknown>>>;
	}

	write(who: SeatOf, text: string, id: string): Promise<Outcome> {
		return this.act(who, { act: 'addCard', id, prompt: '1', text });
	}

	/** As somebody who may take it for granted. */
	async view(who: SeatOf, step = this.steps.values) {
		const view = (await this.app.steps.view(who, this.journey, step))!;
		return { ...view, mine: view.mine as unknown as Mine };
	}

	async cardsState(): Promise<CardsState> {
		return (await this.app.facts(this.journey)).step!.state as CardsState;
	}

	async checkInNow(): Promise<CheckInState> {
		return (await this.app.facts(this.journey)).step!.state as CheckInState;
	}

	async board() {
		return (await this.app.steps.board(this.journey, this.steps.values))!;
	}

	async stage(step = this.steps.values): Promise<string> {
		return (await this.view(this.fenna, step)).step.stage;
	}

	async next(step = this.steps.values): Promise<void> {
		await this.#move(step, 1);
	}

	/** On to where consent is asked, without anybody named who answers for an organisation: everybody does. */
	async intoConsent(step = this.steps.values): Promise<void> {
		const reason = 'Wie het standpunt geeft, horen we later.';
		must(await this.app.acts.openGate(this.fenna, this.journey, { step, stage: 'consenting', reason }));
		await this.next(step);
		await this.toStandpoint(step);
	}

	/** Past questions and reactions. */
	async toStandpoint(step = this.steps.values): Promise<void> {
		must(await this.act(this.fenna, { act: 'goToPhase', from: 'questions', to: 'standpoint' }, step));
	}

	/** From here on everybody sees what is answered to the texts of now (I18). */
	async showStandpoints(step = this.steps.values): Promise<void> {
		const { state } = (await this.view(this.fenna, step)).step;
		for (const { id: subject, version } of state?.part === 'consent' ? state.subjects : [])
			must(await this.act(this.fenna, { act: 'showStandpoints', subject, version }, step));
	}

	async back(step = this.steps.values): Promise<void> {
		await this.#move(step, -1);
	}

	async #move(step: string, by: 1 | -1): Promise<void> {
		const from = await this.stage(step);
		must(await this.app.acts.move(this.fenna, this.journey, { step, from, by, sure: true }));
	}

	async reach(stage: Stage): Promise<void> {
		const distance = stages.indexOf(stage) - stages.indexOf((await this.stage()) as Stage);
		for (let i = 0; i < Math.abs(distance); i++) await (distance > 0 ? this.next() : this.back());
	}

	/** Puts cards together, as somebody with a pen does. */
	async group(
		id: string,
		title: string,
		cards: readonly string[],
		on: Record<string, string> = {}
	): Promise<void> {
		await this.app.sync.change(boardDocument(this.steps.values), (doc) => {
			const groups = doc.getMap('groups');
			const place = doc.getMap<BoardPlace>('place');
			groups.set(id, { title, order: (groups.size + 1) * 1000 });
			cards.forEach((card, index) => place.set(card, { group: id, on: on[card] ?? null, order: index }));
		});
	}

	async ungroup(id: string): Promise<void> {
		await this.app.sync.change(boardDocument(this.steps.values), (doc) => doc.getMap('groups').delete(id));
	}

	ownDocument(who: SeatOf): string {
		return ownDocument(this.steps.values, who.participant);
	}
	get boardDocument(): string {
		return boardDocument(this.steps.values);
	}
	get journeyDocument(): string {
		return journeyDocument(this.journey);
	}

	async cookieOf(who: SeatOf): Promise<string> {
		return `${sessionCookie}=${(await this.app.sessions.start(who.person)).value}`;
	}

	/** Puts something into the harvest of an earlier step, as if it had been made there. */
	harvested(
		id: string,
		kind: HarvestKind,
		texts: Record<string, string>,
		links: readonly string[] = []
	): void {
		const all = Object.fromEntries(harvestFields[kind].map((field) => [field, texts[field] ?? '']));
		this.sql(
			`INSERT INTO harvest (id, journey_id, step_id, kind, name, texts, details, position, harvested_at, harvested_by)
			 VALUES (?, ?, ?, ?, ?, ?, '{}', (SELECT count(*) FROM harvest), 0, ?)`,
			...[id, this.journey, this.steps.values, kind, nameOf(kind, all), JSON.stringify(all)],
			this.fenna.participant
		);
		for (const link of links) this.sql('INSERT INTO harvest_link VALUES (?, ?, 0)', id, link);
	}

	/** A socket that has the document, with the session of this person. */
	async connect(who: SeatOf, document: string): Promise<SyncClient> {
		return SyncClient.join(await this.addressOf(who, document));
	}

	/** Where any client finds a document, as this person. */
	async addressOf(who: SeatOf, document: string): Promise<SocketAddress> {
		return { server: await this.#address(), document, headers: { cookie: await this.cookieOf(who) } };
	}

	async connectBeamer(
		document: string,
		token = this.beamerToken,
		headers: Record<string, string> = {}
	): Promise<SyncClient> {
		return SyncClient.join({ server: await this.#address(), document, headers, query: `?scherm=${token}` });
	}

	/** A socket with whatever headers; it may well be closed at once. */
	async knock(document: string, headers: Record<string, string>): Promise<SyncClient> {
		return new SyncClient({ server: await this.#address(), document, headers });
	}

	async #address(): Promise<string> {
		if (!this.#server) {
			const server = createServer();
			server.on('upgrade', (...upgrade) => this.app.sync.handleUpgrade(...upgrade));
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			this.#server = server;
		}
		return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Every document, while the program is away. */
	loseDocuments(): void {
		lookInto(join(this.dataDir, 'sync.db'), (sync) => {
			for (const table of ['sync_room', 'sync_log', 'sync_snapshot', 'sync_client'])
				sync.exec(`DELETE FROM ${table}`);
		});
	}

	/** The database as another program sees it. */
	sql<Row = Record<string, unknown>>(query: string, ...values: unknown[]): Row[] {
		return this.#outside((db) => {
			const statement = db.prepare<unknown[], Row>(query);
			if (statement.reader) return statement.all(...values);
			statement.run(...values);
			return [];
		});
	}

	#outside<Seen>(look: (db: SQLite.Database) => Seen): Seen {
		return lookInto(join(this.dataDir, 'siroop.db'), look);
	}

	/** Everything that is kept: all rows of all tables, and what lies in the documents of this step. */
	async dump(): Promise<Record<string, unknown>> {
		const tables = this.#outside((db) => {
			const names = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).pluck();
			return (names.all() as string[]).map((name) => [
				name,
				inOrder(db.prepare(`SELECT * FROM "${name}"`).all())
			]);
		});
		const written = [this.boardDocument, ...this.everyone.map((who) => this.ownDocument(who))];
		const documents = await Promise.all(written.map(async (name) => [name, await this.document(name)]));
		return Object.fromEntries([...tables, ...documents]);
	}

	/** The same without the sessions, which each socket of a test begins. */
	async kept(): Promise<Record<string, unknown>> {
		const { session: _, ...rest } = await this.dump();
		return rest;
	}

	document(name: string): Promise<Record<string, unknown>> {
		return this.app.sync.read(name, (doc) =>
			Object.fromEntries([...doc.share.keys()].map((root) => [root, doc.getMap(root).toJSON()]))
		);
	}
}

/** What a person sees of their own in the step about values. */
interface Mine {
	ready: boolean;
	cards: { id: string; text: string; prompt: string; revealed: boolean; onBehalf?: string }[];
	taken: string[];
	dots: { group: string; dots: number }[];
	/** While the texts are open. */
	harvest?: {
		id: string;
		kind: string;
		texts: Record<string, string>;
		cards: { id: string; text: string }[];
	}[];
	/** At the check-in. */
	wording: string;
	accepted: boolean;
}

/** Rows by what they hold, wherever they lie. */
function inOrder(rows: readonly unknown[]): unknown[] {
	const words = rows.map((row) => ({ row, word: JSON.stringify(row) }));
	return words.toSorted((a, b) => (a.word < b.word ? -1 : 1)).map(({ row }) => row);
}

/** The same draws in each run, 0 ≤ n < 1 (mulberry32). */
function draws(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
