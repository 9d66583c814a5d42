import { createContext } from 'svelte';

/** Between two messages a listener gets so long to hear one out. */
const breath = 10_000;

/**
 * What the live region says: the timer, the stage, the reveal. The first message is said at once; of those that come
 * within ten seconds of it only the last is said, when the ten seconds are over.
 */
export class Announcements {
	current = $state('');
	#waiting: string | null = null;
	#timer: ReturnType<typeof setTimeout> | null = null;

	say(text: string) {
		if (this.#timer) this.#waiting = text;
		else this.#speak(text);
	}

	/** Leaves no timer behind. */
	stop() {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = this.#waiting = null;
	}

	#speak(text: string) {
		this.current = text;
		this.#waiting = null;
		this.#timer = setTimeout(() => this.#breathed(), breath);
	}

	#breathed() {
		this.#timer = null;
		if (this.#waiting !== null) this.#speak(this.#waiting);
	}
}

/** The one of this page: provide it in the layout, use it in whatever has something to say. */
export const [useAnnouncements, provideAnnouncements] = createContext<Announcements>();
