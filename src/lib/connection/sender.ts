import { unsavedDocuments } from './local-copy.ts';

/** What an open page has to save is saved by then; what is left comes from an earlier step, ms. */
const soon = 5000;
const again = 30_000;

/** Looks, while there is a connection, whether something was written without one in a step that was left since. */
export class Sender {
	readonly #refused = new Set<string>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: AbortController | null = null;

	/** Calling it again changes nothing. */
	start(): void {
		if (this.#running) return;
		this.#running = new AbortController();
		this.#wait(soon, this.#running.signal);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#running?.abort();
		this.#running = null;
	}

	#wait(ms: number, stopped: AbortSignal): void {
		this.#timer = setTimeout(() => void this.#send(stopped), ms);
	}

	async #send(stopped: AbortSignal): Promise<void> {
		const names = unsavedDocuments().filter((name) => !this.#refused.has(name));
		if (names.length > 0) {
			const { sendUnsent } = await import('./unsent.ts');
			await sendUnsent(names, this.#refused, stopped);
		}
		if (!stopped.aborted) this.#wait(again, stopped);
	}
}
