import { decideReveal, tellEvery } from '#domain/parts/anonymity/anonymity.ts';
import { ownDocument, readOwn } from '#wire/parts/cards/own.ts';
import type { Context } from '#server/app/context.ts';
import { notebooksIn } from '#server/journey/notebooks.ts';
import { onTable } from '#server/parts/cards/card-rows.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isWrittenUnnamed } from './anonymous-step.ts';
import { countedIn, type Wrote } from './counted.ts';
import type { Told, ToldOf } from './told.ts';

/** A timer may come a little early. */
const slackMs = 50;

/**
 * What is known of the cards of anonymous steps before they are revealed. It is counted in the documents and lies in no
 * file (N13), and whatever happens meanwhile, the same is told until its time is over (N14).
 */
export class Tally implements ToldOf {
	readonly #context: () => Context;
	readonly #due: (journey: string) => void;
	/** By step. */
	readonly #told = new Map<string, { stageAt: number; at: number; counted: Promise<Told> }>();
	readonly #refused = new Map<string, number>();
	readonly #timers = new Map<string, NodeJS.Timeout>();
	#closed = false;

	/** `due` hears of a journey when its time has come to be told again. */
	constructor(context: () => Context, due: (journey: string) => void) {
		this.#context = context;
		this.#due = due;
	}

	async told(step: StepRow): Promise<Told | null> {
		if (!isWrittenUnnamed(step)) return null;
		const before = this.#told.get(step.id);
		const isOfNow = before?.stageAt === step.stage_at && this.#context().now() - before.at < tellEvery;
		if (isOfNow) return before.counted;
		const counted = this.#count(step);
		this.#told.set(step.id, { stageAt: step.stage_at, at: this.#context().now(), counted });
		this.#later(step);
		// Who asks next asks anew.
		counted.catch(() => this.#told.delete(step.id));
		return counted;
	}

	refused({ id }: Pick<StepRow, 'id'>): void {
		this.#refused.set(id, this.#context().now());
	}

	isRefused({ id }: Pick<StepRow, 'id'>): boolean {
		const at = this.#refused.get(id);
		return at !== undefined && this.#context().now() - at < tellEvery;
	}

	moved({ id }: Pick<StepRow, 'id'>): void {
		this.#told.delete(id);
		this.#refused.delete(id);
	}

	close(): void {
		this.#closed = true;
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}

	/** Of everybody who ever had a seat: whoever is removed or let back changes nothing (N15). */
	async #count(step: StepRow): Promise<Told> {
		const { db, sync } = this.#context();
		const wrote: Wrote[] = [];
		for (const { id, participant } of await notebooksIn(db, step.journey_id)) {
			const own = await sync.read(ownDocument(step.id, id), readOwn).catch(() => []);
			wrote.push({ participant, cards: own.length });
		}
		const decision = decideReveal(await countedIn(db, step, wrote), await onTable(db, step.id));
		return { cards: wrote.reduce((sum, { cards }) => sum + cards, 0), isEnough: decision !== 'too-few' };
	}

	#later(step: StepRow): void {
		if (this.#closed) return;
		clearTimeout(this.#timers.get(step.id));
		const timer = setTimeout(() => {
			this.#timers.delete(step.id);
			this.#due(step.journey_id);
		}, tellEvery + slackMs);
		timer.unref();
		this.#timers.set(step.id, timer);
	}
}
