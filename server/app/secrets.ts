import { createHash, randomBytes } from 'node:crypto';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new id of 16 letters and digits, about 82 bits. */
export function newId(): string {
	return fromAlphabet(16);
}

/** A secret for a link, 26 letters and digits, about 134 bits. */
export function newToken(): string {
	return fromAlphabet(26);
}

/** What is kept of a secret: hex SHA-256. The secrets are long and random, so no salt is needed. */
export function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** 0 ≤ n < 1, from the system's own randomness: shuffles and codes must not be guessable. */
export function random(): number {
	return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}

function fromAlphabet(length: number): string {
	let text = '';
	while (text.length < length)
		for (const byte of randomBytes(length))
			if (byte < 252 && text.length < length) text += letters[byte % 36];
	return text;
}
