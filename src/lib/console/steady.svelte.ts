import type { Attachment } from 'svelte/attachments';

/** So long what took the place of another act does nothing, ms. */
const restMs = 1000;

/** Keys of a presenter's remote, which come to whatever has the focus. */
const ofRemote = [' ', 'PageDown', 'PageUp'];

/**
 * Holds what moves the room still (P17): a second press must not do what came in the place of the first, nor a key that
 * is held, nor one of a presenter's remote on the button that was pressed last.
 */
export class Steady {
	/** Another act stands where one was pressed just now. */
	resting = $state(false);
	#place: string | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#pressed: Element | null = null;

	/** What the buttons do now; when that is another, they rest. */
	stands(place: string): void {
		const isOther = this.#place !== null && this.#place !== place;
		this.#place = place;
		if (!isOther) return;
		clearTimeout(this.#timer);
		this.resting = true;
		this.#timer = setTimeout(() => (this.resting = false), restMs);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	/** For the element that holds the buttons. */
	readonly guard: Attachment = (element) => {
		const listen = <Name extends keyof HTMLElementEventMap>(
			name: Name,
			act: (event: HTMLElementEventMap[Name]) => void
		) => (element as HTMLElement).addEventListener(name, act, { capture: true });
		listen('click', (event) => this.resting && stop(event));
		listen('pointerdown', ({ target }) => (this.#pressed = buttonOf(target)));
		listen('focusout', () => (this.#pressed = null));
		for (const name of ['keydown', 'keyup'] as const)
			listen(name, (event) => (event.repeat || this.#isOfRemote(event)) && stop(event));
	};

	/** Who works by keyboard came to the button by keyboard; then the space bar is theirs. */
	#isOfRemote({ key, target }: KeyboardEvent): boolean {
		return ofRemote.includes(key) && this.#pressed !== null && buttonOf(target) === this.#pressed;
	}
}

function stop(event: Event): void {
	event.preventDefault();
	event.stopPropagation();
}

const buttonOf = (target: EventTarget | null) =>
	target instanceof Element ? target.closest('button, a') : null;
