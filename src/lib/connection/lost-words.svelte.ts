import { news, offered, recall, remember, type News, type Losses } from './lost-words.ts';

/** What one person wrote and could not be saved, whichever document it was in, until they say to have it. */
export class LostWords {
	readonly #participant: string;
	#current = $state('');

	constructor(participant: string) {
		this.#participant = participant;
	}

	/** '' when there is nothing to copy. */
	get current(): string {
		return this.#current;
	}

	/** The person has copied it, or does not need it. */
	readonly settle = (): void => readLost(this.#participant);

	/** In other tabs too. Returns the stop function. */
	watch(): () => void {
		const refresh = () => (this.#current = lostWords(this.#participant));
		const onNews = (event: Event) => {
			const { participant, losses } = (event as CustomEvent<News>).detail;
			if (participant === this.#participant) this.#current = offered(losses);
		};
		refresh();
		addEventListener(news, onNews);
		addEventListener('storage', refresh);
		return () => {
			removeEventListener(news, onNews);
			removeEventListener('storage', refresh);
		};
	}
}

/** What somebody lost and has not copied yet, of all documents. */
export const lostWords = (participant: string): string => offered(recall(participant));

export function readLost(participant: string): void {
	const read = Object.entries(recall(participant)).map(([name, lost]) => [name, { ...lost, isRead: true }]);
	remember(participant, Object.fromEntries(read) as Losses);
}
