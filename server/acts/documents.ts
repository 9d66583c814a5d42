import type { Room } from '#wire/rooms.ts';

/** Documents that an act goes by. They are read before its transaction: while a disk hangs, no other page waits. */
export interface Documents<Read> {
	/** What is written in these rooms waits until the act is over: what was read is all there is. */
	rooms: readonly Room[];
	read(): Promise<Read>;
	/** After the commit, while they still wait. */
	after?(): Promise<unknown>;
}
