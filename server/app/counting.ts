import { stageOf } from '#domain/kinds/kinds.ts';
import { idsIn } from '#wire/documents.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { writerOf } from '#server/journey/notebooks.ts';
import { countAll, countWritten } from '#server/parts/cards/counts.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import type { Context } from './context.ts';

/**
 * Counts what people write alone, after each change of it. A row says in which steps people wrote since the
 * program started: if it is killed between a document and its count, the next start counts those steps again.
 */
export class Counting {
	readonly #context: Context;
	readonly #counted: (journey: string) => void;
	/** Counts under way; the program does not leave without them. */
	readonly #busy = new Set<Promise<void>>();
	/** Steps that have their row. */
	readonly #marked = new Set<string>();

	/** `counted` is told of each journey in which a count changed. */
	constructor(context: Context, counted: (journey: string) => void) {
		this.#context = context;
		this.#counted = counted;
	}

	/** Something changed in this document. */
	soon(document: string): void {
		const own = idsIn(ownDocument, document);
		if (!own) return;
		const count = this.#count(...own)
			.catch((error: unknown) =>
				this.#context.log.error({ error }, 'what somebody wrote could not be counted')
			)
			.finally(() => this.#busy.delete(count));
		this.#busy.add(count);
	}

	/** What changed so far is counted. */
	async done(): Promise<void> {
		await Promise.all(this.#busy);
	}

	/** When the program leaves and every document has: nothing is left to count. */
	async close(): Promise<void> {
		await this.done();
		await this.#context.db.deleteFrom('recount').execute();
	}

	/** When the program starts. */
	async recount(): Promise<void> {
		const { db } = this.#context;
		const steps = await db
			.selectFrom('recount')
			.innerJoin('step', 'step.id', 'recount.step_id')
			.selectAll('step')
			.execute();
		for (const step of steps) {
			const { opens } = stageOf(step.kind, step.stage);
			if (opens === 'cards' || opens === 'board') await countAll(this.#context, step);
		}
		await db.deleteFrom('recount').execute();
	}

	async #count(step: string, notebook: string): Promise<void> {
		const row = await this.#context.db
			.selectFrom('step')
			.select(['journey_id', 'kind', 'settings'])
			.where('id', '=', step)
			.executeTakeFirst();
		// Nothing follows from it that somebody wrote there: no row, and nothing sent (N13).
		if (!row || isAnonymousStep(row)) return;
		const participant = await writerOf(this.#context.db, notebook);
		if (participant === null) return;
		await this.#mark(step);
		if (await countWritten(this.#context, step, participant)) this.#counted(row.journey_id);
	}

	async #mark(step: string): Promise<void> {
		if (this.#marked.has(step)) return;
		this.#marked.add(step);
		await this.#context.db
			.insertInto('recount')
			.columns(['step_id'])
			.expression((eb) => eb.selectFrom('step').select('id').where('id', '=', step))
			.onConflict((oc) => oc.doNothing())
			.execute();
	}
}
