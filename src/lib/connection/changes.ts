import { createSubscriber } from 'svelte/reactivity';

/**
 * Ties what knows no runes, a document or a socket, to the effects that read it. Nothing is copied: a getter calls
 * `follow` and reads, and `tell` has those effects read again. Whoever reads outside an effect reads the same.
 */
export class Changes {
	#tell = () => {};

	readonly follow = createSubscriber((tell) => {
		this.#tell = tell;
		return () => (this.#tell = () => {});
	});

	tell(): void {
		this.#tell();
	}
}
