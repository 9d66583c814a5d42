import type { StepRow } from '#server/journey/step-rows.ts';

/**
 * Who said to be ready where people write without their names: in memory and in no file (N13). After a restart nobody
 * is, and says so again.
 */
export class Hands {
	/** By step and stage. */
	readonly #raised = new Map<string, Set<string>>();

	raised(step: AtStage): ReadonlySet<string> {
		return this.#raised.get(keyOf(step)) ?? new Set();
	}

	isRaised(step: AtStage, participant: string): boolean {
		return this.raised(step).has(participant);
	}

	set(step: AtStage, participant: string, isReady: boolean): void {
		const raised = this.#raised.get(keyOf(step)) ?? new Set();
		this.#raised.set(keyOf(step), raised);
		if (isReady) raised.add(participant);
		else raised.delete(participant);
	}

	/** What was written at this stage is on the table. */
	lower(step: AtStage): void {
		this.#raised.delete(keyOf(step));
	}
}

type AtStage = Pick<StepRow, 'id' | 'stage'>;
const keyOf = ({ id, stage }: AtStage) => `${id} ${stage}`;
