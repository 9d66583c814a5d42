import { createContext } from 'svelte';

/** How people get in, as the beamer shows it. */
export interface Join {
	/** 'siroop.example': what people type. */
	address: string;
	/** All of its digits, while the meeting is open. */
	code: string | null;
	qr: { path: string; size: number } | null;
}

/** Asked for each time, because a meeting that opens gives another code. */
export const [theJoin, shareJoin] = createContext<() => Join>();
