import { flushSync, mount, unmount, type Component } from 'svelte';
import { onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { access, boardAccess, ownAccess, type Role } from '#domain/journey/access.ts';
import type { Opens } from '#domain/kinds/kind.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { shareJoin } from '#lib/beamer/join.ts';
import '#lib/connection/board-document.ts';
import { FarEnd } from '#lib/connection/far-end.ts';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import '#lib/connection/own-document.ts';
import NextAct from '#lib/console/NextAct.svelte';
import { baseLocale, overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';
import { comeTo, server, type Fields } from '#lib/ui/app-stand-in.svelte.ts';
import { Seen } from '#lib/ui/seen.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import { boardDocument, readBoard, type BoardPlace } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import { beamerView } from './beamers.ts';
import { consoleView } from './consoles.ts';
import { participantView } from './participants.ts';
import type { ConsolePerson, ParticipantProps } from './views.ts';

// Somebody at a table, before the page of a step, for the tests beside a kind's pages: they find each page as the app
// does, with the facts, the documents and the answers that the server would give.

const organisations = [
	['wel', 'Welzijn Wilgenmeer', 'Welzijn', 'WW'],
	['ggd', 'GGD Wilgenmeer', 'GGD', 'GG'],
	['gem', 'Gemeente Wilgenmeer', 'Gemeente', 'GW'],
	['wcp', 'Woningcorporatie De Wilg', 'Wonen', 'DW'],
	['pol', 'Politie Wilgenmeer', 'Politie', 'PW'],
	['zor', 'Zorggroep Meer', 'Zorg', 'ZM']
] as const;

/** Half past nine on the day of the first meeting. */
export const morning = Date.parse('2026-03-12T09:30:00Z');
export const minutes = (count: number): number => count * 60_000;

/** Ids as the program makes them: `idOf('card', 1)`. */
export const idOf = (word: string, n = 1): string => `${word}${String(n).padStart(12, '0')}`;

/** The longest word that somebody may use as a name. */
export const longestName = 'Meervoudigepersoonlijkheidsvraagstukkenoverlegcommissiezaken';

/** So many; with more than six the colours come round again. */
export function someOrganisations(count = 6, each: Partial<OrganisationFacts> = {}): OrganisationFacts[] {
	return Array.from({ length: count }, (_, index) => {
		const [slot, name, short, initials] = organisations[index % organisations.length]!;
		const round = index < organisations.length ? '' : ` ${index + 1}`;
		const named = { name: name + round, short: short + round, initials };
		return {
			id: slot + round.trim(),
			...named,
			slot,
			people: 1,
			readyPeople: 0,
			writing: 0,
			ready: false,
			...each
		};
	});
}

/** Everybody of it says "ik ben klaar". */
export const ready = (organisation: OrganisationFacts): OrganisationFacts => ({
	...organisation,
	readyPeople: organisation.people,
	ready: true
});

export function aStep<State extends StepFacts['state']>(
	kind: string,
	stage: string,
	state: State,
	more: Partial<StepFacts> = {}
): StepFacts {
	return {
		id: idOf('step'),
		kind,
		name: 'De stap',
		question: 'Wat vraagt deze stap?',
		position: 2,
		of: 9,
		stage,
		lockedAt: null,
		minutes: 30,
		cards: 0,
		writing: 0,
		waiting: 0,
		ready: null,
		form: 'plenary',
		tables: null,
		gate: [],
		state,
		...more
	};
}

/** Of a step with cards: one prompt, five dots, nothing harvested. */
export function cardsState(more: Partial<CardsState> = {}): CardsState {
	return {
		part: 'cards',
		prompts: [{ id: 'p1', text: 'Wat vind jij waardevol?', hint: '', tag: '' }],
		anonymous: false,
		dots: { each: 5, most: 2, closedAt: null },
		totals: null,
		givers: null,
		harvest: [],
		linkable: [],
		...more
	};
}

export function aPerson(id: string, name: string, more: Partial<ConsolePerson> = {}): ConsolePerson {
	return {
		...{ id, name, role: 'participant', removedAt: null, enteredBy: null, organisation: 'wel' },
		...{
			initials: 'WW',
			slot: 'wel',
			here: true,
			job: '',
			joinedAt: 0,
			admittedAt: 0,
			speaks: null,
			doubtedBy: null
		},
		...more
	};
}

interface Given {
	role?: Role;
	/** Null: of no organisation. */
	organisation?: string | null;
	facts?: Partial<Facts>;
	/** What `load` gives beside the step. */
	view?: object;
	form?: ParticipantProps['form'];
	/** The address: '?thema=t1'. */
	at?: string;
	people?: ConsolePerson[];
	/** What this person wrote in a step with cards. */
	mine?: { id: string; text: string; prompt?: string; onBehalf?: string; revealed?: boolean }[];
	/** What lies on the board. */
	board?: (board: BoardInMemory) => void;
	/** This page shows no board, whatever its stage opens. */
	boardless?: boolean;
}

export const me = { participant: idOf('wies'), notebook: idOf('wies'), name: 'Wies' };

/** What a participant sees of this step. */
export async function participant(step: StepFacts, given: Given = {}): Promise<AtTable> {
	const table = new AtTable('participant', step, given);
	await table.show(await participantView(step));
	return table;
}

export async function facilitator(step: StepFacts, given: Given = {}): Promise<AtTable> {
	const table = new AtTable('facilitator', step, { role: 'lead', ...given });
	await table.show(await consoleView(step.kind));
	return table;
}

/** What hangs on the wall. */
export async function wall(step: StepFacts, given: Given = {}): Promise<AtTable> {
	const table = new AtTable('wall', step, { ...given, role: 'observer' });
	await table.show(await beamerView(step.kind));
	return table;
}

/** Where a page opens the board; nobody writes at the texts that are consented to. */
const onBoard: readonly Opens[] = ['board', 'dots', 'texts'];

let language: Locale = baseLocale;
overwriteGetLocale(() => language);
/** Who looks reads in this language until the test is over. */
export function speak(locale: Locale): void {
	language = locale;
	onTestFinished(() => void (language = baseLocale));
}

export class AtTable extends Seen {
	readonly board: BoardInMemory;
	readonly told: { busy: boolean[]; saved: string[] } = { busy: [], saved: [] };
	readonly #is: 'participant' | 'facilitator' | 'wall';
	readonly #journey: LiveJourney;
	readonly #farEnd: FarEnd;
	readonly #given: Given;
	#step = $state.raw() as StepFacts;
	#view = $state.raw<object>({});
	#version = 1;

	constructor(is: 'participant' | 'facilitator' | 'wall', step: StepFacts, given: Given) {
		super(document.body.appendChild(document.createElement('div')));
		this.#is = is;
		this.#step = step;
		this.#given = given;
		this.#journey = new LiveJourney(this.#facts());
		this.#farEnd = new FarEnd((name) => this.#writable(name));
		this.board = new BoardInMemory(this.#farEnd.doc(boardDocument(step.id)));
		given.board?.(this.board);
		const own = this.own.getMap('cards');
		for (const [at, { id, revealed: _, ...card }] of (given.mine ?? []).entries())
			own.set(id, { prompt: 'p1', at, ...card });
		this.#view = this.#loaded(given.view);
	}

	/** What the page sent, newest last. */
	get posts(): Fields[] {
		return server.posts;
	}

	get read(): string[] {
		return server.read;
	}

	get facts(): Facts {
		return this.#journey.facts;
	}

	/** What this person wrote, as the server has it. */
	get own(): Y.Doc {
		return this.#farEnd.doc(ownDocument(this.#step.id, me.notebook));
	}

	/** From now on the server says this to what is posted. */
	refuse(message: string, field?: string, more: object = {}): void {
		server.say = (given) => ({ type: 'failure', status: 400, data: { message, field, given, ...more } });
	}

	answer(data: Record<string, unknown> = {}): void {
		server.say = () => ({ type: 'success', status: 200, data });
	}

	/** What was posted last has been answered and shown. */
	async posted(count = 1): Promise<Fields> {
		await vi.waitUntil(() => server.posts.length >= count, { timeout: 15_000 });
		await vi.waitUntil(() => !this.#isBusy, { timeout: 15_000 });
		flushSync();
		return server.posts[count - 1]!;
	}

	/** Until the page shows it, on a busy machine too. */
	async until(is: () => boolean): Promise<void> {
		await vi.waitUntil(is, { timeout: 15_000, interval: 5 });
	}

	/** The room goes on, or something in its step is another. */
	async goes(step: Partial<StepFacts>, view?: object): Promise<void> {
		const next = { ...this.#step, ...step };
		if (this.#is === 'participant') await participantView(next);
		this.#step = next;
		this.#view = this.#loaded(view ?? this.#given.view);
		this.happens({});
		await this.#documents();
	}

	/** Something else in the facts of the journey. */
	happens(facts: Partial<Facts>): void {
		this.#given.facts = { ...this.#given.facts, ...facts };
		this.#version++;
		this.#journey.onLoad(this.#facts());
		this.#farEnd.rule();
		flushSync();
	}

	/** `load` comes again. */
	loads(view: object): void {
		this.#view = this.#loaded(view);
		flushSync();
	}

	/** The page is there, with the documents that it opens. */
	async show(page: Component<never>): Promise<void> {
		const { role = 'participant', organisation = 'wel', form = null, people = [], at } = this.#given;
		comeTo({ ...(at && { at }), data: { seat: { ...me, organisation, role } } });
		const [step, view] = [() => this.#step, () => this.#view];
		const props = {
			get step() {
				return step();
			},
			get view() {
				return view();
			},
			...{ form, people, here: true, token: 'geheim', board: this.#boardAtFirst },
			onbusy: (busy: boolean) => void this.told.busy.push(busy),
			onsaved: (saved: string) => void this.told.saved.push(saved),
			onloose: () => {}
		};
		const framed =
			(part: unknown): Component<typeof props> =>
			(anchor, given) => {
				shareJourney(this.#journey);
				shareJoin(() => ({ address: 'siroop.example', code: '482913', qr: null }));
				return (part as Component<typeof props>)(anchor, given);
			};
		// A facilitator has the next act below the middle.
		const parts = this.#is === 'facilitator' ? [page, NextAct] : [page];
		const shown = parts.map((part) => mount(framed(part), { target: this.element, props }));
		onTestFinished(async () => {
			await Promise.all(shown.map((part) => unmount(part)));
			this.element.remove();
			localStorage.clear();
			sessionStorage.clear();
		});
		await this.#documents();
	}

	/** What of the board is on the page when it comes: only where the stage shows it. */
	get #boardAtFirst() {
		const { opens } = stageOf(this.#step.kind, this.#step.stage);
		return onBoard.includes(opens) ? readBoard(this.board.doc) : null;
	}

	/** Those that this page opens in this stage. */
	async #documents(): Promise<void> {
		flushSync();
		const { id, kind, stage, state } = this.#step;
		const { opens } = stageOf(kind, stage);
		const isNamed = state?.part !== 'cards' || !state.anonymous;
		const writes = opens === 'cards' || (opens === 'board' && isNamed);
		const open = [
			...(onBoard.includes(opens) && !this.#given.boardless ? [boardDocument(id)] : []),
			...(writes && this.#is === 'participant' ? [ownDocument(id, me.notebook)] : [])
		];
		await this.until(() => open.every((name) => this.#farEnd.isOpen(name)));
		// A board is shown once a frame.
		await new Promise((done) => requestAnimationFrame(done));
		flushSync();
	}

	get #isBusy(): boolean {
		return [...this.element.querySelectorAll('.busy')].some((busy) => !busy.classList.contains('unseen'));
	}

	#loaded(view: object = {}): object {
		const cards = (this.#given.mine ?? []).map((card, at) => ({
			prompt: 'p1',
			at,
			revealed: false,
			...card
		}));
		const { mine, ...rest } = view as { mine?: object };
		return {
			...{ step: this.#step, board: this.#boardAtFirst, ...rest },
			mine: { ready: false, cards, dots: [], ...mine }
		};
	}

	#facts(): Facts {
		const { facts } = this.#given;
		return {
			...{
				run: 'one',
				version: this.#version,
				now: morning + this.#version,
				pausedAt: null,
				pulls: 0,
				timer: null
			},
			journey: { id: idOf('journey'), name: 'Wilgenmeer 2040', rehearsal: null },
			meeting: { id: idOf('meeting'), name: 'Dag 1', place: 'De Schakel', code: '482913' },
			step: this.#step,
			organisations: someOrganisations(),
			gone: [],
			...{ people: 6, connected: 6, doors: {}, values: [] },
			...facts
		};
	}

	#writable(name: string): readonly string[] {
		const { id, lockedAt, kind, stage } = this.#step;
		const { opens } = stageOf(kind, stage);
		const role = this.#given.role ?? 'participant';
		const visitor = { seat: { ...me, role, removedAt: null }, beamer: this.#is === 'wall', known: true };
		const rule =
			name === boardDocument(id)
				? boardAccess({ opens, lockedAt, pausedAt: this.facts.pausedAt, embargoed: false, isLeft: false })
				: ownAccess({ owner: me.notebook, closed: null });
		const may = access(visitor, rule);
		return may.ok ? may.write : [];
	}
}

/** The board of a step, as the server has it. */
export class BoardInMemory {
	readonly doc: Y.Doc;

	constructor(doc: Y.Doc) {
		this.doc = doc;
	}

	card(
		id: string,
		text: string,
		more: { organisation?: string | null; prompt?: string; onBehalf?: boolean } = {}
	): void {
		const cards = this.doc.getMap('cards');
		const order = cards.size + 1;
		cards.set(id, { text, prompt: 'p1', organisation: 'wel', onBehalf: false, order, ...more });
	}

	/** `on`: each card that lies on another one. */
	group(id: string, title: string, cards: readonly string[], on: Record<string, string> = {}): void {
		const groups = this.doc.getMap('groups');
		groups.set(id, { title, order: groups.size + 1 });
		const place = this.doc.getMap<BoardPlace>('place');
		cards.forEach((card, order) => place.set(card, { group: id, on: on[card] ?? null, order }));
	}

	/** `texts`: by field, of what was harvested. */
	write(harvest: string, texts: Record<string, string>): void {
		for (const [field, words] of Object.entries(texts)) {
			const key = `${harvest}.${field}`;
			const all = this.doc.getMap<Y.Text>('texts');
			const text = all.get(key) ?? all.set(key, new Y.Text());
			text.delete(0, text.length);
			text.insert(0, words);
		}
	}

	read(harvest: string, field: string): string | undefined {
		return this.doc.getMap<Y.Text>('texts').get(`${harvest}.${field}`)?.toString();
	}
}
