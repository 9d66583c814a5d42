import { createContext, untrack } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Facts, OrganisationMark } from '#wire/journey/facts.ts';
import { close, type Refusal } from '#wire/protocol.ts';
import { Changes } from './changes.ts';
import { isEnded, type ConnectionState } from './connection-state.ts';
import { forgetSaved } from './device.ts';
import { rememberedTime, rememberTime, ServerClock } from './clock.ts';
import { FactsLine } from './facts-line.ts';
import { beforeLeaving } from './network.ts';
import { isNewer, type Source } from './newest.ts';
import { Sender } from './sender.ts';
import { keepPage } from './shell.ts';

const second = 1000;
/** After these the device is somebody else's, as far as this journey goes. */
const gone = new Set<number>([close.signedOut, close.forbidden, close.unknownDocument]);

/** What everyone at the table may know, as it is now; the one socket of the visit. */
export class LiveJourney {
	readonly #beamer: string | undefined;
	#clock: ServerClock;
	readonly #ticking = createSubscriber((tick) => this.#tick(tick));
	#facts = $state.raw() as Facts;
	readonly #marks = $derived(
		new Map(
			[...this.#facts.organisations, ...this.#facts.gone].map((one) => [one.id, one as OrganisationMark])
		)
	);
	/** Runs of the server that are over. */
	readonly #left = new Set<string>();
	readonly #lineChanges = new Changes();
	/** This page has words that are not on the server. */
	isUnsaved = $state(false);
	/** What a page shows when something goes wrong here, once it has been fetched. */
	problems = $state.raw<typeof import('#lib/connection/problems/problems.ts')>();
	#line: FactsLine | null = null;
	#isWriting = false;
	readonly #sender = new Sender();

	/** `beamer`: the token of a screen without a person. */
	constructor(facts: Facts, options: { beamer?: string } = {}) {
		this.#facts = facts;
		this.#beamer = options.beamer;
		this.#clock = new ServerClock(facts.now, performance.now(), rememberedTime());
	}

	get facts(): Facts {
		return this.#facts;
	}

	/** One that sits at the table or did; undefined: nobody's, or a guest's. */
	organisation(id: string | null | undefined): OrganisationMark | undefined {
		return this.#marks.get(id ?? '');
	}

	/** Of the line that the facts come over. */
	get connection(): ConnectionState {
		this.#lineChanges.follow();
		return this.#line?.connection ?? { kind: 'loading' };
	}

	/** Server time, ms since 1970. Ticks on the second, while somebody looks. */
	get now(): number {
		this.#ticking();
		return this.#clock.at(performance.now());
	}

	/** What `load` says now. */
	onLoad(facts: Facts): void {
		untrack(() => this.#onFacts(facts, 'loaded'));
	}

	/** Opens the socket of the journey; answers the stop function. */
	connect(): () => void {
		const line = new FactsLine({
			journey: this.#facts.journey.id,
			beamer: this.#beamer,
			onFacts: (facts, source) => this.#onFacts(facts, source),
			changed: () => this.#onLine(line)
		});
		this.#line = line;
		line.writing(this.#isWriting);
		line.start();
		const stopRemembering = beforeLeaving(() => rememberTime(this.#clock.at(performance.now())));
		const forgetPage = this.#beamer ? () => {} : keepPage();
		return () => {
			forgetPage();
			stopRemembering();
			line.stop();
			this.#sender.stop();
			this.#line = null;
		};
	}

	/** Whether this person has a sentence under way; others receive only how many have. */
	writing(on: boolean): void {
		this.#isWriting = on;
		this.#line?.writing(on);
	}

	#onFacts(facts: Facts, source: Source): void {
		const shown = this.#facts;
		if (facts.journey.id !== shown.journey.id || isSame(facts, shown)) return;
		const isTaken = isNewer(facts, shown, source, this.#left);
		if (isTaken && facts.run !== shown.run) this.#begins(facts);
		else this.#clock.sample(facts.now, performance.now());
		if (isTaken) this.#facts = facts;
	}

	/** Another run of the server: its clock may be another, too. */
	#begins({ run, now }: Facts): void {
		this.#left.add(this.#facts.run);
		this.#left.delete(run);
		this.#clock = new ServerClock(now, performance.now());
	}

	#onLine({ connection }: FactsLine): void {
		if (isEnded(connection) && !this.#beamer && isGone(connection.refusal)) void forgetSaved();
		if (connection.kind === 'open' && !this.#beamer) this.#sender.start();
		else this.#sender.stop();
		this.#lineChanges.tell();
	}

	#tick(tick: () => void): () => void {
		let timer: ReturnType<typeof setTimeout>;
		const again = () => {
			timer = setTimeout(
				() => {
					tick();
					again();
				},
				second - (this.#clock.at(performance.now()) % second)
			);
		};
		again();
		return () => clearTimeout(timer);
	}
}

const isSame = (one: Facts, other: Facts) =>
	one.run === other.run && one.version === other.version && one.now === other.now;

/** A mistake in the settings of the server (`origin`) says nothing about who may keep what. */
const isGone = ({ code, reason }: Refusal) => gone.has(code) && reason !== 'origin';

const [theJourney, shareJourney] = createContext<LiveJourney>();
/** `shareJourney` in the layout, `theJourney` in whatever stands below it. */
export { shareJourney, theJourney };
