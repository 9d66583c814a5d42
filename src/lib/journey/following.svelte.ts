import { goto } from '$app/navigation';
import { refresh } from '#lib/connection/refresh.ts';
import type { LiveJourney } from '#lib/connection/journey.svelte.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import { follow, type Follow } from './follow.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Where one person's page is, beside where the room is: it goes along, and takes nobody out of a sentence (P4). */
export class Following {
	readonly #journey: LiveJourney;
	readonly #loaded: () => StepFacts;
	/** The stage that this page shows of a step: what is loaded later may be further than the sentence under way. */
	#held = $state.raw<{ step: string; stage: string } | null>(null);
	/** The room's step as it was when it last was in the stage of this page. */
	#last: StepFacts | null = null;
	/** The step in which this person last was with the group; null after walking to another one. */
	#with = $state.raw<string | null>(null);
	/** The calls of the facilitator that this page has answered. */
	#answered = $state(0);
	#busy = $state(false);
	/** On the way to this step. When something else came in between, the page sets out again. */
	#going = $state.raw<string | null>(null);
	/** Where the last words were typed. */
	#field: Field | null = null;

	constructor(journey: LiveJourney, loaded: () => StepFacts) {
		this.#journey = journey;
		this.#loaded = loaded;
		this.#answered = journey.facts.pulls;
	}

	/** The room is at the step of this page, whatever its stage. */
	get isHere(): boolean {
		return this.#journey.facts.step?.id === this.#loaded().id;
	}

	/** What this page shows: the newest facts, in the stage that the person is in, with what its kind said of that stage. */
	get step(): StepFacts {
		const room = this.#journey.facts.step;
		if (!room || !this.isHere) return this.#loaded();
		const stage = this.#stage;
		return room.stage === stage ? room : { ...room, stage, state: this.#stateOf(stage) };
	}

	/** Another stage of a kind may say other things (`state.part`): whoever is held goes on with the last of their own. */
	#stateOf(stage: string): StepFacts['state'] {
		const loaded = this.#loaded();
		if (this.#last?.id === loaded.id && this.#last.stage === stage) return this.#last.state;
		return loaded.stage === stage ? loaded.state : (this.#journey.facts.step?.state ?? null);
	}

	get where(): Follow {
		const { step, pulls } = this.#journey.facts;
		return follow({
			here: { step: this.#loaded().id, stage: this.#stage },
			room: step && { step: step.id, stage: step.stage },
			along: this.#with === this.#loaded().id,
			called: pulls > this.#answered,
			busy: this.#busy
		});
	}

	get #stage(): string {
		const { id, stage } = this.#loaded();
		return this.#held?.step === id ? this.#held.stage : stage;
	}

	/** Goes where the room is, now; without a connection there is no way there. Words that stand in a field stay where they were written. */
	async come(): Promise<void> {
		const { step, pulls, journey } = this.#journey.facts;
		if (!step || this.#journey.connection.kind === 'offline') return;
		this.#busy = false;
		this.#answered = pulls;
		if (this.isHere) {
			this.#held = { step: step.id, stage: step.stage };
			await refresh('siroop:step');
		} else {
			this.#going = step.id;
			await goto(`/traject/${journey.id}/stap/${step.id}`);
			this.#going = null;
		}
	}

	/** To be run as an effect: goes along whenever that is right. */
	keep(): void {
		const { step, pulls } = this.#journey.facts;
		const { id, stage } = this.#loaded();
		if (this.#held?.step !== id) this.#held = { step: id, stage };
		if (step?.id === id && step.stage === this.#stage) this.#last = step;
		if (this.isHere || this.#going === id) this.#with = id;
		else if (this.#with !== id) this.#with = null;

		const { where } = this;
		if (where === 'stage' || (where === 'step' && this.#going !== step?.id)) void this.come();
		if (where === 'together') this.#answered = pulls;
	}

	typing(target: EventTarget | null): void {
		if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) this.#field = target;
	}

	/** Words that are still there when the focus leaves them hold the page too, once the room has gone on. */
	busy(on: boolean): void {
		const left = this.#field?.isConnected && this.#field.value.trim() !== '';
		this.#busy = on || (this.where === 'wait' && Boolean(left));
	}
}
