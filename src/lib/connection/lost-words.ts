import type { LocalDrafts } from './local-drafts.ts';

/** What of one document could not be saved. */
interface Lost {
	words: string;
	/** Its writer has it: it is offered no more, unless there comes something else. */
	isRead: boolean;
}

/** By the name of the document. */
export type Losses = Record<string, Lost>;

export interface News {
	participant: string;
	losses: Losses;
}

const keyOf = (participant: string) => `siroop.lost/${participant}`;
/** On the window, so that the page hears what a document that knows no page has lost. */
export const news = 'siroop.lost';

/** Words that the server will not take, on this device until their writer says to have them; never on a beamer. */
export function keepLost(participant: string, name: string, words: string): void {
	const losses = recall(participant);
	const known = losses[name];
	if (words.trim() === '' || known?.words === words) return;
	remember(participant, { ...losses, [name]: { words, isRead: false } });
}

/** The same, below what of that document was offered already. */
export function addLost(participant: string, name: string, words: string): void {
	const known = recall(participant)[name];
	const offered = known && !known.isRead ? known.words.split('\n\n') : [];
	keepLost(participant, name, [...offered.filter((text) => text !== words), words].join('\n\n'));
}

/**
 * The cards of an anonymous step were revealed, and the documents of its writers are gone: what never arrived, and the
 * sentences that were no card yet, are there to copy and nowhere else on this device (N10).
 */
export function giveUp(
	name: string,
	participant: string,
	localDrafts: LocalDrafts,
	cards: readonly string[],
	drafts: readonly [string, string][] = []
): void {
	const newest = new Map([...drafts, ...localDrafts.read()]);
	const words = [...cards, ...newest.values()].filter((text) => text.trim() !== '').join('\n');
	// Under a name of its own: when people write there again, saving that does not take these back.
	if (words) addLost(participant, `${name}/revealed`, words);
	localDrafts.keep(new Map());
}

/** The server has taken them after all. */
export function dropLost(participant: string, name: string): void {
	const { [name]: saved, ...others } = recall(participant);
	if (saved) remember(participant, others);
}

export function recall(participant: string): Losses {
	try {
		return JSON.parse(localStorage.getItem(keyOf(participant)) ?? '{}') as Losses;
	} catch {
		// Nothing may be kept here, or somebody else wrote it.
		return {};
	}
}

/** What is not copied yet, of all documents. */
export const offered = (losses: Losses): string =>
	Object.values(losses)
		.flatMap(({ words, isRead }) => (isRead ? [] : [words]))
		.join('\n\n');

/** Says so too, to the page that shows it. */
export function remember(participant: string, losses: Losses): void {
	dispatchEvent(new CustomEvent<News>(news, { detail: { participant, losses } }));
	try {
		if (Object.keys(losses).length === 0) localStorage.removeItem(keyOf(participant));
		else localStorage.setItem(keyOf(participant), JSON.stringify(losses));
	} catch {
		// A full disk, or cookies refused: then it is offered for as long as the page lives.
		return;
	}
}
