/** Documents that an act goes by. They are read before its transaction: while a disk hangs, no other page waits. */
export interface Documents<Read> {
	/** Their names. What is written in them waits until the act is over: what was read is all there is. */
	held: readonly string[];
	read(): Promise<Read>;
	/** After the commit, while they still wait. */
	after?(): Promise<unknown>;
}
