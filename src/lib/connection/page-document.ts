import { Changes } from './changes.ts';
import type { ConnectionState } from './connection-state.ts';

interface Connected {
	readonly connection: ConnectionState;
	start(): Promise<void>;
	/** What is under way may still arrive. */
	leave(): void;
}

/** A document, as a page has it: it comes when the page is open, and Yjs with it. */
export class PageDocument<D extends Connected> {
	readonly changes = new Changes();
	#current: D | null = null;
	/** For as long as there is none. */
	#without: ConnectionState = { kind: 'loading' };

	get current(): D | null {
		return this.#current;
	}

	get connection(): ConnectionState {
		return this.#current?.connection ?? this.#without;
	}

	/** `begun`: what this device kept of the document is there, or it turned out that there will be none. Returns the stop function. */
	open<Module>(
		fetch: () => Promise<Module>,
		make: (module: Module) => D,
		begun: () => void = () => {}
	): () => void {
		let isOpen = true;
		void this.#begin(fetch, make, () => isOpen).then(() => isOpen && begun());
		return () => {
			isOpen = false;
			this.#current?.leave();
			this.#current = null;
			this.changes.tell();
		};
	}

	async #begin<Module>(
		fetch: () => Promise<Module>,
		make: (module: Module) => D,
		isWanted: () => boolean
	): Promise<void> {
		const module = await fetch().catch(() => null);
		if (!isWanted()) return;
		this.#current = module && make(module);
		// Yjs did not come through: the page does without, as where sockets are blocked.
		if (!module) this.#without = { kind: 'blocked' };
		this.changes.tell();
		await this.#current?.start();
	}
}
