import type { LocalDrafts } from './local-drafts.ts';

/** What of one room could not be saved. */
interface Lost {
	words: string;
	/** Its writer has it: it is offered no more, unless there comes something else. */
	isRead: boolean;
}

export type Rooms = Record<string, Lost>;

export interface News {
	participant: string;
	rooms: Rooms;
}

const keyOf = (participant: string) => `siroop.lost/${participant}`;
/** On the window, so that the page hears what a document that knows no page has lost. */
export const news = 'siroop.lost';

/** Words that the server will not take, on this device until their writer says to have them; never on a beamer. */
export function keepLost(participant: string, room: string, words: string): void {
	const rooms = recall(participant);
	const known = rooms[room];
	if (words.trim() === '' || known?.words === words) return;
	remember(participant, { ...rooms, [room]: { words, isRead: false } });
}

/** The same, below what of that room was offered already. */
export function addLost(participant: string, room: string, words: string): void {
	const known = recall(participant)[room];
	const offered = known && !known.isRead ? known.words.split('\n\n') : [];
	keepLost(participant, room, [...offered.filter((text) => text !== words), words].join('\n\n'));
}

/**
 * The cards of an anonymous step were revealed, and its own rooms are gone: what never arrived, and the sentences that
 * were no card yet, are there to copy and nowhere else on this device (N10).
 */
export function giveUp(
	room: string,
	participant: string,
	localDrafts: LocalDrafts,
	cards: readonly string[],
	drafts: readonly [string, string][] = []
): void {
	const newest = new Map([...drafts, ...localDrafts.read()]);
	const words = [...cards, ...newest.values()].filter((text) => text.trim() !== '').join('\n');
	// Under a name of its own: when people write there again, saving that does not take these back.
	if (words) addLost(participant, `${room}/revealed`, words);
	localDrafts.keep(new Map());
}

/** The server has taken them after all. */
export function dropLost(participant: string, room: string): void {
	const { [room]: saved, ...others } = recall(participant);
	if (saved) remember(participant, others);
}

export function recall(participant: string): Rooms {
	try {
		return JSON.parse(localStorage.getItem(keyOf(participant)) ?? '{}') as Rooms;
	} catch {
		// Nothing may be kept here, or somebody else wrote it.
		return {};
	}
}

/** Says so too, to the page that shows it. */
export function remember(participant: string, rooms: Rooms): void {
	dispatchEvent(new CustomEvent<News>(news, { detail: { participant, rooms } }));
	try {
		if (Object.keys(rooms).length === 0) localStorage.removeItem(keyOf(participant));
		else localStorage.setItem(keyOf(participant), JSON.stringify(rooms));
	} catch {
		// A full disk, or cookies refused: then it is offered for as long as the page lives.
		return;
	}
}
