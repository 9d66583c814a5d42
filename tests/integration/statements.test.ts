import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { afterAll, afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { App } from '#server/app/app.ts';
import type { Moment } from '#server/demo/moments.ts';
import { sessionCookie } from '#server/people/sessions.ts';
import type { ConsentState } from '#wire/parts/consent/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { idOf, must, type Fields } from '../support/cast.ts';
import { archives, readArchive } from '../kept/archive.ts';
import { KeptMoment } from '../support/kept.ts';
import { SyncClient, until } from '../support/sync-client.ts';
import { holdWhatIsLater } from '../support/told.ts';

type Act = () => Promise<unknown>;

interface Counted {
	what: string;
	/** Where the demo is, with its 22 people of six organisations. */
	at: Moment;
	act: (scene: Scene) => Promise<Act>;
	/** Statements, never more; fewer is welcome. */
	most: number;
	/** Everybody hears it; they are told within what is counted. */
	isTold: boolean;
}

const counted: Counted[] = [
	{ what: 'a dot', at: 'weighing', act: (scene) => scene.dot(), most: 7, isTold: false },
	{ what: 'a stance, values', at: 'values-consent', act: (scene) => scene.stance(), most: 15, isTold: true },
	{
		what: 'a stance, ambition',
		at: 'ambitions-consent',
		act: (scene) => scene.stance(),
		most: 20,
		isTold: true
	},
	{ what: 'a stage on, to the board', at: 'writing', act: (scene) => scene.next(), most: 29, isTold: true },
	{
		what: 'a stage on, to consent',
		at: 'harvested',
		act: (scene) => scene.toConsent(),
		most: 26,
		isTold: true
	},
	{ what: 'ready', at: 'writing', act: (scene) => scene.ready(), most: 9, isTold: true },
	{ what: 'a score', at: 'scoring', act: (scene) => scene.score(), most: 14, isTold: true },
	{ what: 'a card onto the table', at: 'sorting', act: (scene) => scene.card(), most: 18, isTold: true },
	{ what: 'to another step', at: 'weighing', act: (scene) => scene.goTo('check-in'), most: 12, isTold: true }
];
const mostForFacts = 12;

const files = readArchive(archives.at(-1)!);
const lines: string[] = [];

afterEach(() => vi.restoreAllMocks());
afterAll(() => console.log(`Statements on the database of facts\n${lines.join('\n')}\n`));

test.each(counted)('$what, with telling, takes at most $most statements', async (given) => {
	holdWhatIsLater();
	const scene = await Scene.at(given.at);
	const act = await given.act(scene);
	const listener = await scene.listener();
	const statements = watchStatements();
	await act();
	if (given.isTold) await until(() => listener.facts.length > 0, 'the facts after the act');
	await listener.roundTrip();
	report(given.what, statements.length, given.most);
	expect(listener.facts).toHaveLength(given.isTold ? 1 : 0);
	expect(statements.length).toBeLessThanOrEqual(given.most);
});

test(`the facts of six ambitions take at most ${mostForFacts} statements`, async () => {
	const scene = await Scene.at('ambitions-consent');
	const statements = watchStatements();
	await scene.app.facts(scene.journey);
	report('facts of six ambitions', statements.length, mostForFacts);
	expect(statements.length).toBeLessThanOrEqual(mostForFacts);
});

function report(what: string, count: number, most: number): void {
	lines.push(`  ${what.padEnd(28)}${String(count).padStart(4)} of at most ${most}`);
}

/** From now on, each as it is asked; without the beginning and the end of transactions. */
function watchStatements(): string[] {
	const found: string[] = [];
	const prepare = SQLite.prototype.prepare;
	vi.spyOn(SQLite.prototype, 'prepare').mockImplementation(function (this: SQLite.Database, query) {
		if (query !== 'begin' && query !== 'commit') found.push(query);
		return prepare.call(this, query);
	});
	return found;
}

class Scene {
	readonly app: App;
	readonly #kept: KeptMoment;

	constructor(app: App, kept: KeptMoment) {
		this.app = app;
		this.#kept = kept;
	}

	static async at(moment: Moment): Promise<Scene> {
		const kept = new KeptMoment(files, moment);
		return new Scene(await kept.open(), kept);
	}

	get journey(): string {
		return this.#kept.demo.journey;
	}

	/** The facilitator's screen, when all that her coming brought about is over. */
	async listener(): Promise<SyncClient> {
		const http = createServer().on('upgrade', (...upgrade) => this.app.sync.handleUpgrade(...upgrade));
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void http.close());
		const { person } = await this.#kept.seat(this.app, 'fac-1');
		const client = await SyncClient.join({
			server: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
			document: journeyDocument(this.journey),
			headers: { cookie: `${sessionCookie}=${(await this.app.sessions.start(person)).value}` }
		});
		await client.roundTrip();
		await turn();
		return client;
	}

	/** One that was taken back a moment ago. */
	async dot(): Promise<Act> {
		const seat = await this.#kept.seat(this.app, 'wel-b');
		const { id } = await this.#step();
		const { mine }: { mine: object } = (await this.app.steps.view(seat, this.journey, id))!;
		const [{ group, dots }] = (mine as { dots: [{ group: string; dots: number }] }).dots;
		await (
			await this.#acting('wel-b', { act: 'dots', group, dots: String(dots - 1) })
		)();
		return this.#acting('wel-b', { act: 'dots', group, dots: String(dots) });
	}

	async stance(): Promise<Act> {
		const { subjects } = (await this.#step()).state as ConsentState;
		const { id, version } = subjects[0]!;
		const words = { stance: 'concern', words: 'Wie belt er terug?' };
		return this.#acting('ggd-b', { act: 'stance', subject: id, version, ...words });
	}

	async score(): Promise<Act> {
		const { themes } = (await this.#step()).state as ScoresState;
		return this.#acting('pol-1', {
			act: 'score',
			theme: themes[0]!.id,
			score: '3',
			evidence: 'Wij horen het.'
		});
	}

	ready(): Promise<Act> {
		return this.#acting('wel-b', { act: 'ready', on: 'yes' });
	}

	card(): Promise<Act> {
		return this.#acting('wel-b', {
			act: 'addCard',
			id: idOf('card', 1),
			prompt: '1',
			text: 'Wij bellen terug'
		});
	}

	async next(): Promise<Act> {
		const lead = await this.#kept.seat(this.app, 'fac-1');
		const { id, stage } = await this.#step();
		const given = { step: id, from: stage, by: 1, sure: true } as const;
		return async () => must(await this.app.acts.move(lead, this.journey, given));
	}

	/** Whoever was kept before anybody was named answers as everybody did. */
	async toConsent(): Promise<Act> {
		const lead = await this.#kept.seat(this.app, 'fac-1');
		const { id, gate } = await this.#step();
		const reason = 'Wie het standpunt geeft, horen we later.';
		if (gate.length > 0)
			must(await this.app.acts.openGate(lead, this.journey, { step: id, stage: 'consenting', reason }));
		return this.next();
	}

	async goTo(kind: string): Promise<Act> {
		const lead = await this.#kept.seat(this.app, 'fac-1');
		return async () =>
			must(await this.app.acts.goTo(lead, this.journey, { step: this.#kept.demo.steps[kind]! }));
	}

	/** Where the room is. */
	async #step(): Promise<StepFacts> {
		return (await this.app.facts(this.journey)).step!;
	}

	async #acting(key: string, fields: Fields): Promise<Act> {
		const seat = await this.#kept.seat(this.app, key);
		const { id } = await this.#step();
		return async () => must(await this.app.steps.act(seat, this.journey, id, fields));
	}
}
