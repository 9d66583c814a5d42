import type { Logger } from 'pino';
import { stageOf } from '#domain/kinds/kinds.ts';
import { betweenMs, goesOn, nextDeed, type CrowdState, type Pace } from '#domain/rehearsal/rehearsal.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import { acting, type Deed, type Scene } from './play.ts';
import { plays } from './plays.ts';
import type { Cast } from './cast.ts';

/** Asked again later; whatever else was refused stays undone, as with people who shrug and go on. */
const passing = new Set(['locked', 'paused']);

/**
 * The simulated people of one rehearsal. They sit at the table, see in the facts which stage is open, and do what
 * there is to do in it, one thing at a time, at the pace that the facilitator sets.
 */
export class Crowd {
	/** Everybody signs in; called once. */
	readonly #gather: () => Promise<Cast>;
	#cast: Promise<Cast> | null = null;
	readonly #log: Logger;
	/** Called when what they do changed by itself. */
	readonly #changed: () => void;
	#pace: Pace = 'normal';
	#isRunning = false;
	#isAsked = false;
	#timer: NodeJS.Timeout | undefined;
	/** What somebody is doing now. */
	#acting: Promise<void> | null = null;
	/** Of every step where they have been. */
	readonly #done = new Set<string>();
	readonly #acted: string[] = [];
	/** Whom the facilitator took off the list. */
	readonly #gone = new Set<string>();

	constructor(gather: () => Promise<Cast>, changed: () => void, log: Logger) {
		this.#gather = gather;
		this.#changed = changed;
		this.#log = log;
	}

	get state(): CrowdState {
		return { isRunning: this.#isRunning, pace: this.#pace, isAsked: this.#isAsked };
	}

	/** Everybody sits down, and from now on they do what is asked. */
	async start(): Promise<void> {
		const { people } = await this.#gathered();
		this.#gone.clear();
		await Promise.all(people.map(({ somebody }) => somebody.sitDown()));
		this.#isRunning = true;
		this.#later();
	}

	/** Everybody stays where they are, and does nothing any more. */
	async stop(): Promise<void> {
		this.#isRunning = false;
		this.#isAsked = false;
		clearTimeout(this.#timer);
		await this.#acting;
	}

	/** Everybody gets up. */
	async leave(): Promise<void> {
		await this.stop();
		await (await this.#cast)?.leave();
	}

	keepPace(pace: Pace): void {
		this.#pace = pace;
		this.#isAsked = false;
		this.#later();
	}

	/** What there is to do now is done; then they wait again. */
	ask(): void {
		this.#isAsked = true;
		this.#later();
	}

	#gathered(): Promise<Cast> {
		this.#cast ??= this.#gather().catch((error: unknown) => {
			this.#cast = null;
			throw error;
		});
		return this.#cast;
	}

	#later(): void {
		clearTimeout(this.#timer);
		if (this.#acting || !goesOn(this.state)) return;
		this.#timer = setTimeout(() => {
			this.#acting = this.#act()
				.catch((error: unknown) => this.#log.warn({ error }, 'a simulated person could not act'))
				.finally(() => {
					this.#acting = null;
					this.#later();
				});
		}, betweenMs[this.#pace]);
	}

	async #act(): Promise<void> {
		const step = await this.#step();
		const cast = (await this.#gathered()).without(this.#gone);
		const deed = step && nextDeed(await this.#deeds({ cast, step }), this.#done, this.#acted);
		if (!deed) return this.#rest();
		this.#acted.push(deed.by.key);
		const answer = await deed.do();
		if (answer && !answer.ok && answer.reason === 'removed') this.#gone.add(deed.by.key);
		if (answer && !answer.ok && passing.has(answer.reason)) return;
		this.#done.add(deed.key);
		if (answer && !answer.ok) this.#log.debug({ deed: deed.key, reason: answer.reason }, 'refused');
	}

	/** There is nothing to do now. */
	#rest(): void {
		if (!this.#isAsked) return;
		this.#isAsked = false;
		this.#changed();
	}

	/** The step where the room is, as one of them sees it; null while there is none, or a break. */
	async #step(): Promise<StepFacts | null> {
		for (const { key, somebody } of (await this.#gathered()).without(this.#gone).people) {
			const facts = await somebody.facts();
			if (facts) return facts.pausedAt === null ? facts.step : null;
			this.#gone.add(key);
		}
		return null;
	}

	/** What there is to do, and behind it for everybody to say that they are ready, where that is asked. */
	async #deeds(scene: Scene): Promise<Deed[]> {
		const { cast, step } = scene;
		const here = `${step.id} ${step.stage}`;
		const deeds = (await plays.get(step.kind)?.stages[step.stage]?.(scene)) ?? [];
		const own = deeds.map((deed) => ({ ...deed, key: `${here} ${deed.key}` }));
		if (!stageOf(step.kind, step.stage).readiness || own.some(({ key }) => !this.#done.has(key))) return own;
		return cast.people.map((by) => acting(scene, by, `${here} ready ${by.key}`, { act: 'ready', on: 'yes' }));
	}
}
