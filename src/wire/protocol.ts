/**
 * The numbers that both ends of the socket agree on. 0, 1 and 3 are y-websocket's own; the rest is ours and is
 * sent only to a client that said hello, so that the stock WebsocketProvider keeps working.
 * One message per frame, always: the stock client reads only the first.
 */
export const message = {
	sync: 0,
	awareness: 1,
	queryAwareness: 3,
	/**
	 * server → client: varUint, how many of this connection's sync updates are on disk, since it connected. Count
	 * every message 0 with sub-type 1 (an answer to step 1, also an empty one) or 2 that the socket sent.
	 */
	ack: 101,
	/** server → client: varString JSON Policy. */
	policy: 102,
	/** server → client: varString JSON Refusal; a close with the same code follows. */
	refusal: 103,
	/** server → client: varString JSON Facts. */
	facts: 104,
	/** client → server: no body. I understand 101 to 104. */
	hello: 105,
	/** client → server: varUint 0 or 1. I have a sentence under way. */
	writing: 106
} as const;

/**
 * Grows when a client of before would no longer understand what is said here, or what lies in the documents. Our own
 * client says it as `?v=`; one that says nothing, as the stock one, is let in.
 */
export const wireVersion = 1;

/** 4400 to 4499 are final for the stock client; it tries again on all others. */
export const close = {
	malformed: 4400,
	signedOut: 4401,
	forbidden: 4403,
	unknownDocument: 4404,
	/** The document took another path: throw yours away and start anew. */
	diverged: 4409,
	tooLarge: 4413,
	/** A value in the document breaks a rule, a card of 300 characters for instance. */
	invalid: 4422,
	/** Another `wireVersion` than ours: what helps is the page of now. */
	outdated: 4426,
	restarting: 1012,
	unavailable: 4503,
	tooMany: 4529
} as const;

export interface Policy {
	/** The roots of the document that this person may write now; empty while reading only. */
	write: readonly string[];
	/** Changes when a document was restored or rebuilt; a copy of another epoch is thrown away. */
	epoch: number;
}

export interface Refusal {
	code: number;
	/** Also its message key, `reason_<reason>`; of a screen that moved the token by which it goes on. */
	reason: string;
}
